-- What a seldom source reports is found by an index: walking back through all events for it takes seconds.

CREATE INDEX event_mention_publisher ON event_mention (lower(publisher)) WHERE upper_inf(known);
CREATE INDEX event_mention_family ON event_mention (family) WHERE upper_inf(known);
COMMENT ON INDEX event_mention_publisher IS 'Whether a publisher is seldom, and then its events.';
COMMENT ON INDEX event_mention_family IS 'Whether a family of outlets is seldom, and then its events.';
