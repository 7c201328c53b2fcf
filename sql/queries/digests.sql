-- Subscribers, the ledger of mails, and what a digest reads of the timeline.

-- ---------------------------------------------------------------- subscribers

-- name: add_subscriber
-- A new reader; an address that is known already, in whatever state, is left alone.
INSERT INTO subscriber (address, name, zone, hour, minute, weekdays, locale, format, empty_days, filters, state, added_at)
VALUES (%(address)s, %(name)s, %(zone)s, %(hour)s, %(minute)s, %(weekdays)s, %(locale)s, %(format)s, %(empty_days)s,
        %(filters)s, 'pending', %(now)s)
ON CONFLICT (lower(address)) DO NOTHING
RETURNING subscriber_id;

-- name: edit_subscriber
UPDATE subscriber
   SET name = %(name)s, zone = %(zone)s, hour = %(hour)s, minute = %(minute)s, weekdays = %(weekdays)s,
       locale = %(locale)s, format = %(format)s, empty_days = %(empty_days)s, filters = %(filters)s, next_due_at = %(next_due_at)s
 WHERE subscriber_id = %(subscriber_id)s;

-- name: subscribers
SELECT * FROM subscriber WHERE state <> 'removed' ORDER BY lower(address);

-- name: subscriber
SELECT * FROM subscriber WHERE subscriber_id = %(subscriber_id)s;

-- name: subscriber_by_address
SELECT * FROM subscriber WHERE lower(address) = lower(%(address)s);

-- name: confirm
-- The reader said yes. Someone who left, or whose address does not work, is not brought back by an old link.
UPDATE subscriber
   SET state = 'active', confirmed_at = %(now)s, state_reason = NULL, next_due_at = %(next_due_at)s,
       watermark = coalesce(watermark, %(now)s - interval '1 day')
 WHERE subscriber_id = %(subscriber_id)s AND state = 'pending'
RETURNING subscriber_id;

-- name: leave
UPDATE subscriber SET state = %(state)s, state_reason = %(reason)s, next_due_at = NULL
 WHERE subscriber_id = %(subscriber_id)s AND state IN ('pending', 'active', 'suppressed')
RETURNING subscriber_id;

-- name: come_back
-- Only the reader's own hand, by a signed link, undoes their leaving.
UPDATE subscriber SET state = 'active', state_reason = NULL, next_due_at = %(next_due_at)s, watermark = %(now)s
 WHERE subscriber_id = %(subscriber_id)s AND state = 'unsubscribed'
RETURNING subscriber_id;

-- name: drop_open
-- Nothing that waits is sent to someone who has left.
UPDATE delivery SET state = 'suppressed', detail = %(reason)s, next_try_at = NULL
 WHERE subscriber_id = %(subscriber_id)s AND state IN ('due', 'composed', 'deferred');

-- name: newcomers
SELECT count(*) FROM subscriber WHERE state = 'pending' AND added_at > %(since)s;

-- name: questions
SELECT count(*) FROM delivery WHERE subscriber_id = %(subscriber_id)s AND purpose = 'confirm';

-- name: add_alert
INSERT INTO alert (subscriber_id, words, rule, cooldown_s, checked_until)
VALUES (%(subscriber_id)s, %(words)s, %(rule)s, %(cooldown_s)s, %(now)s) RETURNING alert_id;

-- name: drop_alerts
DELETE FROM alert WHERE subscriber_id = %(subscriber_id)s;

-- name: alerts_of
SELECT * FROM alert WHERE subscriber_id = ANY(%(subscriber_ids)s) ORDER BY alert_id;

-- name: secret
INSERT INTO fact (name, value, set_at) VALUES ('mail_secret', to_jsonb(%(secret)s::text), %(now)s)
ON CONFLICT (name) DO NOTHING;

-- name: read_secret
SELECT value #>> '{}' FROM fact WHERE name = 'mail_secret';

-- ---------------------------------------------------------------- what is due

-- name: due_subscribers
-- Readers whose time has come. While the fate of an earlier digest is open (handed over, no answer), the next waits.
SELECT * FROM subscriber s
 WHERE state = 'active' AND (next_due_at <= %(now)s OR next_due_at IS NULL)
   AND NOT EXISTS (SELECT FROM delivery d WHERE d.subscriber_id = s.subscriber_id AND d.purpose = 'digest'
                      AND d.state = 'handed_over')
 ORDER BY next_due_at NULLS FIRST, subscriber_id
 LIMIT %(limit)s
   FOR UPDATE SKIP LOCKED;

