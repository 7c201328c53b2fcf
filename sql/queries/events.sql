-- Events: candidates for matching, versions, evidence.

-- name: told
-- Mentions by article, as the matcher wants them: of each article those of its newest coding.
SELECT m.*, a.published_at, a.tier, a.publisher, a.family, a.url, a.url_key, v.title AS article_title,
       coalesce(v.title, '') || ' ' || left(v.body, 500) AS opening,
       CASE WHEN m.lead THEN ARRAY(SELECT DISTINCT l.kind FROM mention l WHERE l.article_id = m.article_id
                                      AND l.coder_version = m.coder_version AND l.lead) ELSE '{}' END AS lead_kinds,
       lower(replace(coalesce(o.wire, o.family, o.publisher, a.wire, a.family, a.publisher, a.url_key), ' ', '-'))
           AS independent_key
  FROM mention m
  JOIN article a USING (article_id)
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
  LEFT JOIN article o ON o.article_id = a.reprint_of
 WHERE m.article_id = ANY(%(article_ids)s)
   AND m.coder_version = (SELECT c.coder_version FROM coding c
                           WHERE c.article_id = m.article_id AND NOT c.staged
                           ORDER BY c.coded_at DESC, c.coder_version LIMIT 1)
 ORDER BY m.article_id, m.mention_no;

-- name: at_hand
-- The mentions that make up some events now, and those of events filed under some keys, in the same shape, with the event
-- of each; by the coding that was matched where a newer one waits. Of events that are only filed under keys of news, the
-- news of the days in question alone (in_part). Rejected events too, so that a new report of what a person rejected does
-- not bring it back. All of a mention but its votes, of which nothing follows here.
SELECT em.event_id, found.in_part, m.article_id, m.mention_no, m.kind, m.type, m.mode, m.contexts, m.cameo, m.status,
       m.during, m.granularity, m.date_value, m.date_edtf, m.date_text, m.date_start, m.date_end, m.basis, m.actors,
       m.recipients, m.place, m.object, m.lead, m.said_by, m.confidence, m.evidence, m.more_evidence, m.reasons,
       a.published_at, a.tier, a.publisher, a.family, a.url, a.url_key,
       v.title AS article_title, coalesce(v.title, '') || ' ' || left(v.body, 500) AS opening,
       CASE WHEN m.lead THEN ARRAY(SELECT DISTINCT l.kind FROM mention l WHERE l.article_id = m.article_id
                                      AND l.coder_version = m.coder_version AND l.lead) ELSE '{}' END AS lead_kinds,
       lower(replace(coalesce(o.wire, o.family, o.publisher, a.wire, a.family, a.publisher, a.url_key), ' ', '-'))
           AS independent_key
  FROM (SELECT event_id, bool_and(news) AS in_part
          FROM (SELECT unnest(%(event_ids)s::bigint[]) AS event_id, false AS news
                 UNION ALL
                SELECT tracker_filed(%(keys)s::text[]), false
                 UNION ALL
                SELECT tracker_filed(%(news)s::text[]), true) AS sought
         GROUP BY event_id) AS found
  JOIN event_mention em ON em.event_id = found.event_id AND upper_inf(em.known)
       AND (NOT found.in_part OR em.lead AND em.published_at BETWEEN %(first)s AND %(last)s)
  JOIN mention m USING (article_id, mention_no)
  JOIN article a USING (article_id)
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
  LEFT JOIN article o ON o.article_id = a.reprint_of
 WHERE m.coder_version = (SELECT c.coder_version FROM coding c
                           WHERE c.article_id = m.article_id AND NOT c.staged
                           ORDER BY c.matched_at IS NULL, c.coded_at DESC, c.coder_version LIMIT 1)
 ORDER BY m.article_id, m.mention_no;

-- name: events_of_articles
-- Events that articles are evidence for now.
SELECT DISTINCT event_id FROM event_mention
 WHERE article_id = ANY(%(article_ids)s) AND upper_inf(known) AND mention_no >= 0;

-- name: lock
-- Three locks: against a swap of readings, which announces itself by the first; against others who match; against those
-- who show articles meanwhile. Planning: for any values at all. What can be done again need not wait for the disk: if the
-- machine fails at that very moment it is lost together with all that came after it, and is still due.
SELECT pg_advisory_xact_lock_shared(7241005), pg_advisory_xact_lock(7241002), pg_advisory_xact_lock(7241004),
       set_config('plan_cache_mode', 'force_generic_plan', true),
       CASE WHEN %(repeatable)s THEN set_config('synchronous_commit', 'off', true) END;

