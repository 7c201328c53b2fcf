-- Matching finds every event that a mention may belong to, whatever came in first.

-- finds the reprints of an article, so that the first published of them is the original of all
CREATE INDEX article_reprints ON article (reprint_of) WHERE reprint_of IS NOT NULL;

-- reports without a day, of other days than the event's, or joined by a person
ALTER TABLE event ADD COLUMN reach daterange;
COMMENT ON COLUMN event.reach IS 'The days at which the matcher looks for reports of the event, where these are not just its own days: some report named no day, or vague or other ones.';
UPDATE event
   SET reach = coalesce(during, daterange(first_reported::date - 31, first_reported::date + 32))
 WHERE upper_inf(known) AND (during IS NULL OR upper(during) - lower(during) > 3);
CREATE INDEX event_reach ON event (kind, upper(reach)) WHERE upper_inf(known) AND reach IS NOT NULL;
CREATE INDEX event_corrected ON event (event_id) WHERE upper_inf(known) AND corrected_by IS NOT NULL;
DROP INDEX event_vague;
DROP INDEX event_undated;
DROP INDEX event_cancelled;
DROP FUNCTION tracker_vague(daterange);
