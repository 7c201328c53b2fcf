-- The planner takes keys for common that are not; they are looked up by their index alone.

CREATE FUNCTION tracker_sharing(wanted bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT article_id FROM article_story WHERE keys && wanted
$$;
COMMENT ON FUNCTION tracker_sharing(bigint[]) IS 'Articles whose openings are filed under any of some keys: those that may tell the same story.';
