-- The index of the order carries what filters ask for, so that pages walk through a hundred thousand events without
-- reading one; what five indexes were for is found in it. What lasts for more than a month has one of its own, so that a
-- walk knows where it may end that looks for what was not over by a day.

CREATE FUNCTION tracker_long(during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(upper(during) - lower(during) > 31, true) $$;
COMMENT ON FUNCTION tracker_long(daterange) IS 'Whether days are more than a month, or have no first or last one.';

DROP INDEX event_ahead;
CREATE INDEX event_days ON event (tracker_start(during), event_id, tracker_end(during))
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon) WHERE NOT withdrawn;
CREATE INDEX event_long ON event (tracker_start(during), event_id, tracker_end(during))
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon)
    WHERE NOT withdrawn AND tracker_long(during);
CREATE INDEX event_ahead ON event (tracker_start(during), event_id, tracker_end(during), lower(known))
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon)
    WHERE NOT withdrawn AND tracker_ahead(known, during);
DROP INDEX event_order;
DROP INDEX event_past_order;
DROP INDEX event_status;
DROP INDEX event_near;
DROP INDEX event_party_years;
DROP FUNCTION tracker_party_years(text[], daterange);

-- without these the planner takes what indexes have in a form of their own for rare
CREATE STATISTICS event_starts ON (tracker_start(during)) FROM event;
CREATE STATISTICS event_ends ON (tracker_end(during)) FROM event;
CREATE STATISTICS event_kinds ON (ARRAY[kind]) FROM event;
CREATE STATISTICS event_statuses ON (ARRAY[status]) FROM event;
CREATE STATISTICS event_places ON (ARRAY[lower(place), place_country]) FROM event;
CREATE STATISTICS event_names ON (tracker_words_of(names)) FROM event;
-- an index tells without its table only of pages that were vacuumed: also the newest are, soon after they came
ALTER TABLE event SET (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.05);
ANALYZE event;
