-- What is seldom is found by indexes whatever is asked: parts of names, a status, sources as they were known once.

CREATE FUNCTION tracker_told(names text[]) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN ' ' || replace(replace(translate(array_to_string(names, E'\n '), '-.,;:/\|()[]"''’`', '                '), '  ', ' '), '  ', ' ');
COMMENT ON FUNCTION tracker_told(text[]) IS 'Names as one text in which a space stands before every word and none is next to punctuation; a line each.';

-- its body is bound here, not looked up by name when an index is built
CREATE FUNCTION tracker_words_of(names text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(array_remove(string_to_array(tracker_told(names), ' '), ''));
COMMENT ON FUNCTION tracker_words_of(text[]) IS 'The words of names, by whose beginnings an index finds events.';

CREATE FUNCTION tracker_beginnings(asked text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || word || ''':*', ' & ')::tsquery
      FROM unnest(string_to_array(tracker_told(ARRAY[lower(asked)]), ' ')) AS word WHERE word <> ''
$$;
COMMENT ON FUNCTION tracker_beginnings(text) IS 'Asks tracker_words_of for words that begin like those of a name; null for a name without any.';

CREATE FUNCTION tracker_sought(asked text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(rtrim(tracker_told(ARRAY[lower(asked)])), '');
COMMENT ON FUNCTION tracker_sought(text) IS 'A name, or a part of one from the beginning of a word on, as it stands in tracker_told; null where there is no word.';

CREATE FUNCTION tracker_named(names text[], asked text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN position(tracker_sought(asked) IN tracker_told(names)) > 0;
COMMENT ON FUNCTION tracker_named(text[], text) IS 'Whether one of the names holds what is asked for, from the beginning of a word on.';

DROP INDEX event_names;
CREATE INDEX event_names ON event USING gin (tracker_words_of(names)) WHERE upper_inf(known);

DROP INDEX event_planned;
CREATE INDEX event_status ON event (status, tracker_start(during), event_id, tracker_end(during))
    WHERE upper_inf(known) AND NOT withdrawn AND status <> 'happened';

DROP INDEX event_mention_publisher, event_mention_family;
CREATE INDEX event_mention_publisher ON event_mention (lower(publisher));
CREATE INDEX event_mention_family ON event_mention (family);

-- versions that were known at a moment and are known no more are few; in a form of its own, so that the planner knows it
CREATE INDEX event_closed ON event USING gist ((known * '(,)'::tstzrange)) WHERE NOT upper_inf(known);
