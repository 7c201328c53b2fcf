-- Echoes: articles that open with the story of an event although the coder did not read it there (tracker.events.echo).

-- name: openings
-- How matched articles open; only those in the coder's language.
SELECT a.article_id, a.url_key, a.published_at, v.title, coalesce(v.title, '') || ' ' || left(v.body, 500) AS opening
  FROM article a
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
  JOIN LATERAL (SELECT c.outcome FROM coding c
                 WHERE c.article_id = a.article_id AND c.matched_at IS NOT NULL
                 ORDER BY c.coded_at DESC, c.coder_version LIMIT 1) c ON c.outcome IN ('coded', 'nothing')
 WHERE a.article_id = ANY(%(article_ids)s);

-- name: filed
-- The keys under which some articles are filed.
SELECT article_id, keys FROM article_story WHERE article_id = ANY(%(article_ids)s);

-- name: file_stories
-- File articles under the keys of their openings.
INSERT INTO article_story (article_id, keys)
SELECT r.article_id, r.keys FROM jsonb_to_recordset(%(rows)s) AS r(article_id bigint, keys bigint[])
ON CONFLICT (article_id) DO UPDATE SET keys = excluded.keys WHERE article_story.keys <> excluded.keys;

-- name: sharing
-- Articles filed under any of some keys.
SELECT tracker_sharing(%(keys)s::bigint[]);

-- name: echoing
-- Articles that told of a mention of some articles (lost), that tell of something themselves among these (own), or that
-- are sources of some events by what they tell of (held).
SELECT article_id, 'lost' AS why FROM article_telling WHERE of_article = ANY(%(article_ids)s)
UNION ALL
SELECT article_id, 'own' FROM article_telling WHERE article_id = ANY(%(article_ids)s)
UNION ALL
SELECT article_id, 'held' FROM event_mention
 WHERE event_id = ANY(%(event_ids)s) AND mention_no = -1 AND upper_inf(known);

-- name: told_of
-- Which mentions some articles tell of, and how well.
SELECT article_id, family, of_article, of_mention, score, reason
  FROM article_telling WHERE article_id = ANY(%(article_ids)s);

-- name: leads
-- The lead mentions of articles that are evidence for events now, as the matcher wants them.
SELECT m.*, a.published_at, a.tier, a.publisher, a.family, a.url, a.url_key, v.title AS article_title,
       coalesce(v.title, '') || ' ' || left(v.body, 500) AS opening, a.url_key AS independent_key,
       CASE WHEN m.lead THEN ARRAY(SELECT DISTINCT l.kind FROM mention l WHERE l.article_id = m.article_id
                                      AND l.coder_version = m.coder_version AND l.lead) ELSE '{}' END AS lead_kinds
  FROM event_mention em
  JOIN mention m USING (article_id, mention_no)
  JOIN article a USING (article_id)
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
 WHERE em.article_id = ANY(%(article_ids)s) AND upper_inf(em.known) AND m.lead
   AND m.coder_version = (SELECT c.coder_version FROM coding c
                           WHERE c.article_id = m.article_id AND NOT c.staged
                           ORDER BY c.matched_at IS NULL, c.coded_at DESC, c.coder_version LIMIT 1)
 ORDER BY m.article_id, m.mention_no;

-- name: mentions
-- All mentions of articles by the coding that was matched last, in the same shape.
SELECT m.*, a.published_at, a.tier, a.publisher, a.family, a.url, a.url_key, v.title AS article_title,
       coalesce(v.title, '') || ' ' || left(v.body, 500) AS opening, a.url_key AS independent_key,
       CASE WHEN m.lead THEN ARRAY(SELECT DISTINCT l.kind FROM mention l WHERE l.article_id = m.article_id
                                      AND l.coder_version = m.coder_version AND l.lead) ELSE '{}' END AS lead_kinds
  FROM mention m
  JOIN article a USING (article_id)
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
 WHERE m.article_id = ANY(%(article_ids)s)
   AND m.coder_version = (SELECT c.coder_version FROM coding c
                           WHERE c.article_id = m.article_id AND NOT c.staged
                           ORDER BY c.matched_at IS NULL, c.coded_at DESC, c.coder_version LIMIT 1)
 ORDER BY m.article_id, m.mention_no;

-- name: forget
DELETE FROM article_telling WHERE article_id = ANY(%(article_ids)s);

-- name: keep
-- Store which mentions articles tell of best.
INSERT INTO article_telling (article_id, family, of_article, of_mention, score, reason)
SELECT r.* FROM jsonb_to_recordset(%(rows)s)
       AS r(article_id bigint, family text, of_article bigint, of_mention integer, score real, reason text)
