-- What an article said when it became evidence stays with the evidence, so that the past reads as it was known; the scheme
-- of a text's signature stands beside it, for only signatures of one scheme can be compared.

ALTER TABLE event_mention ADD COLUMN quotes jsonb NOT NULL DEFAULT '[]', ADD COLUMN read_reasons text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN event_mention.quotes IS 'The sentences that the coder read it from; other words in a later coding or edit close the row and open another.';
COMMENT ON COLUMN event_mention.read_reasons IS 'Why the coder read it so; reasons says why it was joined to this event.';

WITH live AS (
    SELECT DISTINCT ON (article_id) article_id, coder_version FROM coding
     WHERE NOT staged ORDER BY article_id, matched_at IS NULL, coded_at DESC, coder_version
)
UPDATE event_mention AS em SET quotes = jsonb_build_array(m.evidence) || m.more_evidence, read_reasons = m.reasons
  FROM mention m JOIN live USING (article_id, coder_version)
 WHERE m.article_id = em.article_id AND m.mention_no = em.mention_no;

ALTER TABLE article_version ADD COLUMN signature_scheme smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN article_version.signature_scheme IS 'How the signature was made (tracker.events.reprints.SCHEME); one of another scheme is ignored until it is made anew.';
CREATE INDEX article_version_scheme ON article_version (signature_scheme) WHERE upper_inf(known);
