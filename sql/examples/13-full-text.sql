-- Full text: submarines or destroyers.
SELECT "when", kind, title FROM timeline
 WHERE words @@ websearch_to_tsquery('english', 'submarines or destroyers')
 ORDER BY "when", event_id;
