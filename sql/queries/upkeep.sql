-- Upkeep: what is made ahead of time, and what retention lets go.

-- name: log_months
SELECT tracker_log_months(%(now)s, %(ahead)s);

-- name: drop_log
SELECT tracker_drop_log(%(before)s);

-- name: drop_failed_jobs
-- Jobs that failed for good and have not moved since.
DELETE FROM procrastinate_jobs AS j
 WHERE status IN ('failed', 'cancelled', 'aborted')
   AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %(before)s);

-- name: drop_robots
DELETE FROM robots WHERE expires_at < %(now)s;

-- name: old_words
-- The next words that have been known since before a moment, with (start, end, words) of all that was read from them.
-- Those that still stand have been coded and matched, and nobody is coding them.
SELECT v.article_id, v.version, v.body,
       coalesce((SELECT jsonb_agg(jsonb_build_array(q.said->'start', q.said->'end', q.said->'text'))
                   FROM mention m CROSS JOIN LATERAL jsonb_array_elements(
                        jsonb_build_array(m.evidence, jsonb_build_object('start', m.date_start, 'end', m.date_end, 'text', m.date_text))
                        || m.more_evidence) AS q (said)
                  WHERE m.article_id = v.article_id AND q.said->>'text' IS NOT NULL AND q.said->>'start' IS NOT NULL), '[]') AS said
  FROM article_version v JOIN article a USING (article_id)
 WHERE v.emptied_at IS NULL AND lower(v.known) < %(before)s
   AND (v.article_id, v.version) > (%(article_id)s, %(version)s)
   AND (NOT upper_inf(v.known)
        OR (a.read_state <> 'due' AND coalesce(a.code_lease, '-infinity') <= %(now)s
            AND EXISTS (SELECT FROM coding c WHERE c.article_id = v.article_id AND c.article_version = v.version
                           AND NOT c.staged AND c.matched_at IS NOT NULL)))
 ORDER BY v.article_id, v.version LIMIT %(limit)s;

-- name: let_go
-- What stays of some words; the hash of what they were stays, so that the same words are known again.
UPDATE article_version SET body = %(body)s, emptied_at = %(now)s WHERE article_id = %(article_id)s AND version = %(version)s;
