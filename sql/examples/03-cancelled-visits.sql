-- Visits that were planned and then called off.
SELECT t."when", t.title, h.change
  FROM timeline AS t JOIN event_history AS h USING (event_id, version)
 WHERE t.kind = 'visit' AND t.status = 'cancelled'
 ORDER BY t."when", t.event_id;
