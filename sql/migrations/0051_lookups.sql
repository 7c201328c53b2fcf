-- Looking up keys keeps its plan: functions in SQL are planned at each call, those in PL/pgSQL once for a connection.

CREATE OR REPLACE FUNCTION tracker_sharing(wanted bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT article_id FROM article_story WHERE keys && wanted;
END $$;

CREATE OR REPLACE FUNCTION tracker_filed(keys text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_indexscan = off SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT event_id FROM event WHERE upper_inf(known) AND filed && keys;
END $$;
