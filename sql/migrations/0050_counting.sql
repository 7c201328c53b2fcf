-- Counting the events of a statement together instead of each by itself, and at the end of a transaction that is long.

DROP TRIGGER event_opened ON event;
DROP TRIGGER event_closed ON event;
DROP TRIGGER event_deleted ON event;
DROP TRIGGER event_emptied ON event;
DROP FUNCTION tracker_habit_changed();
DROP FUNCTION tracker_count_habit(text, text[], daterange, integer);
DROP FUNCTION tracker_count_tally(text, text, text[], daterange, integer);

CREATE TABLE uncounted (
    kind            text,
    type            text,
    status          text,
    countries       text[],
    during          daterange,
    change          integer
);
COMMENT ON TABLE uncounted IS 'Events that came (change 1) or went (-1) and that habit and tally do not count yet: a long transaction counts at its end, so that others need not wait for its rows.';
COMMENT ON COLUMN uncounted.kind IS 'Kind of the event.';
COMMENT ON COLUMN uncounted.type IS 'PLOVER type.';
COMMENT ON COLUMN uncounted.status IS 'Its status.';
COMMENT ON COLUMN uncounted.countries IS 'Codes of everyone involved.';
COMMENT ON COLUMN uncounted.during IS 'Its days.';
COMMENT ON COLUMN uncounted.change IS '1 where it came, -1 where it went.';

CREATE FUNCTION tracker_count(changes uncounted[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('tracker.count_later', true) = 'on' THEN
        INSERT INTO uncounted SELECT * FROM unnest(changes);
        RETURN;
    END IF;
    -- in the order of the keys, so that two at a time wait for each other but never crosswise
    INSERT INTO habit AS h (parties, kind, day, events)
    SELECT each, c.kind, lower(c.during), sum(c.change)
      FROM unnest(changes) AS c, unnest(tracker_parties(c.countries)) AS each
     WHERE upper(c.during) - lower(c.during) <= 31
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT ON CONSTRAINT habit_pkey DO UPDATE SET events = h.events + excluded.events;
    INSERT INTO tally AS t (country, partner, day, events, points)
    SELECT s.country, s.partner, lower(c.during), sum(c.change), sum(c.change * tracker_score(c.type))
      FROM unnest(changes) AS c, tracker_shares(c.countries) AS s
     WHERE c.status IN ('happened', 'ongoing') AND lower(c.during) IS NOT NULL
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT ON CONSTRAINT tally_pkey DO UPDATE SET events = t.events + excluded.events, points = t.points + excluded.points;
END $$;
COMMENT ON FUNCTION tracker_count(uncounted[]) IS 'Adds to and takes from the counts in habit and tally; days wider than a month count in tally alone. Where tracker.count_later is on, they are only noted.';

CREATE FUNCTION tracker_count_rest() RETURNS void
LANGUAGE sql AS $$
    WITH rest AS (DELETE FROM uncounted RETURNING uncounted)
    SELECT tracker_count(array_agg(uncounted)) FROM rest HAVING count(*) > 0
$$;
COMMENT ON FUNCTION tracker_count_rest() IS 'Counts what was noted in uncounted.';

CREATE FUNCTION tracker_events_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE habit, tally, uncounted;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tracker_count(array_agg(ROW(kind, type, status, countries, during, 1)::uncounted))
           FROM came WHERE upper_inf(known) AND NOT withdrawn HAVING count(*) > 0;
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM tracker_count(array_agg(ROW(o.kind, o.type, o.status, o.countries, o.during, -1)::uncounted))
           FROM went AS o JOIN came AS n USING (event_id, version)
          WHERE upper_inf(o.known) AND NOT o.withdrawn AND NOT upper_inf(n.known) HAVING count(*) > 0;
    ELSE
        PERFORM tracker_count(array_agg(ROW(kind, type, status, countries, during, -1)::uncounted))
           FROM went WHERE upper_inf(known) AND NOT withdrawn HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_events_changed() IS 'Keeps habit and tally in step with the open versions of events, all of a statement together.';

CREATE TRIGGER event_opened AFTER INSERT ON event REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_closed AFTER UPDATE ON event REFERENCING OLD TABLE AS went NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_deleted AFTER DELETE ON event REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_emptied AFTER TRUNCATE ON event EXECUTE FUNCTION tracker_events_changed();

CREATE OR REPLACE FUNCTION tracker_recount() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE habit, tally, uncounted;
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
