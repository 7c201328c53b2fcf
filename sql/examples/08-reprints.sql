-- Launches whose sources are fewer than they look: articles against independent sources.
SELECT title, sources, independent_sources FROM timeline
 WHERE kind = 'missile_launch' AND sources > independent_sources
 ORDER BY event_id;
