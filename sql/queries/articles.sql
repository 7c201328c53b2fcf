-- Articles, their versions, reprints and codings.

-- name: upsert_article
-- A new article, or the id of the one we have; the first publication time is kept.
INSERT INTO article (url, url_key, publisher, family, country, zone, tier, published_at, published_raw, published_from,
                     published_doubt, updated_at, first_seen_at, read_state, read_due_at, wire)
VALUES (%(url)s, %(url_key)s, %(publisher)s, %(family)s, %(country)s, %(zone)s, %(tier)s, %(published_at)s,
        %(published_raw)s, %(published_from)s, %(published_doubt)s, %(updated_at)s, %(now)s, %(read_state)s, %(read_due_at)s, %(wire)s)
ON CONFLICT (url_key) DO UPDATE
   SET published_at = coalesce(article.published_at, excluded.published_at),
       published_from = CASE WHEN article.published_at IS NULL THEN excluded.published_from ELSE article.published_from END,
       published_raw = coalesce(article.published_raw, excluded.published_raw),
       publisher = coalesce(article.publisher, excluded.publisher),
       updated_at = coalesce(excluded.updated_at, article.updated_at)
RETURNING article_id, (xmax = 0) AS fresh;

-- name: incoming
-- Where a batch of articles is copied to.
CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
    n integer, url text, url_key text, publisher text, family text, country text, zone text, tier smallint,
    published_at timestamptz, published_raw text, published_from text, published_doubt text, updated_at timestamptz,
    first_seen_at timestamptz, read_state text, read_due_at timestamptz, wire text
) ON COMMIT DELETE ROWS;

-- name: copy_incoming
COPY incoming FROM STDIN;

-- name: take_incoming
-- The same for a whole batch, each address once; answers number in the batch, id and whether it is new.
WITH taken AS (
    INSERT INTO article (url, url_key, publisher, family, country, zone, tier, published_at, published_raw, published_from,
                         published_doubt, updated_at, first_seen_at, read_state, read_due_at, wire)
    SELECT url, url_key, publisher, family, country, zone, tier, published_at, published_raw, published_from,
           published_doubt, updated_at, first_seen_at, read_state, read_due_at, wire
      FROM incoming ORDER BY n
    ON CONFLICT (url_key) DO UPDATE
       SET published_at = coalesce(article.published_at, excluded.published_at),
           published_from = CASE WHEN article.published_at IS NULL THEN excluded.published_from ELSE article.published_from END,
           published_raw = coalesce(article.published_raw, excluded.published_raw),
           publisher = coalesce(article.publisher, excluded.publisher),
           updated_at = coalesce(excluded.updated_at, article.updated_at)
    RETURNING article_id, url_key, (xmax = 0) AS fresh
)
SELECT n, article_id, fresh FROM incoming JOIN taken USING (url_key);

-- name: copy_versions
COPY article_version (article_id, version, known, title, body, body_from, content_hash) FROM STDIN;

-- name: open_version
SELECT version, title, body, body_from, content_hash FROM article_version
 WHERE article_id = %(article_id)s AND upper_inf(known);

-- name: close_version
UPDATE article_version SET known = tstzrange(lower(known), greatest(%(now)s, lower(known) + interval '1 microsecond'))
 WHERE article_id = %(article_id)s AND upper_inf(known);

-- name: drop_version
DELETE FROM article_version WHERE article_id = %(article_id)s AND version = %(version)s;

-- name: add_version
INSERT INTO article_version (article_id, version, known, title, body, body_from, content_hash, signature, signature_scheme)
VALUES (%(article_id)s, %(version)s, tstzrange(%(now)s, NULL), %(title)s, %(body)s, %(body_from)s, %(content_hash)s,
        %(signature)s, %(scheme)s);

-- name: add_bands
INSERT INTO article_band (article_id, band) SELECT %(article_id)s, unnest(%(bands)s::bigint[]) ON CONFLICT DO NOTHING;

-- name: drop_bands
DELETE FROM article_band WHERE article_id = %(article_id)s;

