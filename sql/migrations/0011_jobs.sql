-- Work is handed out as jobs: who is asked when (hosts), for what time a feed was handed out, who codes an article.

CREATE FUNCTION tracker_host(url text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(lower(substring(url FROM '^https?://(?:[^/@]*@)?(\[[^]]*\]|[^]/:?#[]+)')), '')
$$;
COMMENT ON FUNCTION tracker_host(text) IS 'The host of an address in lower case, without its port; empty where there is none.';

ALTER TABLE host ALTER COLUMN not_before SET DEFAULT '-infinity', ADD COLUMN asked_at timestamptz;
COMMENT ON TABLE host IS 'Hosts we talk to: left alone until not_before (Retry-After), and asked at most once per spacing.';
COMMENT ON COLUMN host.asked_at IS 'When the last request to the host was or will be made, by the clock of the database; the next reserves a later moment.';

ALTER TABLE feed ADD COLUMN due_at timestamptz;
COMMENT ON COLUMN feed.due_at IS 'The time for which a claimed feed was due; next_poll_at is then the end of the lease.';
COMMENT ON COLUMN feed.claimed_at IS 'When the feed was handed out; only the poll of this hand-out may store its outcome.';

ALTER TABLE article ADD COLUMN code_lease timestamptz;
COMMENT ON COLUMN article.code_lease IS 'Until when a coder has the article; due again after it.';
DROP INDEX article_read_due;
CREATE INDEX article_read_due ON article (tracker_host(url), read_due_at, article_id) WHERE read_state = 'due';

CREATE FUNCTION tracker_room(asked_at timestamptz, spacing_s double precision, ahead_s double precision) RETURNS integer
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT CASE WHEN spacing_s <= 0 THEN 1000000 ELSE least(1000000, greatest(0, ceil(
        (ahead_s - greatest(0, coalesce(extract(epoch FROM asked_at - clock_timestamp()) + spacing_s, 0))) / spacing_s)))::integer END
$$;
COMMENT ON FUNCTION tracker_room(timestamptz, double precision, double precision) IS 'How many requests to a host fit into the next seconds, one per spacing, when it was last asked at asked_at.';
