-- What is long is asked for by its end alone: of all that ever lasted for long, little does on any day.

DROP INDEX event_long;
CREATE INDEX event_long ON event (tracker_end(during), tracker_start(during), event_id)
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon)
    WHERE NOT withdrawn AND tracker_long(during);
