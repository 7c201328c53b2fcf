-- Reading the past without passing over everything that came later.

CREATE FUNCTION tracker_ahead(known tstzrange, during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(lower(during) > (lower(known) AT TIME ZONE 'UTC')::date, false) $$;
COMMENT ON FUNCTION tracker_ahead(tstzrange, daterange) IS 'Whether an event was known before its days came; what was known in the past of the days after is among these.';

CREATE INDEX event_ahead ON event (tracker_start(during), event_id, lower(known)) WHERE NOT withdrawn AND tracker_ahead(known, during);
