-- All data sharing between Australia, the Philippines and Japan since 2022.
SELECT "when", until, status, title, independent_sources
  FROM timeline
 WHERE kind = 'data_sharing' AND countries @> ARRAY['AUS', 'JPN', 'PHL'] AND during && daterange('2022-01-01', NULL)
 ORDER BY "when", event_id;
