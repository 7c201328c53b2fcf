-- Cooperation and conflict per pair of countries and month: number of events and mean score.
SELECT date_trunc('month', "when")::date AS month, a.code AS first, b.code AS second, count(*) AS events,
       round(avg(score)::numeric, 1) AS mean_score
  FROM timeline, unnest(countries) AS a(code), unnest(countries) AS b(code)
 WHERE a.code < b.code AND status IN ('happened', 'ongoing')
 GROUP BY 1, 2, 3
 ORDER BY 1, 4 DESC, 2, 3;
