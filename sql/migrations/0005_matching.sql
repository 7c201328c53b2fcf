-- Finding the few events that a new mention may belong to, and reading the past in the order of the timeline.

CREATE FUNCTION tracker_end(during daterange) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(upper(during), 'infinity'::date) $$;
COMMENT ON FUNCTION tracker_end(daterange) IS 'The day after the last of an interval, infinity where nothing is known.';

CREATE FUNCTION tracker_vague(during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT during IS NULL OR upper(during) - lower(during) > 10 $$;
COMMENT ON FUNCTION tracker_vague(daterange) IS 'Whether days are unknown or wider than ten days; the matcher looks for such events apart.';

DROP INDEX event_kind;
CREATE INDEX event_near ON event (kind, tracker_start(during)) WHERE upper_inf(known);
CREATE INDEX event_vague ON event (kind, tracker_end(during)) WHERE upper_inf(known) AND tracker_vague(during);
CREATE INDEX event_past_order ON event (tracker_start(during), event_id) WHERE NOT withdrawn;
