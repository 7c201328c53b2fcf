-- The articles behind the best reported launch, and which of them count as one.
SELECT s.publisher, s.counts_as
  FROM (SELECT event_id FROM timeline WHERE kind = 'missile_launch' ORDER BY sources DESC, event_id LIMIT 1) AS launch,
       sources_of(launch.event_id) AS s
 GROUP BY 1, 2 ORDER BY 1;
