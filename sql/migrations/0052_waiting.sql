-- What people decide while readings are swapped in is stored at once and takes effect afterwards.

ALTER TABLE correction ADD COLUMN applied_at timestamptz;
UPDATE correction SET applied_at = made_at;
COMMENT ON COLUMN correction.applied_at IS 'When it took effect: at once, but what is decided while new readings are swapped in waits for the end of that.';
CREATE INDEX correction_waiting ON correction (correction_id) WHERE applied_at IS NULL;
