-- Reading the timeline: columns, then conditions and orders, put together by store/finding.py as a view asks for them.

-- name: columns
SELECT event_id, version, known, change, kind, type, mode, contexts, cameo, status, during, granularity, date_value,
       date_edtf, date_text, basis, actors, recipients, place, place_country, lat, lon, object, title, said_by,
       evidence, confidence, independent_sources, first_reported, withdrawn,

-- name: ranked
       tracker_rank(significance, kind, countries, during) AS significance

-- name: unranked
       significance

-- name: listed
-- what a line about an event says, without ranking it, and who takes part; `during` last, for the order
SELECT event_id, version, title, kind, status, lower(during), upper(during), granularity, date_value, date_edtf,
       date_text, basis, place, independent_sources, change, evidence ->> 'text', countries, during

-- name: charted
-- what a mark in the chart says
SELECT event_id, title, kind, status, lower(during), upper(during), independent_sources, countries, during

-- name: spots
-- where it took place, for a map; `during` for the order
SELECT event_id, lon, lat, coalesce(place, ''), during

-- name: stretched
-- a stretch of the timeline, to look through: what its index carries, so that no event is read for it
SELECT event_id, version, during, kind, status, countries, place, place_country, lat, lon, tracker_start(during) AS begins
  FROM event

-- name: bounded
-- the same of what was gathered
SELECT *, tracker_start(during) AS begins
  FROM bounded

-- name: ids
event_id = ANY(%(ids)s)

-- name: placed
lat IS NOT NULL AND lon IS NOT NULL

-- name: once_planned
-- planned, or known as planned before what it is now
(status = 'planned' OR version > 1 AND EXISTS (
    SELECT FROM event AS earlier WHERE earlier.event_id = event.event_id AND earlier.status = 'planned'))

-- name: planned_or_changed
-- what `once_planned` needs at least
(status = 'planned' OR version > 1)

-- name: now
upper_inf(known) AND NOT withdrawn

-- name: as_of
known @> %(as_of)s::timestamptz AND NOT withdrawn

-- name: still_now
-- `as_of`, of the versions that are still what is known; in a form that no index has, since most were known by then
upper_inf(known) AND NOT withdrawn AND lower(known) <= %(as_of)s::timestamptz

-- name: closed_since
-- `as_of`, of the versions that are not, in the form of their own index
(known * '(,)') @> %(as_of)s::timestamptz AND NOT upper_inf(known) AND NOT withdrawn

-- name: too_many
-- more fits than is gathered
(SELECT count(*) FROM bounded) >= %(most)s

-- name: nothing
false

-- name: actor
-- most names are told apart by a first word alone, long before they are taken apart
(countries @> ARRAY[upper(%(actor)s)]
 OR position((SELECT split_part(ltrim(tracker_sought(%(actor)s)), ' ', 1)) IN array_to_string(names, ' ')) > 0
    AND position((SELECT tracker_sought(%(actor)s)) IN tracker_told(names)) > 0)

-- name: actor_found
-- `actor` where an index is to find it, which for a single word tells the whole; a whole name is seen at once
(countries @> ARRAY[upper(%(actor)s)] OR tracker_words_of(names) @@ tracker_beginnings(%(actor)s))
 AND (numnode(tracker_beginnings(%(actor)s)) = 1 OR lower(%(actor)s) = ANY(names) OR countries @> ARRAY[upper(%(actor)s)]
      OR position((SELECT tracker_sought(%(actor)s)) IN tracker_told(names)) > 0)

-- name: countries
countries && %(countries)s

-- name: dyad
countries @> %(dyad)s

-- name: kind_found
-- this and the next ones in the form of the index that has them all beside parties, names and words
ARRAY[kind] && ARRAY[%(kind)s]

-- name: kinds_found
ARRAY[kind] && %(kinds)s

-- name: status_found
ARRAY[status] && ARRAY[%(status)s]

-- name: statuses_found
ARRAY[status] && %(statuses)s

-- name: place_found
ARRAY[lower(place), place_country] && ARRAY[lower(%(place)s), upper(%(place)s)]

-- name: search_found
-- in a form that no index has where nothing is asked for but what must not be there: it would be read whole
(querytree(tracker_search(%(search)s)) <> 'T' AND words @@ tracker_search(%(search)s)
 OR querytree(tracker_search(%(search)s)) = 'T' AND (words || ''::tsvector) @@ tracker_search(%(search)s))

-- name: ends_since
upper(during) > %(since)s

-- name: begins_by
lower(during) <= %(until)s

-- name: kind
kind = %(kind)s

-- name: kinds
kind = ANY(%(kinds)s)

-- name: status
status = %(status)s

-- name: statuses
status = ANY(%(statuses)s)

-- name: place
(lower(place) = lower(%(place)s) OR place_country = upper(%(place)s))

-- name: since
during && daterange(%(since)s, NULL)

-- name: ends_after
-- `since` in the order of days
tracker_end(during) > %(since)s

-- name: long
tracker_long(during)

-- name: known_ahead
tracker_ahead(known, during) AND lower(known) <= %(as_of)s::timestamptz

-- name: from_near
-- this and the next ones: where a walk through a part of the order begins and ends
tracker_start(during) >= %(from_near)s

