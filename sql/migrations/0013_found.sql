-- The keys of matching are looked up by their index, whatever the statistics make of them; filed anew in finer keys.

CREATE FUNCTION tracker_filed(keys text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_indexscan = off SET enable_seqscan = off AS $$
    SELECT event_id FROM event WHERE upper_inf(known) AND filed && keys
$$;
COMMENT ON FUNCTION tracker_filed(text[]) IS 'Events filed under any of some keys: those that a new mention may belong to.';

COMMENT ON COLUMN event.filed IS 'Keys of kind, parties and days under which the matcher finds the event, from all its mentions (tracker.events.filing).';

UPDATE coding SET matched_at = NULL;