-- name: lock_to_swap
-- What is counted of events is noted, and counted at the end: others count meanwhile.
SELECT pg_advisory_xact_lock(7241005), pg_advisory_xact_lock(7241002),
       set_config('plan_cache_mode', 'force_generic_plan', true), set_config('tracker.count_later', 'on', true);

-- name: count_rest
SELECT set_config('tracker.count_later', 'off', true), tracker_count_rest();

-- name: lock_to_show
SELECT pg_advisory_xact_lock(7241004), set_config('plan_cache_mode', 'force_generic_plan', true);

-- name: swapping
-- Whether readings are being swapped in; where not, no swap begins before this transaction ends.
SELECT NOT pg_try_advisory_xact_lock_shared(7241005);

-- name: next_ids
SELECT nextval('event_id_seq') FROM generate_series(1, %(count)s::int);

-- name: open_events
SELECT * FROM event WHERE event_id = ANY(%(event_ids)s) AND upper_inf(known);

-- name: close_events
UPDATE event SET known = tstzrange(lower(known), greatest(%(now)s, lower(known) + interval '1 microsecond'))
 WHERE event_id = ANY(%(event_ids)s) AND upper_inf(known);

-- name: add_events
-- Open versions of events, all of them in one statement. Each begins no earlier than the one that it follows.
INSERT INTO event (event_id, version, known, change, kind, type, mode, contexts, cameo, status, during, granularity,
                   date_value, date_edtf, date_text, basis, actors, recipients, countries, names, place, place_country,
                   lat, lon, object, title, said_by, evidence, confidence, significance, source_count,
                   independent_sources, first_reported, corrected_by, withdrawn, filed, words)
SELECT event_id, version, tstzrange(greatest(%(now)s, after), NULL), change, kind, type, mode, contexts, cameo, status,
       CASE WHEN first_day IS NOT NULL THEN daterange(first_day, end_day) END, granularity,
       date_value, date_edtf, date_text, basis, actors, recipients, countries, names, place, place_country,
       lat, lon, object, title, said_by, evidence, confidence, significance, source_count,
       independent_sources, first_reported, corrected_by, withdrawn, filed,
       setweight(to_tsvector('english', left(title, 2000)), 'A') || to_tsvector('english', left(text, 20000))
  FROM jsonb_to_recordset(%(rows)s) AS r(
       event_id bigint, version integer, after timestamptz, change text, kind text, type text, mode text, contexts text[],
       cameo text, status text, first_day date, end_day date, granularity text, date_value text, date_edtf text,
       date_text text, basis text, actors jsonb, recipients jsonb, countries text[], names text[], place text,
       place_country text, lat double precision, lon double precision, object text, title text, said_by text,
       evidence jsonb, confidence real, significance real, source_count integer, independent_sources integer,
       first_reported timestamptz, corrected_by text, withdrawn boolean, filed text[], text text);

-- name: refresh_events
-- Small changes that need no version: confidence, significance, counts, keys.
UPDATE event AS e SET confidence = r.confidence, significance = r.significance, source_count = r.source_count,
                      first_reported = r.first_reported, filed = r.filed
  FROM jsonb_to_recordset(%(rows)s) AS r(
       event_id bigint, confidence real, significance real, source_count integer, first_reported timestamptz, filed text[])
 WHERE e.event_id = r.event_id AND upper_inf(e.known)
   AND (e.confidence, e.significance, e.source_count, e.first_reported, e.filed)
       IS DISTINCT FROM (r.confidence, r.significance, r.source_count, r.first_reported, r.filed);

