-- The timeline for analysts: views, functions, comments, a role that only reads.

-- ---------------------------------------------------------------- for analysts

CREATE VIEW event_history AS
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
       e.significance,
       tracker_score(e.type)                                               AS score,
       e.known,
       e.withdrawn,
       e.words
  FROM event AS e;
COMMENT ON VIEW event_history IS 'Every version of every event in plain columns; "known" says from when to when a version was what we knew.';

CREATE VIEW timeline AS
SELECT * FROM event_history WHERE upper_inf(known) AND NOT withdrawn;
COMMENT ON VIEW timeline IS 'The timeline as it is known now: one row an event, plain columns. Start here.';
COMMENT ON COLUMN timeline.event_id IS 'Number of the event; it never changes.';
COMMENT ON COLUMN timeline.version IS 'Number of this version, 1 when first reported.';
COMMENT ON COLUMN timeline."when" IS 'First day, null where unknown. Write t."when" or t.when.';
COMMENT ON COLUMN timeline.until IS 'Last day, inclusive; the same as "when" where the day is known.';
COMMENT ON COLUMN timeline.during IS 'The days as a half-open daterange: use && to find what touches a period.';
COMMENT ON COLUMN timeline.granularity IS 'The calendar unit that the words name: day, week, month …; range where they name two ends.';
COMMENT ON COLUMN timeline.basis IS 'What the days rest on: explicit, publication (counted from it), text (from another date), assumed (nothing said), none.';
COMMENT ON COLUMN timeline.date_words IS 'The words that the days come from.';
COMMENT ON COLUMN timeline.kind IS 'What happened, for people: visit, agreement, missile_launch …';
COMMENT ON COLUMN timeline.type IS 'PLOVER 2.0 type: AGREE, CONSULT … ASSAULT, and STATEMENT.';
COMMENT ON COLUMN timeline.mode IS 'PLOVER mode: how.';
COMMENT ON COLUMN timeline.contexts IS 'PLOVER contexts: why; an array.';
COMMENT ON COLUMN timeline.cameo IS 'CAMEO root code, 01 to 20.';
COMMENT ON COLUMN timeline.status IS 'happened, ongoing, planned, cancelled, denied, alleged or hypothetical.';
COMMENT ON COLUMN timeline.actors IS 'Who acts: names as reported.';
COMMENT ON COLUMN timeline.recipients IS 'To whom: names as reported.';
COMMENT ON COLUMN timeline.countries IS 'ISO 3166 alpha-3 codes (and PLOVER''s EUR, UNO, IGO …) of everyone involved, sorted.';
COMMENT ON COLUMN timeline.actor_countries IS 'Codes of those who act.';
COMMENT ON COLUMN timeline.recipient_countries IS 'Codes of those acted upon.';
COMMENT ON COLUMN timeline.place IS 'Where, by name; null where the reports do not say.';
COMMENT ON COLUMN timeline.place_country IS 'Code of the country of that place.';
COMMENT ON COLUMN timeline.lat IS 'Degrees north (WGS 84).';
COMMENT ON COLUMN timeline.lon IS 'Degrees east (WGS 84).';
COMMENT ON COLUMN timeline.object IS 'What it is about: which treaty, which missile.';
COMMENT ON COLUMN timeline.title IS 'The event in one line.';
COMMENT ON COLUMN timeline.sentence IS 'The sentence that reports it best.';
COMMENT ON COLUMN timeline.said_by IS 'Who says so, according to that sentence.';
COMMENT ON COLUMN timeline.sources IS 'How many articles report it.';
COMMENT ON COLUMN timeline.independent_sources IS 'The same without reprints and with outlets of one owner counted once.';
COMMENT ON COLUMN timeline.first_reported IS 'Publication time of the earliest report.';
COMMENT ON COLUMN timeline.last_changed IS 'When this version became known.';
COMMENT ON COLUMN timeline.change IS 'What this version changed, in words.';
COMMENT ON COLUMN timeline.confidence IS 'How sure the coder is that it read this right, 0 to 1.';
COMMENT ON COLUMN timeline.significance IS 'How much it matters, 0 to 1: type, reach, independent sources, certainty.';
COMMENT ON COLUMN timeline.score IS 'Goldstein-like score of the type: +10 cooperation, -9 conflict.';
COMMENT ON COLUMN timeline.known IS 'When this version was and is what we know.';
COMMENT ON COLUMN timeline.withdrawn IS 'False here; in event_history true where evidence vanished or a person rejected the event.';
COMMENT ON COLUMN timeline.words IS 'For full text: words @@ websearch_to_tsquery(''english'', ''submarine -film'').';

CREATE FUNCTION timeline_as_of(moment timestamptz) RETURNS SETOF event_history
LANGUAGE sql STABLE AS $$ SELECT * FROM event_history WHERE known @> moment AND NOT withdrawn $$;
COMMENT ON FUNCTION timeline_as_of(timestamptz) IS 'The timeline as it was known at a moment in the past.';

CREATE FUNCTION dyad(first text, second text) RETURNS SETOF timeline
LANGUAGE sql STABLE AS $$ SELECT * FROM timeline WHERE countries @> ARRAY[upper(first), upper(second)] $$;
COMMENT ON FUNCTION dyad(text, text) IS 'Events between two countries, whoever acted: dyad(''USA'', ''KOR'').';

CREATE FUNCTION changed_since(moment timestamptz) RETURNS SETOF event_history
LANGUAGE sql STABLE AS $$ SELECT * FROM event_history WHERE upper_inf(known) AND lower(known) > moment $$;
COMMENT ON FUNCTION changed_since(timestamptz) IS 'Events that became known, changed or were withdrawn since a moment; "change" says what.';

CREATE FUNCTION planned(first date, days integer DEFAULT 30) RETURNS SETOF timeline
LANGUAGE sql STABLE AS $$
    SELECT * FROM timeline WHERE status = 'planned' AND during && daterange(first, first + days) ORDER BY "when", event_id
$$;
COMMENT ON FUNCTION planned(date, integer) IS 'The calendar of what is planned for some days from a day on.';

CREATE FUNCTION counts_per_week(first date, last date)
RETURNS TABLE (week date, kind text, events bigint, mean_score real)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('week', "when")::date, kind, count(*), avg(score)::real
      FROM timeline
     WHERE during && daterange(first, last, '[]') AND status IN ('happened', 'ongoing')
     GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
$$;
COMMENT ON FUNCTION counts_per_week(date, date) IS 'Events that took place, by week (its Monday) and kind, with their mean score.';

CREATE FUNCTION sources_of(event bigint)
RETURNS TABLE (published_at timestamptz, publisher text, title text, url text, counts_as text, reasons text[])
LANGUAGE sql STABLE AS $$
    SELECT published_at, publisher, title, url, independent_key, reasons
      FROM event_mention WHERE event_id = event AND upper_inf(known) ORDER BY published_at NULLS LAST, url
$$;
COMMENT ON FUNCTION sources_of(bigint) IS 'The articles behind an event; those with the same counts_as are one independent source.';

COMMENT ON TABLE fetch_log_default IS 'Rows of months that have no partition of their own yet.';
COMMENT ON SEQUENCE event_id_seq IS 'Numbers of events.';

-- analysts get a role that can read and do nothing else: GRANT tracker_reader TO ann;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_reader') THEN
        CREATE ROLE tracker_reader NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA public TO tracker_reader;
    GRANT SELECT ON event, event_mention, event_history, timeline, mention, coding, article, article_version, publisher, feed,
                    fetch_log, correction TO tracker_reader;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'no right to create the role tracker_reader; ask an administrator';
END $$;
