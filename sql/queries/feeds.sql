-- Feeds: the list, what is due, outcomes, entries.

-- name: upsert_feed
INSERT INTO feed (url, title, publisher, family, country, language, zone, tier, origin, added_at, next_poll_at, interval_s)
VALUES (%(url)s, %(title)s, %(publisher)s, %(family)s, %(country)s, %(language)s, %(zone)s, %(tier)s, %(origin)s, %(now)s,
        %(now)s, %(interval_s)s)
ON CONFLICT (url) DO UPDATE
   SET title = excluded.title, publisher = excluded.publisher, family = excluded.family, country = excluded.country,
       language = excluded.language, zone = excluded.zone, tier = excluded.tier,
       state = CASE WHEN feed.state = 'removed' AND %(revive)s THEN 'active' ELSE feed.state END
RETURNING feed_id, (xmax = 0) AS fresh;

-- name: upsert_publisher
INSERT INTO publisher (publisher, family, country, tier) VALUES (%(publisher)s, %(family)s, %(country)s, %(tier)s)
ON CONFLICT (publisher) DO UPDATE SET family = excluded.family, country = excluded.country, tier = excluded.tier;

-- name: claim_due
-- Feeds whose time has come, at most a few per host, pushed ahead by a lease so that nobody else takes them.
WITH due AS (
    SELECT feed_id, next_poll_at,
           row_number() OVER (PARTITION BY substring(url FROM '^https?://([^/:]+)') ORDER BY next_poll_at, feed_id) AS place
      FROM feed
     WHERE state = 'active' AND next_poll_at <= %(now)s
       AND (%(feed_ids)s::bigint[] IS NULL OR feed_id = ANY(%(feed_ids)s))
       AND NOT EXISTS (SELECT FROM host h WHERE h.host = substring(feed.url FROM '^https?://([^/:]+)') AND h.not_before > %(now)s)
), taken AS (
    SELECT f.feed_id, due.next_poll_at AS was_due
      FROM feed f JOIN due USING (feed_id)
     WHERE due.place <= %(per_host)s
     ORDER BY due.next_poll_at, f.feed_id
     LIMIT %(limit)s
       FOR UPDATE OF f SKIP LOCKED
)
UPDATE feed SET claimed_at = %(now)s, next_poll_at = %(now)s + interval '10 minutes'
  FROM taken WHERE feed.feed_id = taken.feed_id
RETURNING feed.*, taken.was_due;

-- name: make_due
UPDATE feed SET next_poll_at = %(now)s WHERE state = 'active' AND (%(feed_ids)s::bigint[] IS NULL OR feed_id = ANY(%(feed_ids)s));

-- name: next_due
SELECT min(next_poll_at) FROM feed WHERE state = 'active';

-- name: record_outcome
UPDATE feed
   SET last_outcome = %(outcome)s, last_detail = %(detail)s, last_polled_at = %(now)s, next_poll_at = %(next_poll_at)s,
       interval_s = %(interval_s)s, hint_s = %(hint_s)s, failures = %(failures)s, claimed_at = NULL,
       last_success_at = CASE WHEN %(good)s THEN %(now)s ELSE last_success_at END,
       etag = %(etag)s, last_modified = %(last_modified)s, body_hash = %(body_hash)s, last_keys = %(last_keys)s,
       identity_rule = %(identity_rule)s, unconditional_at = %(unconditional_at)s,
       gaps = gaps + %(gap)s::int, new_share = %(new_share)s, gone_since = %(gone_since)s, state = %(state)s,
       moved_to = %(moved_to)s, moved_since = %(moved_since)s, url = %(url)s, title = coalesce(title, %(title)s)
 WHERE feed_id = %(feed_id)s;

-- name: address_taken
SELECT EXISTS (SELECT FROM feed WHERE url = %(url)s AND feed_id <> %(feed_id)s);

-- name: log_fetch
INSERT INTO fetch_log (fetched_at, feed_id, outcome, detail, status, bytes, seconds, entries, new_entries, changed_entries, gap, late_s)
VALUES (%(now)s, %(feed_id)s, %(outcome)s, %(detail)s, %(status)s, %(bytes)s, %(seconds)s, %(entries)s, %(new)s, %(changed)s,
        %(gap)s, %(late_s)s);