-- name: band_candidates
-- Articles that share a band, with their signatures, where they are of the same scheme; at most fifty, the oldest first.
SELECT DISTINCT a.article_id, v.signature, coalesce(a.published_at, a.first_seen_at) AS at, a.reprint_of
  FROM article_band b
  JOIN article a USING (article_id)
  JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
 WHERE b.band = ANY(%(bands)s) AND a.article_id <> %(article_id)s AND v.signature_scheme = %(scheme)s
 ORDER BY at, a.article_id LIMIT 50;

-- name: band_sharers
-- For some articles those that share a band with one and are not tied to it, with the signatures of both; at most fifty
-- for each. The scheme is hidden from its index (+ 0): nearly all versions have the same, so that it leads to all of them.
SELECT mine.article_id, mine.original, mine.signature, other.article_id, coalesce(other.reprint_of, other.article_id), other.signature
  FROM (SELECT a.article_id, v.signature, coalesce(a.reprint_of, a.article_id) AS original
          FROM article a JOIN article_version v USING (article_id)
         WHERE a.article_id = ANY(%(article_ids)s) AND upper_inf(v.known) AND v.signature_scheme + 0 = %(scheme)s) AS mine
 CROSS JOIN LATERAL (
    SELECT DISTINCT o.article_id, v.signature, o.reprint_of, coalesce(o.published_at, o.first_seen_at) AS at
      FROM article_band b JOIN article_band c USING (band)
      JOIN article o ON o.article_id = c.article_id
      JOIN article_version v ON v.article_id = o.article_id AND upper_inf(v.known) AND v.signature_scheme + 0 = %(scheme)s
     WHERE b.article_id = mine.article_id AND c.article_id <> mine.article_id
       AND coalesce(o.reprint_of, o.article_id) <> mine.original
     ORDER BY at, o.article_id LIMIT 50
 ) AS other;

-- name: unsigned
-- Articles whose signature was made in another way.
SELECT article_id, version, body FROM article_version
 WHERE upper_inf(known) AND signature_scheme <> %(scheme)s AND emptied_at IS NULL ORDER BY article_id LIMIT %(limit)s;

-- name: unsigned_one
SELECT article_id, version, body FROM article_version
 WHERE article_id = %(article_id)s AND upper_inf(known) AND signature_scheme <> %(scheme)s AND emptied_at IS NULL;

-- name: sign
UPDATE article_version SET signature = %(signature)s, signature_scheme = %(scheme)s
 WHERE article_id = %(article_id)s AND version = %(version)s;

-- name: tie_reprints
-- Make the first published of some articles, and of the reprints of others, the original of them all. What was already
-- matched is due again where its original changed, for events count independent sources.
WITH alike AS (
    SELECT article_id, published_at, url_key FROM article
     WHERE (article_id = ANY(%(article_ids)s) OR reprint_of = ANY(%(originals)s))
       AND article_id IS DISTINCT FROM %(without)s::bigint
), original AS (
    SELECT article_id FROM alike ORDER BY published_at NULLS LAST, url_key LIMIT 1
), moved AS (
    UPDATE article AS a SET reprint_of = nullif(o.article_id, a.article_id)
      FROM alike, original AS o
     WHERE a.article_id = alike.article_id AND a.reprint_of IS DISTINCT FROM nullif(o.article_id, a.article_id)
    RETURNING a.article_id
)
UPDATE coding SET matched_at = NULL FROM moved WHERE coding.article_id = moved.article_id AND matched_at IS NOT NULL;

-- name: untie
UPDATE article SET reprint_of = NULL WHERE article_id = %(article_id)s AND reprint_of IS NOT NULL;

-- name: set_wire
UPDATE article SET wire = %(wire)s WHERE article_id = %(article_id)s AND wire IS NULL;

-- name: due_for_coding
-- Articles with words that the current coder version has not coded, newest first: young ones, and those whose words no
-- version has ever coded, edits of old ones too.
SELECT a.article_id, a.url, a.publisher, a.zone, a.published_at, a.published_from, v.version, v.title, v.body
  FROM tracker_coding_due(%(coder_version)s, %(since)s, 'infinity', %(limit)s)
  JOIN article a USING (article_id) JOIN article_version v USING (article_id, version)
 ORDER BY coalesce(a.published_at, a.first_seen_at) DESC, a.article_id;

