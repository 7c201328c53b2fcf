-- Everything that involves North Korea, newest first.
SELECT "when", kind, status, title FROM timeline WHERE countries @> ARRAY['PRK'] ORDER BY "when" DESC, event_id;
