-- Events are found by the keys under which their mentions are filed: kind, parties and weeks, exactly, and whatever the
-- size of the timeline. Everything is matched once more, which files it.

ALTER TABLE event ADD COLUMN filed text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN event.filed IS 'Keys of kind, parties and weeks under which the matcher finds the event, from all its mentions (tracker.events.filing).';
CREATE INDEX event_filed ON event USING gin (filed) WITH (fastupdate = off) WHERE upper_inf(known);
DROP INDEX event_reach;
DROP INDEX event_corrected;
ALTER TABLE event DROP COLUMN reach;
UPDATE coding SET matched_at = NULL;
