-- Pages stay quick over a million events: counts kept per country, pair and day, and indexes for what is planned and for
-- reading on from a day.

DROP INDEX event_order;
CREATE INDEX event_order ON event (tracker_start(during), event_id, tracker_end(during)) WHERE upper_inf(known) AND NOT withdrawn;
CREATE INDEX event_planned ON event (tracker_start(during), event_id, tracker_end(during))
    WHERE upper_inf(known) AND NOT withdrawn AND status = 'planned';

CREATE TABLE tally (
    country         text NOT NULL,
    partner         text NOT NULL,
    day             date NOT NULL,
    events          integer NOT NULL,
    points          double precision NOT NULL,
    PRIMARY KEY (country, day, partner)
);
COMMENT ON TABLE tally IS 'How many events that happened or go on a country had on a day, alone (partner empty) and with each partner, and the sum of their scores (tracker_score); counted on their first day and kept by triggers on event.';
CREATE INDEX tally_day ON tally (day) WHERE partner = '';

CREATE FUNCTION tracker_shares(countries text[]) RETURNS TABLE (country text, partner text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT DISTINCT a, CASE WHEN a = b THEN '' ELSE b END
      FROM unnest(countries) AS a, unnest(countries) AS b
     WHERE a = b OR cardinality(countries) <= 8
$$;
COMMENT ON FUNCTION tracker_shares(text[]) IS 'The rows of tally that an event belongs to: each country alone and each pair, both ways; no pairs where there are more than eight.';

CREATE FUNCTION tracker_count_tally(type text, status text, countries text[], during daterange, change integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF status IN ('happened', 'ongoing') AND lower(during) IS NOT NULL THEN
        INSERT INTO tally AS t (country, partner, day, events, points)
        SELECT s.country, s.partner, lower(during), change, change * tracker_score(type) FROM tracker_shares(countries) AS s
            ON CONFLICT ON CONSTRAINT tally_pkey DO UPDATE SET events = t.events + excluded.events, points = t.points + excluded.points;
    END IF;
END $$;
COMMENT ON FUNCTION tracker_count_tally(text, text, text[], daterange, integer) IS 'Adds to or takes from the counts in tally.';

CREATE OR REPLACE FUNCTION tracker_habit_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE habit, tally;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tracker_count_habit(NEW.kind, NEW.countries, NEW.during, 1),
                tracker_count_tally(NEW.type, NEW.status, NEW.countries, NEW.during, 1);
    ELSE
        PERFORM tracker_count_habit(OLD.kind, OLD.countries, OLD.during, -1),
                tracker_count_tally(OLD.type, OLD.status, OLD.countries, OLD.during, -1);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_habit_changed() IS 'Keeps habit and tally in step with the open versions of events.';

CREATE OR REPLACE FUNCTION tracker_recount() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE habit, tally;
    INSERT INTO habit (parties, kind, day, events)
    SELECT each, kind, lower(during), count(*)
      FROM event, unnest(tracker_parties(countries)) AS each
     WHERE upper_inf(known) AND NOT withdrawn AND upper(during) - lower(during) <= 31
     GROUP BY each, kind, lower(during);
    INSERT INTO tally (country, partner, day, events, points)
    SELECT s.country, s.partner, lower(during), count(*), sum(tracker_score(type))
      FROM event, tracker_shares(countries) AS s
     WHERE upper_inf(known) AND NOT withdrawn AND status IN ('happened', 'ongoing') AND lower(during) IS NOT NULL
     GROUP BY s.country, s.partner, lower(during);
END $$;
COMMENT ON FUNCTION tracker_recount() IS 'Counts habit and tally anew from the open versions of events, for after a bulk load without triggers.';

SELECT tracker_recount();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_reader') THEN
        GRANT SELECT ON tally TO tracker_reader;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'no right to let tracker_reader read tally; ask an administrator';
END $$;
