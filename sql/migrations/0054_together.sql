-- What views ask for together is found together. The planner never joins several partial indexes of the same rows, so that
-- of two filters one was gathered whole; one index has them all. The events of a source are read from its index alone.

DROP INDEX event_countries;
DROP INDEX event_words;
DROP INDEX event_names;
DROP INDEX event_place;
DROP INDEX event_place_country;
CREATE INDEX event_sides ON event USING gin (countries, tracker_words_of(names), words, (ARRAY[kind]), (ARRAY[status]), (ARRAY[lower(place), place_country]))
    WHERE upper_inf(known);

DROP INDEX event_mention_publisher;
DROP INDEX event_mention_family;
CREATE INDEX event_mention_publisher ON event_mention (lower(publisher), event_id) INCLUDE (publisher)
    WHERE octet_length(publisher) <= 800;
CREATE INDEX event_mention_family ON event_mention (family, event_id);
