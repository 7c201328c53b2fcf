-- Queries of the web page beyond the timeline itself.

-- name: horizon
-- The first and last moment at which anything was known, for the "as known on" slider.
SELECT min(lower(known)) AS first_known, max(lower(known)) AS last_known FROM event;

-- name: total
-- Size of the whole open timeline, from statistics where it is large.
SELECT count(*) AS events FROM (SELECT 1 FROM event WHERE upper_inf(known) AND NOT withdrawn LIMIT 10001) AS page;

-- name: actors
-- Countries and bodies by number of events that began since %(since)s, with their mean score.
SELECT country AS code, sum(events) AS events, sum(points) / sum(events) AS score
  FROM tally
 WHERE partner = '' AND day >= %(since)s AND day < %(until)s
 GROUP BY country HAVING sum(events) > 0 ORDER BY events DESC, code LIMIT %(limit)s;

-- name: partners
-- With whom a country had events that began since %(since)s.
SELECT partner AS code, sum(events) AS events, sum(points) / sum(events) AS score
  FROM tally
 WHERE country = %(code)s AND partner <> '' AND day >= %(since)s AND day < %(until)s
 GROUP BY partner HAVING sum(events) > 0 ORDER BY events DESC, code LIMIT %(limit)s;

-- name: scores
-- The score of each type, the most cooperative first.
SELECT type, tracker_score(type) AS score FROM unnest(%(types)s::text[]) AS type ORDER BY score DESC, type;

-- name: curve
-- Mean score and number of events per month, of a country or (%(partner)s not empty) of a dyad.
SELECT date_trunc('month', day)::date AS month, sum(events) AS events, sum(points) / sum(events) AS score
  FROM tally
 WHERE country = %(code)s AND partner = %(partner)s AND day >= %(since)s AND day < %(until)s
 GROUP BY month HAVING sum(events) > 0 ORDER BY month;

-- name: related
-- Other events of the same countries that begin close in time, the most significant first; found by their days alone,
-- and ranked with novelty only where they may come out on top.
SELECT event_id
  FROM (SELECT event_id, kind, countries, during, significance,
               cardinality(ARRAY(SELECT unnest(countries) INTERSECT SELECT unnest(%(countries)s::text[]))) AS common
          FROM (SELECT event_id, version
                  FROM event
                 WHERE upper_inf(known) AND NOT withdrawn AND event_id <> %(event_id)s
                   AND (countries || '{}'::text[]) && %(countries)s
                   AND tracker_start(during) >= %(since)s AND tracker_start(during) < %(until)s OFFSET 0) AS close
          JOIN event USING (event_id, version)
         ORDER BY common DESC, significance DESC, event_id LIMIT 30) AS near
 ORDER BY common DESC, tracker_rank(significance, kind, countries, during) DESC, event_id
 LIMIT 6;

-- name: feeds
-- Feeds with their outcomes, the troubled ones first.
SELECT feed_id, coalesce(title, url) AS title, url, publisher, country, state, last_outcome, last_detail, last_polled_at,
       last_success_at, next_poll_at, failures, gaps, interval_s
  FROM feed WHERE state <> 'removed'
 ORDER BY (failures > 0) DESC, failures DESC, title
 LIMIT %(limit)s;

-- name: alive
-- Whether anybody leads the scheduler (see store/leader.py), and how many workers of the three that a process has were
-- heard within the last half minute. That it answers at all says that the database lives.
SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
                WHERE locktype = 'advisory' AND objid = %(lead)s AND granted AND datname = current_database()) AS scheduler,
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds') AS workers;

-- name: health
-- The state of the service in one row.
SELECT (SELECT count(*) FROM feed WHERE state = 'active') AS active_feeds,
       (SELECT count(*) FROM feed WHERE state = 'active' AND failures > 0) AS failing_feeds,
       (SELECT count(*) FROM feed WHERE state = 'active' AND next_poll_at < %(now)s - interval '5 minutes') AS late_feeds,
       (SELECT coalesce(sum(gaps), 0) FROM feed) AS gaps,
       (SELECT max(last_polled_at) FROM feed) AS last_poll,
       (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY late_s) FROM fetch_log
         WHERE fetched_at > %(now)s - interval '1 day') AS lag_p95_s,
       (SELECT count(*) FROM article WHERE read_state = 'due') AS unread,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day') AS articles_today,
       (SELECT max(sent_at) FROM delivery WHERE purpose = 'digest') AS last_digest,
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')) AS queue;

-- name: digests
-- Past digests, one for each edition that someone was sent, without addresses.
SELECT e.edition_id AS delivery_id, e.local_day, e.subject, e.composed_at AS sent_at, jsonb_array_length(e.events) AS events
  FROM edition e
 WHERE e.purpose = 'digest' AND e.html IS NOT NULL
   AND EXISTS (SELECT FROM delivery d WHERE d.edition_id = e.edition_id AND d.state = 'sent')
 ORDER BY e.local_day DESC, e.edition_id DESC LIMIT %(limit)s;

-- name: digest
SELECT edition_id AS delivery_id, local_day, subject, composed_at AS sent_at, html, chart, chart_dark FROM edition
 WHERE edition_id = %(delivery_id)s AND purpose = 'digest';

-- name: metrics
-- What Prometheus is told, in one row.
SELECT (SELECT count(*) FROM feed WHERE state = 'active') AS feeds_active,
       (SELECT count(*) FROM feed WHERE state = 'active' AND failures > 0) AS feeds_failing,
       (SELECT count(*) FROM feed WHERE state = 'active' AND next_poll_at < %(now)s) AS feeds_due,
       (SELECT coalesce(sum(gaps), 0) FROM feed) AS gaps_total,
       (SELECT count(*) FROM host WHERE not_before > %(now)s) AS hosts_cooling_down,
       (SELECT extract(epoch FROM %(now)s - max(last_polled_at)) FROM feed) AS last_poll_age_seconds,
       (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY late_s) FROM fetch_log
         WHERE fetched_at > %(now)s - interval '1 hour') AS poll_lag_p95_seconds,
       (SELECT count(*) FROM fetch_log WHERE fetched_at > %(now)s - interval '1 hour') AS polls_last_hour,
       (SELECT coalesce(sum(new_entries), 0) FROM fetch_log WHERE fetched_at > %(now)s - interval '1 hour') AS new_entries_last_hour,
       (SELECT coalesce(sum(changed_entries), 0) FROM fetch_log WHERE fetched_at > %(now)s - interval '1 day') AS edited_entries_last_day,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day') AS articles_last_day,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day' AND reprint_of IS NOT NULL)
           AS reprints_last_day,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day' AND published_from NOT IN ('feed', 'ingest'))
           AS date_fallbacks_last_day,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day' AND published_at IS NULL)
           AS undated_last_day,
       (SELECT count(*) FROM article WHERE first_seen_at > %(now)s - interval '1 day' AND published_doubt LIKE '%%future%%')
           AS future_dates_last_day,
       (SELECT count(*) FROM article WHERE read_state = 'due') AS articles_unread,
       (SELECT count(*) FROM coding WHERE matched_at IS NULL AND NOT staged) AS codings_unmatched,
       (SELECT count(*) FROM correction WHERE undone_at IS NULL) AS corrections_total,
       (SELECT count(*) FROM delivery WHERE state IN ('due', 'composed', 'handed_over', 'deferred')) AS mails_waiting,
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')) AS queue_jobs;