-- name: claim_for_coding
-- The same, taken by a lease so that no other worker codes them meanwhile; some more are looked at, for another may be
-- taking the first of them.
WITH taken AS (
    SELECT a.article_id, due.version
      FROM tracker_coding_due(%(coder_version)s, %(since)s, %(now)s, 4 * %(limit)s) AS due JOIN article a USING (article_id)
     WHERE coalesce(a.code_lease, '-infinity') <= %(now)s
     ORDER BY coalesce(a.published_at, a.first_seen_at) DESC, a.article_id
     LIMIT %(limit)s
       FOR UPDATE OF a SKIP LOCKED
)
UPDATE article AS a SET code_lease = %(now)s + make_interval(secs => %(lease_s)s)
  FROM taken JOIN article_version v USING (article_id, version)
 WHERE a.article_id = taken.article_id
RETURNING a.article_id, a.url, a.publisher, a.zone, a.published_at, a.published_from, v.version, v.title, v.body;

-- name: end_coding_lease
UPDATE article SET code_lease = NULL WHERE article_id = ANY(%(article_ids)s);

-- name: articles_for_coding
SELECT a.article_id, a.url, a.publisher, a.zone, a.published_at, a.published_from, v.version, v.title, v.body
  FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
 WHERE a.article_id = ANY(%(article_ids)s) AND a.read_state IN ('read', 'kept')
   AND v.emptied_at IS NULL
   AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = %(coder_version)s
                      AND c.article_version = v.version)
 ORDER BY a.article_id;

-- name: recode_after
-- The next articles by number that the current coder version has not coded.
SELECT a.article_id, a.url, a.publisher, a.zone, a.published_at, a.published_from, v.version, v.title, v.body
  FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
 WHERE a.article_id > %(after)s AND a.read_state IN ('read', 'kept')
   AND v.emptied_at IS NULL
   AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = %(coder_version)s
                      AND c.article_version = v.version)
 ORDER BY a.article_id
 LIMIT %(limit)s;

-- name: staged
-- How many readings by a coder version wait to be swapped in.
SELECT count(*) FROM coding WHERE staged AND coder_version = %(coder_version)s;

-- name: any_staged
SELECT EXISTS (SELECT FROM coding WHERE staged AND coder_version = %(coder_version)s);

-- name: progress
-- The re-coding under way, if any: how many readings by the new coder wait, since when, and of how many. One that has
-- read anything older than `since` is of all articles, others are of young ones.
WITH underway AS (
    SELECT coder_version, count(*) AS done, min(coded_at) AS since FROM coding WHERE staged
     GROUP BY coder_version ORDER BY max(coded_at) DESC LIMIT 1
)
SELECT u.coder_version, u.since, u.done, u.done + (
           SELECT count(*) FROM article a
            WHERE a.read_state IN ('read', 'kept') AND a.coded_by <> u.coder_version
              AND EXISTS (SELECT FROM article_version v
                           WHERE v.article_id = a.article_id AND upper_inf(v.known) AND v.emptied_at IS NULL)
              AND (coalesce(a.published_at, a.first_seen_at) >= %(since)s
                   OR EXISTS (SELECT FROM coding c JOIN article o USING (article_id)
                               WHERE c.staged AND coalesce(o.published_at, o.first_seen_at) < %(since)s))) AS total
  FROM underway AS u;

-- name: swap_in
-- Make the staged readings of a coder version those that count; answers their articles, which are matched next.
UPDATE coding SET staged = false WHERE staged AND coder_version = %(coder_version)s RETURNING article_id;

-- name: being_swapped
-- Articles whose reading by a coder version is just being swapped in: to store another one would wait for that.
WITH free AS (
    SELECT article_id FROM coding
     WHERE article_id = ANY(%(article_ids)s) AND coder_version = %(coder_version)s FOR UPDATE SKIP LOCKED)
