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
-- Feeds whose time has come, claimed by a lease. A host gets no more than it can be asked within %(ahead_s)s seconds at
-- its spacing, counting what is handed out already, and nothing while it asked us to wait, which makes nobody late.
WITH busy AS (
    SELECT args->>'host' AS host, count(*) AS jobs FROM procrastinate_jobs
     WHERE %(queued)s AND queue_name = 'fetch' AND status IN ('todo', 'doing') GROUP BY 1
), due AS (
    SELECT feed_id, host, next_poll_at,
           row_number() OVER (PARTITION BY host ORDER BY next_poll_at, feed_id) + coalesce(busy.jobs, 0) AS place
      FROM (SELECT feed_id, tracker_host(url) AS host, next_poll_at FROM feed
             WHERE state = 'active' AND next_poll_at <= %(now)s
               AND (%(feed_ids)s::bigint[] IS NULL OR feed_id = ANY(%(feed_ids)s))) AS f
      LEFT JOIN busy USING (host)
), taken AS (
    SELECT f.feed_id, due.host, due.place, coalesce(h.not_before, '-infinity') AS held
      FROM feed f JOIN due USING (feed_id) LEFT JOIN host h ON h.host = due.host
     WHERE coalesce(h.not_before, '-infinity') <= %(now)s
       AND due.place <= least(%(per_host)s, tracker_room(h.asked_at, %(spacing_s)s, %(ahead_s)s))
     ORDER BY due.next_poll_at, f.feed_id
     LIMIT %(limit)s
       FOR UPDATE OF f SKIP LOCKED
)
UPDATE feed SET claimed_at = %(now)s, next_poll_at = %(now)s + make_interval(secs => %(lease_s)s),
       due_at = greatest(held, CASE WHEN claimed_at IS NULL OR due_at IS NULL THEN next_poll_at ELSE due_at END)
  FROM taken WHERE feed.feed_id = taken.feed_id
RETURNING feed.*, taken.host, taken.place;

-- name: take_feed
-- A feed that was handed out, for the worker that begins to poll it: its lease begins anew.
UPDATE feed SET next_poll_at = %(now)s + make_interval(secs => %(lease_s)s)
 WHERE feed_id = %(feed_id)s AND state = 'active' AND claimed_at IS NOT NULL
RETURNING feed.*, tracker_host(url) AS host, 0 AS place;

-- name: put_back_feed
-- A feed that was handed out and cannot be polled now: due again at a moment.
UPDATE feed SET claimed_at = NULL, next_poll_at = %(again)s WHERE feed_id = %(feed_id)s AND claimed_at = %(claimed_at)s;

-- name: holds_feed
-- Whether a hand-out still counts; its row is locked until the outcome is stored.
SELECT FROM feed WHERE feed_id = %(feed_id)s AND claimed_at = %(claimed_at)s FOR UPDATE;

-- name: make_due
UPDATE feed SET next_poll_at = %(now)s WHERE state = 'active' AND (%(feed_ids)s::bigint[] IS NULL OR feed_id = ANY(%(feed_ids)s));

-- name: record_outcome
-- What a poll changes, and its line in the log, in one statement: nothing where the claim counts no more.
WITH done AS (
    UPDATE feed
       SET last_outcome = %(outcome)s, last_detail = %(detail)s, last_polled_at = %(now)s, next_poll_at = %(next_poll_at)s,
           interval_s = %(interval_s)s, hint_s = %(hint_s)s, failures = %(failures)s, claimed_at = NULL, due_at = NULL,
           last_success_at = CASE WHEN %(good)s THEN %(now)s ELSE last_success_at END,
           etag = %(etag)s, last_modified = %(last_modified)s, body_hash = %(body_hash)s, last_keys = coalesce(%(last_keys)s, last_keys),
           identity_rule = %(identity_rule)s, unconditional_at = %(unconditional_at)s,
           gaps = gaps + %(gap)s::int, new_share = %(new_share)s, gone_since = %(gone_since)s, state = %(state)s,
           moved_to = %(moved_to)s, moved_since = %(moved_since)s, url = %(url)s, title = coalesce(title, %(title)s)
     WHERE feed_id = %(feed_id)s AND claimed_at = %(claimed_at)s
    RETURNING feed_id
)
INSERT INTO fetch_log (fetched_at, feed_id, outcome, detail, status, bytes, seconds, entries, new_entries, changed_entries, gap, late_s)
SELECT %(now)s, feed_id, %(outcome)s, %(detail)s, %(status)s, %(bytes)s, %(seconds)s, %(entries)s, %(new)s, %(changed)s,
       %(gap)s, %(late_s)s
  FROM done;

-- name: address_taken
SELECT EXISTS (SELECT FROM feed WHERE url = %(url)s AND feed_id <> %(feed_id)s);

-- name: hold_host
INSERT INTO host (host, not_before, reason) VALUES (%(host)s, %(not_before)s, %(reason)s)
ON CONFLICT (host) DO UPDATE SET not_before = greatest(host.not_before, excluded.not_before), reason = excluded.reason;

-- name: ask_host
-- Reserve the next moment at which a host may be asked, and say how long to wait for it and until when it asked us to
-- leave it alone.
INSERT INTO host (host, asked_at) VALUES (%(host)s, clock_timestamp())
ON CONFLICT (host) DO UPDATE
   SET asked_at = greatest(clock_timestamp(), host.asked_at + make_interval(secs => %(spacing_s)s))
RETURNING greatest(extract(epoch FROM asked_at - clock_timestamp()), 0)::real AS wait_s,
          CASE WHEN not_before > %(now)s THEN not_before END AS held_until;