-- name: put_members
-- Make exactly the mentions in rows the open evidence of events: what is no longer among them is closed, what is new is
-- added. Evidence in other words is closed and added anew, so that the past keeps its words; the rest is written over.
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS r(
        event_id bigint, article_id bigint, mention_no integer, score real, reasons text[], lead boolean, publisher text,
        family text, url text, title text, published_at timestamptz, independent_key text, quotes jsonb,
        read_reasons text[])
), undone AS (
    -- what was added at this very moment was never known
    DELETE FROM event_mention AS em
     WHERE em.event_id = ANY(%(event_ids)s) AND upper_inf(em.known) AND em.mention_no >= 0
       AND lower(em.known) >= %(now)s
       AND NOT EXISTS (SELECT FROM given AS g
                        WHERE (g.event_id, g.article_id, g.mention_no) = (em.event_id, em.article_id, em.mention_no)
                          AND (g.quotes, g.title) IS NOT DISTINCT FROM (em.quotes, em.title))
), closed AS (
    UPDATE event_mention AS em SET known = tstzrange(lower(em.known), %(now)s)
     WHERE em.event_id = ANY(%(event_ids)s) AND upper_inf(em.known) AND em.mention_no >= 0
       AND lower(em.known) < %(now)s
       AND NOT EXISTS (SELECT FROM given AS g
                        WHERE (g.event_id, g.article_id, g.mention_no) = (em.event_id, em.article_id, em.mention_no)
                          AND (g.quotes, g.title) IS NOT DISTINCT FROM (em.quotes, em.title))
), kept AS (
    UPDATE event_mention AS em
       SET score = g.score, reasons = g.reasons, lead = g.lead, published_at = g.published_at,
           independent_key = g.independent_key, read_reasons = g.read_reasons
      FROM given AS g
     WHERE em.event_id = g.event_id AND em.article_id = g.article_id AND em.mention_no = g.mention_no
       AND upper_inf(em.known) AND (g.quotes, g.title) IS NOT DISTINCT FROM (em.quotes, em.title)
       AND (em.score, em.reasons, em.lead, em.published_at, em.independent_key, em.read_reasons)
           IS DISTINCT FROM (g.score, g.reasons, g.lead, g.published_at, g.independent_key, g.read_reasons)
)
INSERT INTO event_mention (event_id, article_id, mention_no, known, score, reasons, lead, publisher, family, url, title,
                           published_at, independent_key, quotes, read_reasons)
SELECT g.event_id, g.article_id, g.mention_no, tstzrange(greatest(%(now)s, old.since + interval '1 microsecond'), NULL),
       g.score, g.reasons, g.lead, g.publisher, g.family, g.url, g.title, g.published_at, g.independent_key, g.quotes,
       g.read_reasons
  FROM given AS g
  LEFT JOIN LATERAL (
       SELECT lower(em.known) AS since, (g.quotes, g.title) IS NOT DISTINCT FROM (em.quotes, em.title) AS same
         FROM event_mention AS em
        WHERE em.event_id = g.event_id AND em.article_id = g.article_id AND em.mention_no = g.mention_no
          AND upper_inf(em.known)) AS old ON true
 WHERE old.same IS NOT TRUE;

-- name: corrections_of
-- Corrections that hold for events: made on them, or by which another event was merged into them.
SELECT * FROM correction
 WHERE (event_id = ANY(%(event_ids)s) OR (payload->>'into')::bigint = ANY(%(event_ids)s)) AND undone_at IS NULL
 ORDER BY correction_id;

-- name: add_correction
INSERT INTO correction (made_at, author, reason, action, event_id, payload, applied_at)
VALUES (%(now)s, %(author)s, %(reason)s, %(action)s, %(event_id)s, %(payload)s,
        CASE WHEN NOT %(waits)s THEN %(now)s::timestamptz END)
RETURNING correction_id;

-- name: corrections_waiting
-- Corrections that have not taken effect, oldest first, with the events that they are about: those named, and those that
-- hold now what they were made of.
SELECT c.correction_id, c.made_at, array_agg(DISTINCT touched.event_id) AS event_ids
  FROM correction AS c
 CROSS JOIN LATERAL unnest(ARRAY[c.event_id, (c.payload->>'into')::bigint]) AS named (event_id)
 CROSS JOIN LATERAL (
       SELECT named.event_id
        UNION
       SELECT now_in.event_id
         FROM event_mention AS was JOIN event_mention AS now_in USING (article_id)
        WHERE was.event_id = named.event_id AND upper_inf(now_in.known) AND now_in.mention_no >= 0) AS touched
 WHERE c.applied_at IS NULL AND named.event_id IS NOT NULL
 GROUP BY c.correction_id ORDER BY c.correction_id;

-- name: mark_applied
UPDATE correction SET applied_at = %(now)s WHERE correction_id = ANY(%(correction_ids)s);