SELECT article_id FROM coding
 WHERE article_id = ANY(%(article_ids)s) AND coder_version = %(coder_version)s
   AND article_id NOT IN (SELECT article_id FROM free);

-- name: drop_staged_mentions
-- Readings that an abandoned coder version left waiting, with their mentions.
DELETE FROM mention AS m USING coding AS c
 WHERE c.staged AND c.coder_version <> %(coder_version)s
   AND (m.article_id, m.coder_version) = (c.article_id, c.coder_version);

-- name: drop_staged
DELETE FROM coding WHERE staged AND coder_version <> %(coder_version)s;

-- name: last_article
SELECT coalesce(max(article_id), 0) FROM article;

-- name: put_coding
-- A reading by another coder version of words that one has read before is staged; what is live stays live.
INSERT INTO coding (article_id, coder_version, article_version, coded_at, outcome, detail, staged)
VALUES (%(article_id)s, %(coder_version)s, %(article_version)s, %(now)s, %(outcome)s, %(detail)s,
        EXISTS (SELECT FROM coding o WHERE o.article_id = %(article_id)s AND o.coder_version <> %(coder_version)s
                   AND o.article_version = %(article_version)s AND NOT o.staged))
ON CONFLICT (article_id, coder_version) DO UPDATE
   SET article_version = excluded.article_version, coded_at = excluded.coded_at, outcome = excluded.outcome,
       detail = excluded.detail, matched_at = NULL, staged = coding.staged AND excluded.staged;

-- name: drop_mentions
DELETE FROM mention WHERE article_id = %(article_id)s AND coder_version = %(coder_version)s;

-- name: add_mention
INSERT INTO mention (article_id, coder_version, mention_no, kind, type, mode, contexts, cameo, status, during, granularity,
                     date_value, date_edtf, date_text, date_start, date_end, basis, actors, recipients, countries, place,
                     object, lead, said_by, confidence, evidence, more_evidence, votes, reasons)
VALUES (%(article_id)s, %(coder_version)s, %(mention_no)s, %(kind)s, %(type)s, %(mode)s, %(contexts)s, %(cameo)s, %(status)s,
        %(during)s, %(granularity)s, %(date_value)s, %(date_edtf)s, %(date_text)s, %(date_start)s, %(date_end)s, %(basis)s,
        %(actors)s, %(recipients)s, %(countries)s, %(place)s, %(object)s, %(lead)s, %(said_by)s, %(confidence)s,
        %(evidence)s, %(more_evidence)s, %(votes)s, %(reasons)s);

-- name: note_coding
-- That an article's words were read, where they still stand, and in what language they are.
UPDATE article AS a
   SET language = %(language)s,
       coded_by = CASE WHEN EXISTS (SELECT FROM article_version v WHERE v.article_id = a.article_id AND upper_inf(v.known)
                                       AND v.version = %(article_version)s) THEN %(coder_version)s ELSE coded_by END
 WHERE article_id = %(article_id)s;

-- name: note_words
-- Nobody has read these words yet.
UPDATE article SET coded_by = NULL WHERE article_id = %(article_id)s AND coded_by IS NOT NULL;

-- name: unmatched
-- Articles whose newest coding has not been matched yet.
SELECT article_id FROM coding WHERE matched_at IS NULL AND NOT staged ORDER BY coded_at, article_id LIMIT %(limit)s;

-- name: unshown
-- Those of them that say something and are evidence for nothing yet.
SELECT c.article_id FROM coding c
 WHERE c.matched_at IS NULL AND NOT c.staged
   AND EXISTS (SELECT FROM mention m WHERE (m.article_id, m.coder_version) = (c.article_id, c.coder_version))
   AND NOT EXISTS (SELECT FROM event_mention em
                    WHERE em.article_id = c.article_id AND upper_inf(em.known) AND em.mention_no >= 0)
 ORDER BY c.coded_at, c.article_id LIMIT %(limit)s;

-- name: mark_matched
UPDATE coding SET matched_at = %(now)s WHERE article_id = ANY(%(article_ids)s) AND matched_at IS NULL AND NOT staged;