-- name: supersede
-- An earlier digest that could not be handed over gives way: its events are in the next one.
UPDATE delivery SET state = 'suppressed', next_try_at = NULL, detail = 'superseded by the digest of ' || %(local_day)s::date
 WHERE subscriber_id = %(subscriber_id)s AND purpose = 'digest' AND local_day < %(local_day)s::date
   AND state IN ('due', 'composed', 'deferred');

-- name: enter
-- One row in the ledger; entering it twice changes nothing.
INSERT INTO delivery (subscriber_id, purpose, local_day, slot, state, message_id, window_from, window_to, due_at, next_try_at, edition_id)
VALUES (%(subscriber_id)s, %(purpose)s, %(local_day)s, %(slot)s, %(state)s, %(message_id)s, %(window_from)s, %(window_to)s,
        %(due_at)s, %(now)s, %(edition_id)s)
ON CONFLICT (subscriber_id, purpose, local_day, slot) DO NOTHING
RETURNING delivery_id;

-- name: set_next_due
UPDATE subscriber SET next_due_at = %(next_due_at)s WHERE subscriber_id = %(subscriber_id)s;

-- ---------------------------------------------------------------- composing

-- name: due_groups
-- Digests to compose, together where reader, window and wishes agree; what they were told before is compared later.
SELECT s.filters, s.locale, s.zone, s.empty_days, d.local_day, s.watermark,
       array_agg(d.delivery_id ORDER BY d.delivery_id) AS delivery_ids,
       array_agg(d.subscriber_id ORDER BY d.delivery_id) AS subscriber_ids
  FROM delivery d JOIN subscriber s USING (subscriber_id)
 WHERE d.state = 'due' AND d.purpose = 'digest' AND s.state = 'active'
 GROUP BY s.filters, s.locale, s.zone, s.empty_days, d.local_day, s.watermark
 ORDER BY min(d.due_at), min(d.delivery_id)
 LIMIT %(limit)s;

-- name: told_signatures
-- Readers of a group by what they know of these events: equal signatures, equal mails.
SELECT s.subscriber_id, coalesce((
           SELECT string_agg(t.event_id || ':' || t.version, ',' ORDER BY t.event_id)
             FROM sent_event t WHERE t.subscriber_id = s.subscriber_id AND t.event_id = ANY(%(event_ids)s)), '') AS signature
  FROM unnest(%(subscriber_ids)s::bigint[]) AS s (subscriber_id);

-- name: told
SELECT event_id, state FROM sent_event WHERE subscriber_id = %(subscriber_id)s AND event_id = ANY(%(event_ids)s);

-- name: add_edition
INSERT INTO edition (key, purpose, local_day, composed_at, subject, plain, html, chart, chart_dark, calendar, events)
VALUES (%(key)s, %(purpose)s, %(local_day)s, %(now)s, %(subject)s, %(plain)s, %(html)s, %(chart)s, %(chart_dark)s,
        %(calendar)s, %(events)s)
ON CONFLICT (key) DO UPDATE SET key = excluded.key
RETURNING edition_id;

-- name: edition
SELECT * FROM edition WHERE edition_id = %(edition_id)s;

-- name: composed
UPDATE delivery SET state = 'composed', edition_id = %(edition_id)s, window_from = %(window_from)s, window_to = %(window_to)s,
       next_try_at = %(now)s
 WHERE delivery_id = ANY(%(delivery_ids)s) AND state = 'due';

-- name: not_composed
UPDATE delivery SET state = 'suppressed', next_try_at = NULL, detail = %(detail)s
 WHERE delivery_id = ANY(%(delivery_ids)s) AND state = 'due';

-- name: kept_silent
-- Nothing to tell and the reader prefers silence: the window is closed all the same.
WITH quiet AS (
    UPDATE delivery SET state = 'suppressed', detail = 'nothing to tell', window_from = %(window_from)s, window_to = %(window_to)s,
           next_try_at = NULL
     WHERE delivery_id = ANY(%(delivery_ids)s) AND state = 'due'
    RETURNING subscriber_id)
UPDATE subscriber s SET watermark = %(window_to)s FROM quiet WHERE s.subscriber_id = quiet.subscriber_id;

