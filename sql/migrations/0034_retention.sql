-- Retention: words are let go after a while, but for the opening and what is quoted; the fetch log has a partition for
-- each month, made ahead and dropped whole.

ALTER TABLE article_version ADD COLUMN emptied_at timestamptz;
COMMENT ON COLUMN article_version.emptied_at IS 'When retention let go of the words: body then holds its opening and the quoted sentences, each at its place, and blanks between. Not coded again.';
CREATE INDEX article_version_whole ON article_version (article_id) WHERE emptied_at IS NULL;

CREATE FUNCTION tracker_log_months(moment timestamptz, ahead integer) RETURNS integer
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '10s' AS $$
DECLARE
    month timestamptz;
    made integer := 0;
BEGIN
    FOR month IN
        SELECT generate_series(date_trunc('month', moment), date_trunc('month', moment) + make_interval(months => ahead), '1 month')
         UNION SELECT date_trunc('month', fetched_at) FROM fetch_log_default WHERE fetched_at < moment
    LOOP
        CONTINUE WHEN to_regclass(format('fetch_log_%s', to_char(month, 'YYYY_MM'))) IS NOT NULL;
        LOCK TABLE ONLY fetch_log IN SHARE UPDATE EXCLUSIVE MODE;
        LOCK TABLE fetch_log_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE fetch_log_%s (LIKE fetch_log INCLUDING DEFAULTS)', to_char(month, 'YYYY_MM'));
        EXECUTE format(
            'WITH moved AS (DELETE FROM fetch_log_default WHERE fetched_at >= %L AND fetched_at < %L RETURNING *)
             INSERT INTO fetch_log_%s SELECT * FROM moved',
            month, month + interval '1 month', to_char(month, 'YYYY_MM'));
        EXECUTE format('ALTER TABLE fetch_log ATTACH PARTITION fetch_log_%s FOR VALUES FROM (%L) TO (%L)',
                       to_char(month, 'YYYY_MM'), month, month + interval '1 month');
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION tracker_log_months(timestamptz, integer) IS 'Makes the partitions of the fetch log for the month of a moment and some after it, and for months whose rows had none; answers how many.';

CREATE FUNCTION tracker_drop_log(before timestamptz) RETURNS integer
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '10s' AS $$
DECLARE
    old text;
    dropped integer := 0;
BEGIN
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'fetch_log'::regclass AND c.relname ~ '^fetch_log_\d{4}_\d\d$'
           AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
    LOOP
        EXECUTE format('DROP TABLE %I', old);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM fetch_log_default WHERE fetched_at < before;
    RETURN dropped;
END $$;
COMMENT ON FUNCTION tracker_drop_log(timestamptz) IS 'Drops the partitions of the fetch log that end before a moment; answers how many.';
