-- Entries of feeds, a whole poll at once.

-- name: by_link
-- The first entry that each of these links stood at.
SELECT DISTINCT ON (link) link, article_id, content_hash FROM feed_entry
 WHERE feed_id = %(feed_id)s AND link = ANY(%(links)s) ORDER BY link, first_seen_at;

-- name: add
INSERT INTO feed_entry (feed_id, entry_key, article_id, guid, link, content_hash, first_seen_at, last_seen_at)
SELECT %(feed_id)s, key, article_id, guid, link, content_hash, %(now)s, %(now)s
  FROM unnest(%(keys)s::text[], %(article_ids)s::bigint[], %(guids)s::text[], %(links)s::text[], %(hashes)s::text[])
       AS e (key, article_id, guid, link, content_hash)
ON CONFLICT (feed_id, entry_key) DO UPDATE SET content_hash = excluded.content_hash, last_seen_at = excluded.last_seen_at;