-- name: hold_host
INSERT INTO host (host, not_before, reason) VALUES (%(host)s, %(not_before)s, %(reason)s)
ON CONFLICT (host) DO UPDATE SET not_before = greatest(host.not_before, excluded.not_before), reason = excluded.reason;

-- name: known_entries
SELECT entry_key, article_id, content_hash FROM feed_entry WHERE feed_id = %(feed_id)s AND entry_key = ANY(%(keys)s);

-- name: known_links
SELECT guid, link FROM feed_entry WHERE feed_id = %(feed_id)s AND link = ANY(%(links)s) AND guid IS NOT NULL;

-- name: entry_by_link
SELECT entry_key, article_id, content_hash FROM feed_entry WHERE feed_id = %(feed_id)s AND link = %(link)s
 ORDER BY first_seen_at LIMIT 1;

-- name: put_entry
INSERT INTO feed_entry (feed_id, entry_key, article_id, guid, link, content_hash, first_seen_at, last_seen_at)
VALUES (%(feed_id)s, %(entry_key)s, %(article_id)s, %(guid)s, %(link)s, %(content_hash)s, %(now)s, %(now)s)
ON CONFLICT (feed_id, entry_key) DO UPDATE SET content_hash = excluded.content_hash, last_seen_at = excluded.last_seen_at;

-- name: touch_entries
UPDATE feed_entry SET last_seen_at = %(now)s WHERE feed_id = %(feed_id)s AND entry_key = ANY(%(keys)s);

-- name: read_again
UPDATE article SET read_state = 'due', read_due_at = %(now)s, read_tries = 0 WHERE article_id = %(article_id)s;

-- name: claim_reads
-- Articles whose page waits to be read; taken by a lease.
WITH taken AS (
    SELECT article_id FROM article
     WHERE read_state = 'due' AND read_due_at <= %(now)s
     ORDER BY read_due_at, article_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE article SET read_due_at = %(now)s + interval '10 minutes', read_tries = read_tries + 1
  FROM taken WHERE article.article_id = taken.article_id
RETURNING article.article_id, url, read_tries, published_at, country, zone;

-- name: finish_read
UPDATE article SET read_state = %(state)s, read_due_at = %(again)s, read_detail = %(detail)s,
       published_at = coalesce(published_at, %(published_at)s),
       published_from = CASE WHEN published_at IS NULL AND %(published_at)s::timestamptz IS NOT NULL THEN %(published_from)s
                             ELSE published_from END
 WHERE article_id = %(article_id)s;

-- name: get_robots
SELECT body FROM robots WHERE host = %(host)s AND expires_at > %(now)s;

-- name: put_robots
INSERT INTO robots (host, body, fetched_at, expires_at) VALUES (%(host)s, %(body)s, %(now)s, %(now)s + interval '1 day')
ON CONFLICT (host) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at;

-- name: list
SELECT feed_id, url, title, publisher, family, country, language, tier, state, last_outcome, last_detail, last_polled_at,
       last_success_at, next_poll_at, interval_s, failures, gaps, origin,
       (SELECT count(*) FROM feed_entry e WHERE e.feed_id = feed.feed_id AND e.first_seen_at > %(now)s - interval '7 days') / 7.0
           AS new_per_day
  FROM feed WHERE state <> 'removed' ORDER BY publisher NULLS LAST, title, url;

-- name: set_state
UPDATE feed SET state = %(state)s, next_poll_at = CASE WHEN %(state)s = 'active' THEN %(now)s ELSE next_poll_at END
 WHERE (url = %(which)s OR feed_id::text = %(which)s) AND state <> 'removed' RETURNING feed_id, url;

-- name: drop_log
DELETE FROM fetch_log WHERE fetched_at < %(before)s;

-- name: rebase
-- The demo's server may have another port than last time: its feeds and what they carry keep their identity.
UPDATE feed SET url = regexp_replace(url, '^http://127\.0\.0\.1:\d+', %(base)s) WHERE origin = 'demo';
