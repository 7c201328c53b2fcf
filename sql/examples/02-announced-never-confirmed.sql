-- Visits and meetings that were announced, whose day has passed, and that nobody confirmed or called off.
SELECT "when", title, sources
  FROM timeline
 WHERE kind IN ('visit', 'meeting') AND status = 'planned' AND upper(during) <= DATE '2026-11-21'
 ORDER BY "when", event_id;
