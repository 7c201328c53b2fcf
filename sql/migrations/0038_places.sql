-- Places that are seldom named are found by an index: walking back through all events for them takes seconds.

CREATE INDEX event_place ON event (lower(place)) WHERE upper_inf(known) AND NOT withdrawn;
CREATE INDEX event_place_country ON event (place_country) WHERE upper_inf(known) AND NOT withdrawn;
