-- What waits for the coder is found by an index, however much was coded before.

ALTER TABLE article ADD COLUMN coded_by text;
COMMENT ON COLUMN article.coded_by IS 'The coder version that read its words last; null while nobody has read them as they stand.';

WITH read AS (
    SELECT DISTINCT ON (c.article_id) c.article_id, c.coder_version
      FROM coding c JOIN article_version v ON v.article_id = c.article_id AND v.version = c.article_version AND upper_inf(v.known)
     ORDER BY c.article_id, c.coded_at DESC
)
UPDATE article SET coded_by = read.coder_version FROM read WHERE read.article_id = article.article_id;

CREATE INDEX article_coding_due ON article (coded_by, (coalesce(published_at, first_seen_at))) WHERE read_state IN ('read', 'kept');

CREATE FUNCTION tracker_coding_due(coder text, since timestamptz, moment timestamptz, most integer)
RETURNS TABLE (article_id bigint, version integer)
LANGUAGE sql STABLE ROWS 20 SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH RECURSIVE coders AS (
        (SELECT coded_by FROM article WHERE read_state IN ('read', 'kept') AND coded_by IS NOT NULL ORDER BY coded_by LIMIT 1)
        UNION ALL
        SELECT (SELECT coded_by FROM article WHERE read_state IN ('read', 'kept') AND coded_by > coders.coded_by
                 ORDER BY coded_by LIMIT 1)
          FROM coders WHERE coders.coded_by IS NOT NULL
    )
    SELECT due.article_id, due.version
      FROM (
        SELECT young.* FROM coders CROSS JOIN LATERAL (
            SELECT a.article_id, v.version, coalesce(a.published_at, a.first_seen_at) AS at
              FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
             WHERE a.read_state IN ('read', 'kept') AND a.coded_by = coders.coded_by
               AND coalesce(a.published_at, a.first_seen_at) >= since
               AND coalesce(a.code_lease, '-infinity') <= moment AND v.emptied_at IS NULL
               AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = coder
                                  AND c.article_version = v.version)
             ORDER BY coalesce(a.published_at, a.first_seen_at) DESC LIMIT most
        ) AS young
         WHERE coders.coded_by <> coder
        UNION ALL
        (SELECT a.article_id, v.version, coalesce(a.published_at, a.first_seen_at) AS at
           FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
          WHERE a.read_state IN ('read', 'kept') AND a.coded_by IS NULL
            AND coalesce(a.code_lease, '-infinity') <= moment AND v.emptied_at IS NULL
            AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = coder
                               AND c.article_version = v.version)
          ORDER BY coalesce(a.published_at, a.first_seen_at) DESC LIMIT most)
      ) AS due
     ORDER BY due.at DESC, due.article_id LIMIT most
$$;
COMMENT ON FUNCTION tracker_coding_due(text, timestamptz, timestamptz, integer) IS 'Articles whose words a coder version has not read and nobody holds at a moment, newest first: young ones, and those that no version has read as they stand.';