-- name: held_until
SELECT not_before FROM host WHERE host = %(host)s AND not_before > %(now)s;

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
-- Articles whose page waits to be read, taken by a lease: host by host, each no more than it can be asked within
-- %(ahead_s)s seconds, counting what is handed out already. Only some hosts where %(hosts)s names them.
WITH RECURSIVE hosts AS (
    (SELECT tracker_host(url) AS host FROM article WHERE read_state = 'due' AND %(hosts)s::text[] IS NULL ORDER BY 1 LIMIT 1)
    UNION ALL
    SELECT (SELECT tracker_host(url) FROM article WHERE read_state = 'due' AND tracker_host(url) > hosts.host
             ORDER BY 1 LIMIT 1)
      FROM hosts WHERE hosts.host IS NOT NULL
), wanted AS (
    SELECT host FROM hosts WHERE host IS NOT NULL UNION SELECT unnest(%(hosts)s::text[])
), busy AS (
    SELECT args->>'host' AS host, count(*) AS jobs FROM procrastinate_jobs
     WHERE %(queued)s AND queue_name = 'fetch' AND status IN ('todo', 'doing') GROUP BY 1
), room AS (
    SELECT wanted.host, coalesce(busy.jobs, 0) AS jobs,
           least(%(per_host)s, tracker_room(h.asked_at, %(spacing_s)s, %(ahead_s)s)) - coalesce(busy.jobs, 0) AS room
      FROM wanted LEFT JOIN busy USING (host) LEFT JOIN host h USING (host)
     WHERE coalesce(h.not_before, '-infinity') <= %(now)s
), taken AS (
    SELECT next.article_id, room.host, room.jobs + row_number() OVER (PARTITION BY room.host) AS place
      FROM room CROSS JOIN LATERAL (
        SELECT article_id FROM article
         WHERE read_state = 'due' AND tracker_host(url) = room.host AND read_due_at <= %(now)s
         ORDER BY read_due_at, article_id LIMIT greatest(room.room, 0) FOR UPDATE SKIP LOCKED
      ) AS next
     LIMIT %(limit)s
)
UPDATE article SET read_due_at = %(now)s + make_interval(secs => %(lease_s)s), read_tries = read_tries + 1
  FROM taken WHERE article.article_id = taken.article_id
RETURNING article.article_id, url, read_tries, published_at, country, zone, read_due_at AS lease, taken.host, taken.place;

-- name: take_read
-- An article that was handed out, for the worker that begins to read it: its lease begins anew.
UPDATE article SET read_due_at = %(now)s + make_interval(secs => %(lease_s)s)
 WHERE article_id = %(article_id)s AND read_state = 'due'
RETURNING article_id, url, read_tries, published_at, country, zone, read_due_at AS lease, tracker_host(url) AS host, 0 AS place;

-- name: put_back_read
UPDATE article SET read_due_at = %(again)s, read_tries = greatest(read_tries - 1, 0)
 WHERE article_id = %(article_id)s AND read_state = 'due' AND read_due_at = %(lease)s;

-- name: give_up_reads
-- What could not even be tried to the end keeps the feed's words.
UPDATE article SET read_state = 'kept', read_due_at = NULL, read_detail = 'given up: no try came to an end'
 WHERE read_state = 'due' AND read_tries >= 12 AND read_due_at <= %(now)s;

-- name: finish_read
-- An article that became due again meanwhile stays due.
UPDATE article
   SET read_state = CASE WHEN read_due_at = %(lease)s THEN %(state)s ELSE read_state END,
       read_due_at = CASE WHEN read_due_at = %(lease)s THEN %(again)s ELSE read_due_at END,
       read_detail = %(detail)s,
       published_at = coalesce(published_at, %(published_at)s),
       published_from = CASE WHEN published_at IS NULL AND %(published_at)s::timestamptz IS NOT NULL THEN %(published_from)s
                             ELSE published_from END,
       published_doubt = CASE WHEN published_at IS NULL AND %(published_at)s::timestamptz IS NOT NULL THEN %(published_doubt)s
                              ELSE published_doubt END
 WHERE article_id = %(article_id)s;

-- name: get_robots
SELECT body FROM robots WHERE host = %(host)s AND expires_at > %(now)s;

-- name: put_robots
INSERT INTO robots (host, body, fetched_at, expires_at) VALUES (%(host)s, %(body)s, %(now)s, %(now)s + interval '1 day')
ON CONFLICT (host) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at;

-- name: list
SELECT feed_id, url, title, publisher, family, country, language, tier, state, last_outcome, last_detail, last_polled_at,
       last_success_at, next_poll_at, interval_s, failures, gaps, origin,
       (SELECT count(DISTINCT article_id) FROM feed_entry e WHERE e.feed_id = feed.feed_id AND e.first_seen_at > %(now)s - interval '7 days')
           / greatest(1.0, least(7.0, extract(epoch FROM %(now)s - added_at) / 86400)) AS new_per_day
  FROM feed WHERE state <> 'removed' ORDER BY publisher NULLS LAST, title, url;

-- name: set_state
UPDATE feed SET state = %(state)s, next_poll_at = CASE WHEN %(state)s = 'active' THEN %(now)s ELSE next_poll_at END
 WHERE (url = %(which)s OR feed_id::text = %(which)s) AND state <> 'removed' RETURNING feed_id, url;

-- name: rebase
-- The demo's server may have another port than last time: its feeds and what they carry keep their identity.
UPDATE feed SET url = regexp_replace(url, '^http://127\.0\.0\.1:\d+', %(base)s) WHERE origin = 'demo';