ON CONFLICT (article_id, family) DO UPDATE
   SET of_article = excluded.of_article, of_mention = excluded.of_mention, score = excluded.score, reason = excluded.reason;

-- name: put_echoes
-- Make some articles sources of the events that hold the mentions they tell of, and of no other event by an echo; answers
-- the events whose sources changed.
WITH wanted AS (
    -- one event may hold several of the mentions that an article tells of: the one told best counts
    SELECT DISTINCT ON (em.event_id, s.article_id)
           em.event_id, s.article_id, s.score, s.reason, a.publisher, a.family, a.url, v.title, a.published_at,
           lower(replace(coalesce(o.wire, o.family, o.publisher, a.wire, a.family, a.publisher, a.url_key), ' ', '-'))
               AS independent_key
      FROM article_telling s
      JOIN event_mention em ON em.article_id = s.of_article AND em.mention_no = s.of_mention AND upper_inf(em.known)
      JOIN article a ON a.article_id = s.article_id
      JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
      LEFT JOIN article o ON o.article_id = a.reprint_of
      JOIN article t ON t.article_id = s.of_article
     WHERE s.article_id = ANY(%(article_ids)s)
       -- what a person took out of an event is no source of it, nor is what stayed a source of what was taken out
       AND NOT EXISTS (
            SELECT FROM correction AS c
             WHERE c.action = 'split' AND c.undone_at IS NULL
               AND (c.event_id = em.event_id AND c.payload -> 'articles' ? a.url
                    OR c.event_id <> em.event_id AND c.payload -> 'articles' ? t.url
                       AND EXISTS (SELECT FROM event_mention AS kept
                                    WHERE (kept.event_id, kept.article_id) = (c.event_id, s.article_id)
                                      AND kept.mention_no >= 0 AND upper_inf(kept.known))))
     ORDER BY em.event_id, s.article_id, s.score DESC, s.family
), undone AS (
    -- what was added at this very moment was never known
    DELETE FROM event_mention AS em
     WHERE em.article_id = ANY(%(article_ids)s) AND em.mention_no = -1 AND upper_inf(em.known)
       AND lower(em.known) >= %(now)s
       AND NOT EXISTS (SELECT FROM wanted AS w WHERE (w.event_id, w.article_id) = (em.event_id, em.article_id))
    RETURNING em.event_id
), closed AS (
    UPDATE event_mention AS em SET known = tstzrange(lower(em.known), %(now)s)
     WHERE em.article_id = ANY(%(article_ids)s) AND em.mention_no = -1 AND upper_inf(em.known)
       AND lower(em.known) < %(now)s
       AND NOT EXISTS (SELECT FROM wanted AS w WHERE (w.event_id, w.article_id) = (em.event_id, em.article_id))
    RETURNING em.event_id
), kept AS (
    UPDATE event_mention AS em SET score = w.score, reasons = ARRAY[w.reason], title = w.title
      FROM wanted AS w
     WHERE (w.event_id, w.article_id) = (em.event_id, em.article_id) AND em.mention_no = -1 AND upper_inf(em.known)
       AND (em.score, em.reasons, em.title) IS DISTINCT FROM (w.score, ARRAY[w.reason], w.title)
), added AS (
    INSERT INTO event_mention (event_id, article_id, mention_no, known, score, reasons, lead, publisher, family, url,
                               title, published_at, independent_key)
    SELECT w.event_id, w.article_id, -1, tstzrange(%(now)s, NULL), w.score, ARRAY[w.reason], true, w.publisher,
           w.family, w.url, w.title, w.published_at, w.independent_key
      FROM wanted AS w
     WHERE NOT EXISTS (SELECT FROM event_mention AS em
                        WHERE (em.event_id, em.article_id) = (w.event_id, w.article_id) AND em.mention_no = -1
                          AND upper_inf(em.known))
    RETURNING event_id
)
SELECT event_id FROM undone UNION SELECT event_id FROM closed UNION SELECT event_id FROM added;

-- name: echo_urls
-- Addresses of the sources of an event that only open with its story.
SELECT url FROM event_mention WHERE event_id = %(event_id)s AND mention_no = -1 AND upper_inf(known);

-- name: count_sources
-- Bring the number of articles behind events up to date.
UPDATE event AS e SET source_count = n.articles
  FROM (SELECT event_id, count(DISTINCT article_id) AS articles FROM event_mention
         WHERE event_id = ANY(%(event_ids)s) AND upper_inf(known) GROUP BY event_id) AS n
 WHERE e.event_id = n.event_id AND upper_inf(e.known) AND NOT e.withdrawn AND e.source_count <> n.articles;
