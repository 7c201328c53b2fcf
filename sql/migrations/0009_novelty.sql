-- Novelty: what is rare between two countries ranks higher. Counts of events by pair of countries, kind and day make it
-- cheap to ask how often it was so in the year before.

CREATE TABLE habit (
    parties         text NOT NULL,
    kind            text NOT NULL,
    day             date NOT NULL,
    events          integer NOT NULL,
    PRIMARY KEY (parties, kind, day)
);
COMMENT ON TABLE habit IS 'How many events of a kind two countries (or one alone) have on a day, kept by triggers on event; what is rare between them is novel.';

CREATE FUNCTION tracker_parties(countries text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN cardinality(countries) = 1 THEN countries
        WHEN cardinality(countries) <= 8 THEN
            ARRAY(SELECT a || '-' || b FROM unnest(countries) AS a, unnest(countries) AS b WHERE a < b)
        ELSE '{}'
        END
$$;
COMMENT ON FUNCTION tracker_parties(text[]) IS 'The pairs of countries of an event, such as CHN-USA, or the one country alone; none where there are more than eight.';

CREATE FUNCTION tracker_count_habit(kind text, countries text[], during daterange, change integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF upper(during) - lower(during) <= 31 THEN
        INSERT INTO habit AS h (parties, kind, day, events)
        SELECT DISTINCT each, kind, lower(during), change FROM unnest(tracker_parties(countries)) AS each
            ON CONFLICT ON CONSTRAINT habit_pkey DO UPDATE SET events = h.events + excluded.events;
    END IF;
END $$;
COMMENT ON FUNCTION tracker_count_habit(text, text[], daterange, integer) IS 'Adds to or takes from the counts in habit; days wider than a month count nowhere.';

CREATE FUNCTION tracker_habit_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE habit;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tracker_count_habit(NEW.kind, NEW.countries, NEW.during, 1);
    ELSE
        PERFORM tracker_count_habit(OLD.kind, OLD.countries, OLD.during, -1);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_habit_changed() IS 'Keeps habit in step with the open versions of events.';

CREATE TRIGGER event_opened AFTER INSERT ON event FOR EACH ROW
    WHEN (upper_inf(NEW.known) AND NOT NEW.withdrawn) EXECUTE FUNCTION tracker_habit_changed();
CREATE TRIGGER event_closed AFTER UPDATE OF known ON event FOR EACH ROW
    WHEN (upper_inf(OLD.known) AND NOT upper_inf(NEW.known) AND NOT OLD.withdrawn) EXECUTE FUNCTION tracker_habit_changed();
CREATE TRIGGER event_deleted AFTER DELETE ON event FOR EACH ROW
    WHEN (upper_inf(OLD.known) AND NOT OLD.withdrawn) EXECUTE FUNCTION tracker_habit_changed();
CREATE TRIGGER event_emptied AFTER TRUNCATE ON event EXECUTE FUNCTION tracker_habit_changed();

CREATE FUNCTION tracker_recount() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE habit;
    INSERT INTO habit (parties, kind, day, events)
    SELECT each, kind, lower(during), count(*)
      FROM event, unnest(tracker_parties(countries)) AS each
     WHERE upper_inf(known) AND NOT withdrawn AND upper(during) - lower(during) <= 31
     GROUP BY each, kind, lower(during);
END $$;
COMMENT ON FUNCTION tracker_recount() IS 'Counts habit anew from the open versions of events, for after a bulk load without triggers.';

CREATE FUNCTION tracker_earlier(kind text, countries text[], during daterange) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_variable
BEGIN
    IF upper(during) - lower(during) <= 31 THEN
        RETURN (
            SELECT min(coalesce((SELECT sum(h.events) FROM habit AS h
                                  WHERE h.parties = each AND h.kind = kind
                                    AND h.day >= lower(during) - 365 AND h.day < lower(during)), 0))
              FROM unnest(tracker_parties(countries)) AS each);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_earlier(text, text[], daterange) IS 'How many events of the kind there were between these countries in the year before the first day, of the pair that had fewest; null where the days are vague or nobody is named.';

CREATE FUNCTION tracker_novelty(earlier integer) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(0.85 + 0.35 / (1 + greatest(earlier, 0) / 3.0), 1.0)::real $$;
COMMENT ON FUNCTION tracker_novelty(integer) IS 'Factor of significance: 1.2 for the first event of its kind between its countries within a year, 1.0 after four, down to 0.85 for what happens all the time; 1 where unknown.';

CREATE FUNCTION tracker_rank(significance real, kind text, countries text[], during daterange) RETURNS real
LANGUAGE sql STABLE AS $$ SELECT least(1.0, significance * tracker_novelty(tracker_earlier(kind, countries, during)))::real $$;
COMMENT ON FUNCTION tracker_rank(real, text, text[], daterange) IS 'Significance with novelty: what the page, the digest and the view timeline show and order by.';

SELECT tracker_recount();

CREATE OR REPLACE VIEW event_history AS
SELECT e.event_id,
       e.version,
       lower(e.during)                                                     AS "when",
       (upper(e.during) - 1)                                               AS until,
       e.during,
       e.granularity,
       e.basis,
       e.date_text                                                         AS date_words,
       e.kind,
       e.type,
       e.mode,
       e.contexts,
       e.cameo,
       e.status,
       ARRAY(SELECT a->>'name' FROM jsonb_array_elements(e.actors) AS a)     AS actors,
       ARRAY(SELECT r->>'name' FROM jsonb_array_elements(e.recipients) AS r) AS recipients,
       e.countries,
       ARRAY(SELECT DISTINCT a->>'country' FROM jsonb_array_elements(e.actors) AS a WHERE a->>'country' IS NOT NULL)
                                                                           AS actor_countries,
       ARRAY(SELECT DISTINCT r->>'country' FROM jsonb_array_elements(e.recipients) AS r WHERE r->>'country' IS NOT NULL)
                                                                           AS recipient_countries,
       e.place,
       e.place_country,
       e.lat,
       e.lon,
       e.object,
       e.title,
       e.evidence->>'text'                                                 AS sentence,
       e.said_by,
       e.source_count                                                      AS sources,
       e.independent_sources,
       e.first_reported,
       lower(e.known)                                                      AS last_changed,
       e.change,
       e.confidence,
       tracker_rank(e.significance, e.kind, e.countries, e.during)         AS significance,
       tracker_score(e.type)                                               AS score,
       e.known,
       e.withdrawn,
       e.words
  FROM event AS e;
COMMENT ON COLUMN timeline.significance IS 'How much it matters, 0 to 1: type, reach, independent sources, certainty, and novelty (tracker_rank).';

DO $$
BEGIN
    GRANT SELECT ON habit TO tracker_reader;
EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
    RAISE NOTICE 'no right to let the role tracker_reader read habit; ask an administrator';
END $$;
