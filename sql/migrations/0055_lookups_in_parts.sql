-- Many keys are looked up in parts: what is found under any of them is checked against all of them, so that ten times as
-- many keys took a hundred times as long (ten seconds for the two hundred articles of a batch).

CREATE OR REPLACE FUNCTION tracker_sharing(wanted bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    FOR at IN 1 .. cardinality(wanted) BY 64 LOOP
        RETURN QUERY SELECT article_id FROM article_story WHERE keys && wanted[at : at + 63];
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION tracker_filed(keys text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_indexscan = off SET enable_seqscan = off AS $$
BEGIN
    FOR at IN 1 .. cardinality(keys) BY 64 LOOP
        RETURN QUERY SELECT event_id FROM event WHERE upper_inf(known) AND filed && keys[at : at + 63];
    END LOOP;
END $$;

COMMENT ON FUNCTION tracker_sharing(bigint[]) IS 'Articles whose openings are filed under any of some keys, some of them repeatedly: those that may tell the same story.';
COMMENT ON FUNCTION tracker_filed(text[]) IS 'Events filed under any of some keys, some of them repeatedly: those that a new mention may belong to.';