-- name: forget_departed
-- Ledger rows of readers who left before their mail was composed.
UPDATE delivery d SET state = 'suppressed', detail = 'the reader has left', next_try_at = NULL
  FROM subscriber s
 WHERE s.subscriber_id = d.subscriber_id AND s.state NOT IN ('active', 'pending')
   AND d.state IN ('due', 'composed', 'deferred');

-- ---------------------------------------------------------------- handing over

-- name: claim
-- Mails to hand over now, taken for a lease: new ones, those whose wait is over, and those whose sender died.
UPDATE delivery SET claimed_at = %(claim)s
 WHERE delivery_id IN (
       SELECT delivery_id FROM delivery
        WHERE state IN ('composed', 'deferred', 'handed_over') AND next_try_at <= %(now)s
          AND (claimed_at IS NULL OR claimed_at < %(lease_from)s)
        ORDER BY edition_id, delivery_id
        LIMIT %(limit)s
          FOR UPDATE SKIP LOCKED)
RETURNING delivery_id, edition_id;

-- name: release
UPDATE delivery SET claimed_at = NULL WHERE delivery_id = ANY(%(delivery_ids)s) AND claimed_at = %(claim)s;

-- name: hand_over
-- Written and committed before the server is spoken to. Only the claim's holder may, and only to someone who wants it.
UPDATE delivery d SET state = 'handed_over', tries = d.tries + 1, claimed_at = %(now)s
  FROM subscriber s
 WHERE d.delivery_id = %(delivery_id)s AND d.claimed_at = %(claim)s AND s.subscriber_id = d.subscriber_id
   AND s.state = CASE d.purpose WHEN 'confirm' THEN 'pending' ELSE 'active' END
RETURNING d.delivery_id, d.subscriber_id, d.purpose, d.message_id, d.edition_id, d.tries, d.window_to, s.address, s.name, s.format;

-- name: not_wanted
UPDATE delivery SET state = 'suppressed', claimed_at = NULL, next_try_at = NULL, detail = 'the reader has left'
 WHERE delivery_id = %(delivery_id)s AND claimed_at = %(claim)s;

-- name: sent
-- Accepted by the server: the ledger, the reader's watermark and what the reader knows move together.
WITH done AS (
    UPDATE delivery SET state = 'sent', sent_at = %(now)s, claimed_at = NULL, next_try_at = NULL, detail = %(detail)s
     WHERE delivery_id = %(delivery_id)s AND state = 'handed_over'
    RETURNING subscriber_id, purpose, window_to, edition_id),
moved AS (
    UPDATE subscriber s SET watermark = greatest(s.watermark, done.window_to)
      FROM done WHERE s.subscriber_id = done.subscriber_id AND done.purpose = 'digest')
INSERT INTO sent_event (subscriber_id, event_id, version, state, sent_at)
SELECT done.subscriber_id, (told ->> 'id')::bigint, (told ->> 'version')::integer, told - 'id', %(now)s
  FROM done JOIN edition e USING (edition_id) CROSS JOIN LATERAL jsonb_array_elements(e.events) AS told
 WHERE done.purpose = 'digest'
ON CONFLICT (subscriber_id, event_id) DO UPDATE
   SET version = excluded.version, state = excluded.state, sent_at = excluded.sent_at
 WHERE sent_event.version < excluded.version;

-- name: again
-- Not taken yet: `deferred` where the server said so, still `handed_over` where nobody knows.
UPDATE delivery SET state = %(state)s, claimed_at = NULL, next_try_at = %(next_try_at)s, detail = %(detail)s
 WHERE delivery_id = %(delivery_id)s AND state = 'handed_over';

-- name: given_up
UPDATE delivery SET state = 'suppressed', claimed_at = NULL, next_try_at = NULL, detail = %(detail)s
 WHERE delivery_id = %(delivery_id)s AND state = 'handed_over';

-- name: bounced
-- A mail that came back, found by its Message-ID, which only its reader and we know.
UPDATE delivery SET state = 'suppressed', detail = %(detail)s WHERE message_id = %(message_id)s RETURNING subscriber_id;

-- name: ledger
SELECT d.delivery_id, d.purpose, d.local_day, d.state, d.tries, d.due_at, d.sent_at, d.next_try_at, d.detail, s.address, e.subject
  FROM delivery d JOIN subscriber s USING (subscriber_id) LEFT JOIN edition e USING (edition_id)
 ORDER BY d.due_at DESC, d.delivery_id DESC LIMIT %(limit)s;