-- name: to_near
tracker_start(during) <= %(to_near)s

-- name: from_long
tracker_start(during) >= %(from_long)s

-- name: to_long
tracker_start(during) <= %(to_long)s

-- name: from_ahead
tracker_start(during) >= %(from_ahead)s

-- name: to_ahead
tracker_start(during) <= %(to_ahead)s

-- name: begins_on
-- from that day on, in the order of days
tracker_start(during) >= %(begins)s

-- name: until
during && daterange(NULL, %(until)s, '[]')

-- name: source_ever
-- whether a source ever told of an event, from the indexes alone and of one event after the other (OFFSET 0 keeps it so):
-- the planner knows nothing of a source's share
(EXISTS (SELECT FROM event_mention em WHERE em.event_id = event.event_id
            AND lower(em.publisher) = lower(%(source)s) AND octet_length(em.publisher) <= 800 OFFSET 0)
 OR EXISTS (SELECT FROM event_mention em WHERE em.event_id = event.event_id AND em.family = %(source)s OFFSET 0))

-- name: source
EXISTS (SELECT FROM event_mention em WHERE em.event_id = event.event_id AND upper_inf(em.known)
           AND (lower(em.publisher) = lower(%(source)s) OR em.family = %(source)s) OFFSET 0)

-- name: source_then
EXISTS (SELECT FROM event_mention em WHERE em.event_id = event.event_id AND em.known @> %(as_of)s::timestamptz
           AND (lower(em.publisher) = lower(%(source)s) OR em.family = %(source)s) OFFSET 0)

-- name: told_by
-- events that a source ever told of, one more than few at most; from the indexes alone, which leave out names that nobody
-- can ask for
(SELECT DISTINCT event_id FROM event_mention
  WHERE lower(publisher) = lower(%(source)s) AND octet_length(publisher) <= 800 LIMIT %(few)s::int + 1)
UNION
(SELECT DISTINCT event_id FROM event_mention WHERE family = %(source)s LIMIT %(few)s::int + 1)

-- name: told_by_few
-- the rest is seen of these alone: no plan begins elsewhere, since an array passes for short
(SELECT count(*) FROM told) <= %(few)s AND event_id = ANY(ARRAY(TABLE told))

-- name: told_by_many
(SELECT count(*) FROM told) > %(few)s

-- name: search
words @@ tracker_search(%(search)s)

-- name: min_significance
-- novelty adds a fifth at most; it is looked up only for what may reach the mark
significance >= %(min_significance)s / 1.2 AND tracker_rank(significance, kind, countries, during) >= %(min_significance)s

-- name: after_newest
(tracker_start(during), event_id) < (coalesce(%(day)s::date, '-infinity'::date), %(id)s::bigint)

-- name: after_oldest
(tracker_start(during), event_id) > (coalesce(%(day)s::date, '-infinity'::date), %(id)s::bigint)

-- name: newest
ORDER BY tracker_start(during) DESC, event_id DESC

-- name: oldest
ORDER BY tracker_start(during), event_id

-- name: newest_stretched
ORDER BY begins DESC, event_id DESC

-- name: oldest_stretched
ORDER BY begins, event_id

-- name: sources
-- Articles behind events, one row each, the lead mention first.
SELECT DISTINCT ON (event_id, coalesce(published_at, lower(known)), article_id)
       event_id, article_id, url, title, publisher, family, published_at, lead
  FROM event_mention
 WHERE event_id = ANY(%(event_ids)s) AND known @> %(moment)s::timestamptz
 ORDER BY event_id, coalesce(published_at, lower(known)), article_id, lead DESC;

-- name: versions
SELECT * FROM event WHERE event_id = %(event_id)s ORDER BY version;

-- name: moved
-- Events that hold now what was told of this one, those with most of it first.
SELECT held.event_id
  FROM event_mention AS was
  JOIN event_mention AS held USING (article_id, mention_no)
  JOIN event ON event.event_id = held.event_id
 WHERE was.event_id = %(event_id)s AND held.event_id <> was.event_id
   AND upper_inf(held.known) AND upper_inf(event.known) AND NOT event.withdrawn
 GROUP BY held.event_id ORDER BY count(*) DESC, held.event_id LIMIT 5;

-- name: evidence
-- Mentions behind an event with their articles, the oldest report first, in the words in which they were known then; of
-- an article that also opens with the same story its own words are enough. `text_of` is the article whose text it
-- carries, itself or the one it reprints; `wire` the agency it names.
SELECT em.article_id, em.url, em.title, em.publisher, em.family, em.published_at, independent_key, score, lead, quotes,
       reasons AS match_reasons, read_reasons, coalesce(a.reprint_of, em.article_id) AS text_of, a.wire
  FROM event_mention AS em
  LEFT JOIN article AS a USING (article_id)
 WHERE event_id = %(event_id)s AND known @> %(moment)s::timestamptz
   AND (mention_no >= 0 OR NOT EXISTS (
        SELECT FROM event_mention AS own
         WHERE (own.event_id, own.article_id) = (em.event_id, em.article_id) AND own.mention_no >= 0 AND own.lead
           AND own.known @> %(moment)s::timestamptz))
 ORDER BY em.published_at NULLS LAST, article_id, mention_no;
