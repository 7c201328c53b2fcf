-- A new coder's reading of what was read before waits until all of it is there, and goes live in one transaction.

ALTER TABLE coding ADD COLUMN staged boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN coding.staged IS 'True while a reading by a new coder version waits beside the one that counts, until all are there and are swapped in together.';
CREATE INDEX coding_staged ON coding (coder_version) WHERE staged;
DROP INDEX coding_unmatched;
CREATE INDEX coding_unmatched ON coding (coded_at) WHERE matched_at IS NULL AND NOT staged;