-- name: waiting
SELECT count(*) FROM delivery WHERE state IN ('due', 'composed', 'handed_over', 'deferred');

-- ---------------------------------------------------------------- reading the timeline

-- name: changed
-- Versions that began inside the window and stood at its end, the most significant first. Continued by `wanted`.
SELECT event_id, version, known, change, kind, type, mode, contexts, cameo, status, during, granularity, date_value,
       date_edtf, date_text, basis, actors, recipients, place, place_country, lat, lon, object, title, said_by,
       evidence, confidence, tracker_rank(significance, kind, countries, during) AS significance, independent_sources,
       first_reported, withdrawn
  FROM event
 WHERE known @> %(until)s::timestamptz AND lower(known) > %(since)s::timestamptz

-- name: ahead
-- What is planned for the days to come. Continued by `wanted`.
SELECT event_id, version, known, change, kind, type, mode, contexts, cameo, status, during, granularity, date_value,
       date_edtf, date_text, basis, actors, recipients, place, place_country, lat, lon, object, title, said_by,
       evidence, confidence, tracker_rank(significance, kind, countries, during) AS significance, independent_sources,
       first_reported, withdrawn
  FROM event
 WHERE known @> %(until)s::timestamptz AND NOT withdrawn AND status = 'planned'
   AND during && daterange(%(first)s::date, %(last)s::date, '[]') AND upper(during) <= %(last)s::date + 31

-- name: activity
-- Events by day and by the sign of their type's score. Continued by `wanted` and a grouping.
SELECT lower(during) AS day, count(*) FILTER (WHERE tracker_score(type) >= 0) AS cooperation,
       count(*) FILTER (WHERE tracker_score(type) < 0) AS conflict
  FROM event
 WHERE known @> %(until)s::timestamptz AND NOT withdrawn AND status IN ('happened', 'ongoing')
   AND during && daterange(%(first)s::date, %(last)s::date, '[]') AND upper(during) - lower(during) <= 7

-- name: wanted
   AND (%(countries)s::text[] IS NULL OR countries && %(countries)s::text[] OR place_country = ANY(%(countries)s::text[]))
   AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s::text[]))
   AND (%(statuses)s::text[] IS NULL OR status = ANY(%(statuses)s::text[]))
   AND (%(actors)s::text[] IS NULL
        OR EXISTS (SELECT FROM unnest(%(actors)s::text[]) AS actor
                    WHERE tracker_named(names, actor) OR upper(actor) = ANY(event.countries)))
   AND (%(search)s::text IS NULL OR words @@ tracker_search(%(search)s))
   AND significance >= %(min_significance)s / 1.2
   AND (%(min_significance)s <= 0 OR tracker_rank(significance, kind, countries, during) >= %(min_significance)s)
   AND (withdrawn OR independent_sources >= %(min_sources)s)

-- name: troubled_feeds
SELECT coalesce(title, publisher, url) AS feed, last_outcome, last_detail, last_success_at, failures
  FROM feed WHERE state = 'active' AND failures >= 3
 ORDER BY last_success_at NULLS FIRST, feed LIMIT %(limit)s;

-- name: gaps
SELECT count(*) FROM fetch_log WHERE gap AND fetched_at > %(since)s AND fetched_at <= %(until)s;

-- ---------------------------------------------------------------- alerts

-- name: alerts_to_check
-- Alerts that are not resting after their last answer.
SELECT a.*, s.locale, s.zone
  FROM alert a JOIN subscriber s USING (subscriber_id)
 WHERE s.state = 'active' AND (a.last_raised_at IS NULL OR a.last_raised_at + make_interval(secs => a.cooldown_s) <= %(now)s)
 ORDER BY a.rule::text, a.alert_id
   FOR UPDATE OF a SKIP LOCKED;

-- name: alerted
-- Which of these events an alert has told of already.
SELECT DISTINCT (told ->> 'id')::bigint
  FROM delivery d JOIN edition e USING (edition_id) CROSS JOIN LATERAL jsonb_array_elements(e.events) AS told
 WHERE d.subscriber_id = %(subscriber_id)s AND d.purpose = 'alert' AND d.slot LIKE %(alert_id)s::text || '@%%'
   AND (told ->> 'id')::bigint = ANY(%(event_ids)s);

-- name: alert_checked
UPDATE alert SET checked_until = %(now)s, last_raised_at = coalesce(%(raised_at)s, last_raised_at) WHERE alert_id = %(alert_id)s;
