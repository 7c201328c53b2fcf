-- The tracker's schema as it stands today, for people who read. Servers are brought here by sql/migrations/
-- (append-only); a test proves that the migrations give exactly this.
--
-- Plain PostgreSQL 15 or newer, no extension. Families of tables, each keyed first by the id by which it could be
-- spread over machines (article_id, event_id); foreign keys stay inside one family. Reference, queue and ledger
-- tables (publisher, feed, host, subscriber, delivery) stay small and local.
-- Intervals are half-open. Days are local calendar days of the place an event names (UTC where unknown).

-- ---------------------------------------------------------------- reference

CREATE TABLE publisher (
    publisher   text PRIMARY KEY,
    family      text NOT NULL,
    country     text,
    tier        smallint NOT NULL DEFAULT 3 CHECK (tier BETWEEN 1 AND 5)
);
COMMENT ON TABLE publisher IS 'Who publishes, and the family (owner) whose outlets count as one source.';

-- ---------------------------------------------------------------- feeds

CREATE TABLE feed (
    feed_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url             text NOT NULL UNIQUE,
    title           text,
    publisher       text,
    family          text,
    country         text,
    language        text NOT NULL DEFAULT 'en',
    zone            text NOT NULL DEFAULT 'UTC',
    tier            smallint NOT NULL DEFAULT 3,
    origin          text NOT NULL DEFAULT 'config' CHECK (origin IN ('config', 'user', 'opml', 'demo')),
    state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'gone', 'removed')),
    added_at        timestamptz NOT NULL,
    -- schedule
    next_poll_at    timestamptz NOT NULL,
    interval_s      integer NOT NULL DEFAULT 3600,
    hint_s          integer,
    claimed_at      timestamptz,
    due_at          timestamptz,
    -- validators and memory of the last good answer
    etag            text,
    last_modified   text,
    body_hash       text,
    last_keys       text[] NOT NULL DEFAULT '{}',
    identity_rule   text NOT NULL DEFAULT 'guid' CHECK (identity_rule IN ('guid', 'link', 'title')),
    unconditional_at timestamptz,
    -- outcomes
    last_outcome    text,
    last_detail     text,
    last_polled_at  timestamptz,
    last_success_at timestamptz,
    failures        integer NOT NULL DEFAULT 0,
    gaps            integer NOT NULL DEFAULT 0,
    new_share       real,
    gone_since      timestamptz,
    moved_to        text,
    moved_since     timestamptz
);
COMMENT ON TABLE feed IS 'A source that is polled. What is due: state = active and next_poll_at <= now().';
COMMENT ON COLUMN feed.due_at IS 'The time for which a claimed feed was due; next_poll_at is then the end of the lease.';
COMMENT ON COLUMN feed.claimed_at IS 'When the feed was handed out; only the poll of this hand-out may store its outcome.';
CREATE INDEX feed_due ON feed (next_poll_at) WHERE state = 'active';

CREATE TABLE host (
    host            text PRIMARY KEY,
    not_before      timestamptz NOT NULL DEFAULT '-infinity',
    reason          text,
    asked_at        timestamptz
);
COMMENT ON TABLE host IS 'Hosts we talk to: left alone until not_before (Retry-After), and asked at most once per spacing.';
COMMENT ON COLUMN host.asked_at IS 'When the last request to the host was or will be made, by the clock of the database; the next reserves a later moment.';

CREATE FUNCTION tracker_host(url text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(lower(substring(url FROM '^https?://(?:[^/@]*@)?(\[[^]]*\]|[^]/:?#[]+)')), '')
$$;
COMMENT ON FUNCTION tracker_host(text) IS 'The host of an address in lower case, without its port; empty where there is none.';

CREATE FUNCTION tracker_room(asked_at timestamptz, spacing_s double precision, ahead_s double precision) RETURNS integer
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT CASE WHEN spacing_s <= 0 THEN 1000000 ELSE least(1000000, greatest(0, ceil(
        (ahead_s - greatest(0, coalesce(extract(epoch FROM asked_at - clock_timestamp()) + spacing_s, 0))) / spacing_s)))::integer END
$$;
COMMENT ON FUNCTION tracker_room(timestamptz, double precision, double precision) IS 'How many requests to a host fit into the next seconds, one per spacing, when it was last asked at asked_at.';

CREATE TABLE robots (
    host            text PRIMARY KEY,
    body            text NOT NULL,
    fetched_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL
);
COMMENT ON TABLE robots IS 'robots.txt of article hosts, kept for a day.';

CREATE TABLE fetch_log (
    fetched_at      timestamptz NOT NULL,
    feed_id         bigint NOT NULL,
    outcome         text NOT NULL,
    detail          text,
    status          smallint,
    bytes           integer,
    seconds         real,
    entries         integer,
    new_entries     integer,
    changed_entries integer,
    gap             boolean NOT NULL DEFAULT false,
    late_s          real
) PARTITION BY RANGE (fetched_at);
COMMENT ON TABLE fetch_log IS 'One row per poll, partitioned by month; old months are dropped by retention.';
CREATE TABLE fetch_log_default PARTITION OF fetch_log DEFAULT;
CREATE INDEX fetch_log_time ON fetch_log USING brin (fetched_at);
CREATE INDEX fetch_log_feed ON fetch_log (feed_id, fetched_at DESC);

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

-- ---------------------------------------------------------------- articles (by article_id)

CREATE TABLE article (
    article_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url             text NOT NULL,
    url_key         text NOT NULL,
    publisher       text,
    family          text,
    country         text,
    zone            text NOT NULL DEFAULT 'UTC',
    tier            smallint NOT NULL DEFAULT 3,
    published_at    timestamptz,
    published_raw   text,
    published_from  text NOT NULL DEFAULT 'none',
    published_doubt text,
    updated_at      timestamptz,
    first_seen_at   timestamptz NOT NULL,
    language        text,
    -- reading: due -> read | kept (feed text only) | failed
    read_state      text NOT NULL DEFAULT 'due' CHECK (read_state IN ('due', 'read', 'kept', 'failed')),
    read_due_at     timestamptz,
    read_tries      smallint NOT NULL DEFAULT 0,
    read_detail     text,
    -- coding: due is "no row in coding for the current coder version"
    code_lease      timestamptz,
    reprint_of      bigint,
    wire            text,
    coded_by        text,
    UNIQUE (url_key)
);
COMMENT ON TABLE article IS 'One published report. Its words are in article_version; published_at is null where nobody said when.';
COMMENT ON COLUMN article.published_from IS 'Where the publication time came from: feed, page, url, ingest, none.';
COMMENT ON COLUMN article.first_seen_at IS 'When we learned of it; never stands in for published_at.';
COMMENT ON COLUMN article.url_key IS 'Canonical form of the address, the identity of an article across feeds.';
COMMENT ON COLUMN article.code_lease IS 'Until when a coder has the article; due again after it.';
CREATE INDEX article_read_due ON article (tracker_host(url), read_due_at, article_id) WHERE read_state = 'due';
CREATE INDEX article_published ON article (published_at);
CREATE INDEX article_reprints ON article (reprint_of) WHERE reprint_of IS NOT NULL;
CREATE INDEX article_first_seen ON article USING brin (first_seen_at);
CREATE INDEX article_coding_due ON article (coded_by, (coalesce(published_at, first_seen_at))) WHERE read_state IN ('read', 'kept');
COMMENT ON COLUMN article.coded_by IS 'The coder version that read its words last; null while nobody has read them as they stand.';

CREATE TABLE article_version (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    version         integer NOT NULL,
    known           tstzrange NOT NULL,
    title           text,
    body            text NOT NULL,
    body_from       text NOT NULL CHECK (body_from IN ('page', 'feed', 'ingest')),
    content_hash    text NOT NULL,
    signature       bigint[] NOT NULL DEFAULT '{}',
    signature_scheme smallint NOT NULL DEFAULT 0,
    emptied_at      timestamptz,
    PRIMARY KEY (article_id, version)
);
COMMENT ON COLUMN article_version.emptied_at IS 'When retention let go of the words: body then holds its opening and the quoted sentences, each at its place, and blanks between. Not coded again.';
CREATE INDEX article_version_whole ON article_version (article_id) WHERE emptied_at IS NULL;
COMMENT ON COLUMN article_version.signature_scheme IS 'How the signature was made (tracker.events.reprints.SCHEME); one of another scheme is ignored until it is made anew.';
CREATE INDEX article_version_scheme ON article_version (signature_scheme) WHERE upper_inf(known);
COMMENT ON TABLE article_version IS 'The words of an article; an edit closes known and opens a new version.';
CREATE UNIQUE INDEX article_version_open ON article_version (article_id) WHERE upper_inf(known);

CREATE TABLE article_band (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    band            bigint NOT NULL,
    PRIMARY KEY (article_id, band)
);
COMMENT ON TABLE article_band IS 'MinHash bands: two articles that share one are candidates for a reprint.';
CREATE INDEX article_band_lookup ON article_band (band);

CREATE TABLE article_story (
    article_id      bigint PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    keys            bigint[] NOT NULL
);
COMMENT ON TABLE article_story IS 'How an article opens, by keys of the words that tell most of its story (tracker.events.echo): two that share one may tell the same story.';
COMMENT ON COLUMN article_story.keys IS 'Hashes of pairs of words with a run of days.';
CREATE INDEX article_story_keys ON article_story USING gin (keys) WITH (fastupdate = off);

CREATE TABLE article_telling (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    family          text NOT NULL,
    of_article      bigint NOT NULL,
    of_mention      integer NOT NULL,
    score           real NOT NULL,
    reason          text NOT NULL,
    PRIMARY KEY (article_id, family)
);
COMMENT ON TABLE article_telling IS 'Which mention of another article an article opens with the story of, the best one of each family of kinds (tracker.events.echo).';
COMMENT ON COLUMN article_telling.family IS 'The kinds among which it is the best one, as tracker.events.told names them.';
COMMENT ON COLUMN article_telling.score IS 'How well it tells of it, 0 to 1; reason says why in words.';
CREATE INDEX article_telling_of ON article_telling (of_article);

-- in parts: what is found under any key is checked against all that are looked up with it; tracker_filed does the same
CREATE FUNCTION tracker_sharing(wanted bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    FOR at IN 1 .. cardinality(wanted) BY 64 LOOP
        RETURN QUERY SELECT article_id FROM article_story WHERE keys && wanted[at : at + 63];
    END LOOP;
END $$;
COMMENT ON FUNCTION tracker_sharing(bigint[]) IS 'Articles whose openings are filed under any of some keys, some of them repeatedly: those that may tell the same story.';

CREATE TABLE feed_entry (
    feed_id         bigint NOT NULL,
    entry_key       text NOT NULL,
    article_id      bigint NOT NULL,
    guid            text,
    link            text,
    content_hash    text NOT NULL,
    first_seen_at   timestamptz NOT NULL,
    last_seen_at    timestamptz NOT NULL,
    PRIMARY KEY (feed_id, entry_key)
);
COMMENT ON TABLE feed_entry IS 'Which entry of which feed is which article; polling again finds it here and adds nothing.';
CREATE INDEX feed_entry_article ON feed_entry (article_id);
CREATE INDEX feed_entry_link ON feed_entry (feed_id, link);

CREATE TABLE coding (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    coder_version   text NOT NULL,
    article_version integer NOT NULL,
    coded_at        timestamptz NOT NULL,
    outcome         text NOT NULL CHECK (outcome IN ('coded', 'nothing', 'other_language', 'failed')),
    detail          text,
    matched_at      timestamptz,
    staged          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (article_id, coder_version)
);
COMMENT ON TABLE coding IS 'That a coder version has coded an article version. An article without a row for the current version is due.';
COMMENT ON COLUMN coding.staged IS 'True while a reading by a new coder version waits beside the one that counts, until all are there and are swapped in together.';
CREATE INDEX coding_unmatched ON coding (coded_at) WHERE matched_at IS NULL AND NOT staged;
CREATE INDEX coding_staged ON coding (coder_version) WHERE staged;

CREATE FUNCTION tracker_coding_due(coder text, since timestamptz, moment timestamptz, most integer)
RETURNS TABLE (article_id bigint, version integer)
LANGUAGE sql STABLE ROWS 20 SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH RECURSIVE coders AS (
        (SELECT coded_by FROM article WHERE read_state IN ('read', 'kept') AND coded_by IS NOT NULL ORDER BY coded_by LIMIT 1)
        UNION ALL
        SELECT (SELECT coded_by FROM article WHERE read_state IN ('read', 'kept') AND coded_by > coders.coded_by
                 ORDER BY coded_by LIMIT 1)
          FROM coders WHERE coders.coded_by IS NOT NULL
    )
    SELECT due.article_id, due.version
      FROM (
        SELECT young.* FROM coders CROSS JOIN LATERAL (
            SELECT a.article_id, v.version, coalesce(a.published_at, a.first_seen_at) AS at
              FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
             WHERE a.read_state IN ('read', 'kept') AND a.coded_by = coders.coded_by
               AND coalesce(a.published_at, a.first_seen_at) >= since
               AND coalesce(a.code_lease, '-infinity') <= moment AND v.emptied_at IS NULL
               AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = coder
                                  AND c.article_version = v.version)
             ORDER BY coalesce(a.published_at, a.first_seen_at) DESC LIMIT most
        ) AS young
         WHERE coders.coded_by <> coder
        UNION ALL
        (SELECT a.article_id, v.version, coalesce(a.published_at, a.first_seen_at) AS at
           FROM article a JOIN article_version v ON v.article_id = a.article_id AND upper_inf(v.known)
          WHERE a.read_state IN ('read', 'kept') AND a.coded_by IS NULL
            AND coalesce(a.code_lease, '-infinity') <= moment AND v.emptied_at IS NULL
            AND NOT EXISTS (SELECT FROM coding c WHERE c.article_id = a.article_id AND c.coder_version = coder
                               AND c.article_version = v.version)
          ORDER BY coalesce(a.published_at, a.first_seen_at) DESC LIMIT most)
      ) AS due
     ORDER BY due.at DESC, due.article_id LIMIT most
$$;
COMMENT ON FUNCTION tracker_coding_due(text, timestamptz, timestamptz, integer) IS 'Articles whose words a coder version has not read and nobody holds at a moment, newest first: young ones, and those that no version has read as they stand.';

CREATE TABLE mention (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    coder_version   text NOT NULL,
    mention_no      integer NOT NULL,
    kind            text NOT NULL,
    type            text NOT NULL,
    mode            text,
    contexts        text[] NOT NULL DEFAULT '{}',
    cameo           text NOT NULL,
    status          text NOT NULL,
    during          daterange,
    granularity     text,
    date_value      text,
    date_edtf       text,
    date_text       text,
    date_start      integer,
    date_end        integer,
    basis           text NOT NULL,
    actors          jsonb NOT NULL,
    recipients      jsonb NOT NULL,
    countries       text[] NOT NULL DEFAULT '{}',
    place           jsonb,
    object          text,
    lead            boolean NOT NULL,
    said_by         text,
    confidence      real NOT NULL,
    evidence        jsonb NOT NULL,
    more_evidence   jsonb NOT NULL DEFAULT '[]',
    votes           jsonb NOT NULL DEFAULT '[]',
    reasons         text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (article_id, coder_version, mention_no)
);
COMMENT ON TABLE mention IS 'What one article says of one event: the coder''s answer with its evidence to the character.';

-- ---------------------------------------------------------------- events (by event_id)

CREATE SEQUENCE event_id_seq;

CREATE TABLE event (
    event_id        bigint NOT NULL,
    version         integer NOT NULL,
    known           tstzrange NOT NULL,
    change          text NOT NULL,
    kind            text NOT NULL,
    type            text NOT NULL,
    mode            text,
    contexts        text[] NOT NULL DEFAULT '{}',
    cameo           text NOT NULL,
    status          text NOT NULL,
    during          daterange,
    granularity     text,
    date_value      text,
    date_edtf       text,
    date_text       text,
    basis           text NOT NULL,
    actors          jsonb NOT NULL,
    recipients      jsonb NOT NULL,
    countries       text[] NOT NULL DEFAULT '{}',
    names           text[] NOT NULL DEFAULT '{}',
    place           text,
    place_country   text,
    lat             double precision,
    lon             double precision,
    object          text,
    title           text NOT NULL,
    said_by         text,
    evidence        jsonb NOT NULL,
    confidence      real NOT NULL,
    significance    real NOT NULL DEFAULT 0,
    source_count    integer NOT NULL DEFAULT 0,
    independent_sources integer NOT NULL DEFAULT 0,
    first_reported  timestamptz,
    corrected_by    text,
    withdrawn       boolean NOT NULL DEFAULT false,
    words           tsvector NOT NULL DEFAULT '',
    filed           text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (event_id, version)
);
COMMENT ON TABLE event IS 'One happening; every change is a version. The open version (upper_inf(known)) is what is known now.';
COMMENT ON COLUMN event.change IS 'Why this version exists, in words: "reported", "confirmed", "date: by 31 Dec -> 19 Dec", "cancelled" …';
COMMENT ON COLUMN event.withdrawn IS 'True when the evidence has vanished or a person rejected the event; it leaves the timeline but not the history.';
COMMENT ON COLUMN event.filed IS 'Keys of kind, parties and days under which the matcher finds the event, from all its mentions (tracker.events.filing).';
CREATE UNIQUE INDEX event_open ON event (event_id) WHERE upper_inf(known);
CREATE INDEX event_during ON event USING gist (during) WHERE upper_inf(known);
CREATE INDEX event_changed ON event (lower(known));

CREATE TABLE event_mention (
    event_id        bigint NOT NULL,
    article_id      bigint NOT NULL,
    mention_no      integer NOT NULL,
    known           tstzrange NOT NULL,
    score           real NOT NULL,
    reasons         text[] NOT NULL DEFAULT '{}',
    lead            boolean NOT NULL,
    publisher       text,
    family          text,
    url             text NOT NULL,
    title           text,
    published_at    timestamptz,
    independent_key text NOT NULL,
    quotes          jsonb NOT NULL DEFAULT '[]',
    read_reasons    text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (event_id, article_id, mention_no, known)
);
COMMENT ON TABLE event_mention IS 'Which mentions are evidence for an event, since when, and the score that tied them, explained.';
COMMENT ON COLUMN event_mention.quotes IS 'The sentences that the coder read it from; other words in a later coding or edit close the row and open another.';
COMMENT ON COLUMN event_mention.read_reasons IS 'Why the coder read it so; reasons says why it was joined to this event.';
COMMENT ON COLUMN event_mention.mention_no IS 'Number of the mention in its article; -1 for an article that only opens with the same story.';
CREATE INDEX event_mention_article ON event_mention (article_id, mention_no) WHERE upper_inf(known);
-- the events of a source are read from these alone
CREATE INDEX event_mention_publisher ON event_mention (lower(publisher), event_id) INCLUDE (publisher)
    WHERE octet_length(publisher) <= 800;
CREATE INDEX event_mention_family ON event_mention (family, event_id);

CREATE TABLE correction (
    correction_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_at         timestamptz NOT NULL,
    author          text NOT NULL,
    reason          text NOT NULL,
    action          text NOT NULL CHECK (action IN ('correct', 'merge', 'split', 'reject', 'restore')),
    event_id        bigint NOT NULL,
    payload         jsonb NOT NULL,
    undone_at       timestamptz,
    applied_at      timestamptz
);
COMMENT ON TABLE correction IS 'What people decided; it is laid over the machine''s answer after every re-coding and re-matching.';
CREATE INDEX correction_event ON correction (event_id);
CREATE INDEX correction_waiting ON correction (correction_id) WHERE applied_at IS NULL;

-- ---------------------------------------------------------------- digest (local ledger)

CREATE TABLE subscriber (
    subscriber_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address         text NOT NULL,
    name            text,
    zone            text NOT NULL DEFAULT 'UTC',
    hour            smallint NOT NULL DEFAULT 7 CHECK (hour BETWEEN 0 AND 23),
    minute          smallint NOT NULL DEFAULT 0 CHECK (minute BETWEEN 0 AND 59),
    weekdays        smallint[] NOT NULL DEFAULT '{1,2,3,4,5,6,7}',
    locale          text NOT NULL DEFAULT 'en',
    format          text NOT NULL DEFAULT 'html' CHECK (format IN ('html', 'text')),
    empty_days      text NOT NULL DEFAULT 'short' CHECK (empty_days IN ('short', 'silent')),
    filters         jsonb NOT NULL DEFAULT '{}',
    state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'active', 'unsubscribed', 'suppressed', 'removed')),
    state_reason    text,
    added_at        timestamptz NOT NULL,
    confirmed_at    timestamptz,
    watermark       timestamptz,
    next_due_at     timestamptz
);
CREATE UNIQUE INDEX subscriber_address ON subscriber (lower(address));
CREATE INDEX subscriber_due ON subscriber (next_due_at) WHERE state = 'active';
COMMENT ON TABLE subscriber IS 'Who gets the digest, when by their own clock, and of what. Unsubscribed addresses stay, so that nothing mails them again.';
COMMENT ON COLUMN subscriber.watermark IS 'Changes known up to here were sent; the next digest begins here.';
COMMENT ON COLUMN subscriber.next_due_at IS 'When the next digest is due, worked out from zone, hour and weekdays; it moves on in the transaction that enters the delivery.';

CREATE TABLE alert (
    alert_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber_id   bigint NOT NULL REFERENCES subscriber,
    words           text NOT NULL,
    rule            jsonb NOT NULL,
    cooldown_s      integer NOT NULL DEFAULT 3600 CHECK (cooldown_s >= 0),
    checked_until   timestamptz NOT NULL,
    last_raised_at  timestamptz
);
COMMENT ON TABLE alert IS 'A standing question of a subscriber, answered at once; after an answer it rests for cooldown_s and then tells of all that came meanwhile.';
CREATE INDEX alert_subscriber ON alert (subscriber_id);

CREATE TABLE edition (
    edition_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             text NOT NULL UNIQUE,
    purpose         text NOT NULL CHECK (purpose IN ('digest', 'alert', 'confirm')),
    local_day       date NOT NULL,
    composed_at     timestamptz NOT NULL,
    subject         text NOT NULL,
    plain           text NOT NULL,
    html            text,
    chart           bytea,
    chart_dark      bytea,
    calendar        bytea,
    events          jsonb NOT NULL DEFAULT '[]'
);
COMMENT ON TABLE edition IS 'One composed mail, shared by every reader with the same filter, language, format, window and history. Personal parts are filled in at hand-over.';
COMMENT ON COLUMN edition.events IS 'What it tells: event ids, versions and the state of each that a reader now knows.';
CREATE INDEX edition_day ON edition (local_day DESC, edition_id DESC);

CREATE TABLE delivery (
    delivery_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber_id   bigint NOT NULL REFERENCES subscriber,
    purpose         text NOT NULL CHECK (purpose IN ('digest', 'alert', 'confirm')),
    local_day       date NOT NULL,
    slot            text NOT NULL DEFAULT '',
    state           text NOT NULL CHECK (state IN ('due', 'composed', 'handed_over', 'sent', 'deferred', 'suppressed')),
    message_id      text NOT NULL,
    window_from     timestamptz,
    window_to       timestamptz,
    due_at          timestamptz NOT NULL,
    next_try_at     timestamptz,
    tries           smallint NOT NULL DEFAULT 0,
    claimed_at      timestamptz,
    sent_at         timestamptz,
    detail          text,
    edition_id      bigint REFERENCES edition,
    UNIQUE (subscriber_id, purpose, local_day, slot)
);
COMMENT ON TABLE delivery IS 'The ledger: at most one digest per subscriber and local day; message_id is the same on every try.';
COMMENT ON COLUMN delivery.claimed_at IS 'When a sender took the row; another may take it over when this is older than the lease.';
CREATE INDEX delivery_due ON delivery (next_try_at) WHERE state IN ('due', 'composed', 'handed_over', 'deferred');
CREATE INDEX delivery_subscriber ON delivery (subscriber_id, purpose) WHERE state IN ('due', 'composed', 'handed_over', 'deferred');
CREATE INDEX delivery_message ON delivery (message_id);
CREATE INDEX delivery_edition ON delivery (edition_id);

CREATE TABLE sent_event (
    subscriber_id   bigint NOT NULL REFERENCES subscriber,
    event_id        bigint NOT NULL,
    version         integer NOT NULL,
    state           jsonb NOT NULL,
    sent_at         timestamptz NOT NULL,
    PRIMARY KEY (subscriber_id, event_id)
);
COMMENT ON TABLE sent_event IS 'The last version of each event that a subscriber was told of; it returns only when it changed.';

-- ---------------------------------------------------------------- small facts of the service

CREATE TABLE fact (
    name            text PRIMARY KEY,
    value           jsonb NOT NULL,
    set_at          timestamptz NOT NULL
);
COMMENT ON TABLE fact IS 'Facts the service remembers: current coder version, secret for signed links, last retention run.';

-- ---------------------------------------------------------------- functions

CREATE FUNCTION tracker_score(type text) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE type
        WHEN 'AID' THEN 10 WHEN 'COOPERATE' THEN 9.5 WHEN 'RETREAT' THEN 6.5 WHEN 'SUPPORT' THEN 5
        WHEN 'CONCEDE' THEN 4.5 WHEN 'AGREE' THEN 2.5 WHEN 'CONSULT' THEN 2.5 WHEN 'REQUEST' THEN 0
        WHEN 'REJECT' THEN -2 WHEN 'ACCUSE' THEN -3 WHEN 'THREATEN' THEN -3.5 WHEN 'PROTEST' THEN -5
        WHEN 'MOBILIZE' THEN -5.5 WHEN 'SANCTION' THEN -6 WHEN 'COERCE' THEN -7 WHEN 'ASSAULT' THEN -9
        ELSE 0 END)::real
$$;
COMMENT ON FUNCTION tracker_score(text) IS 'Goldstein-like score of a PLOVER type, -9 (assault) to +10 (aid).';

CREATE FUNCTION tracker_start(during daterange) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(lower(during), '-infinity'::date) $$;
COMMENT ON FUNCTION tracker_start(daterange) IS 'First day of an interval, -infinity where nothing is known; the order of the timeline.';

CREATE FUNCTION tracker_end(during daterange) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(upper(during), 'infinity'::date) $$;
COMMENT ON FUNCTION tracker_end(daterange) IS 'The day after the last of an interval, infinity where nothing is known.';

CREATE FUNCTION tracker_ahead(known tstzrange, during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(lower(during) > (lower(known) AT TIME ZONE 'UTC')::date, false) $$;
COMMENT ON FUNCTION tracker_ahead(tstzrange, daterange) IS 'Whether an event was known before its days came; what was known in the past of the days after is among these.';

CREATE FUNCTION tracker_long(during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(upper(during) - lower(during) > 31, true) $$;
COMMENT ON FUNCTION tracker_long(daterange) IS 'Whether days are more than a month, or have no first or last one.';

CREATE FUNCTION tracker_search(asked text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN websearch_to_tsquery('english', regexp_replace(asked, '-[-\s]*-', '-', 'g'));
COMMENT ON FUNCTION tracker_search(text) IS 'What words, "phrases", or and -not ask for; several minus signs in a row are one.';

CREATE FUNCTION tracker_told(names text[]) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN ' ' || replace(replace(translate(array_to_string(names, E'\n '), '-.,;:/\|()[]"''’`', '                '), '  ', ' '), '  ', ' ');
COMMENT ON FUNCTION tracker_told(text[]) IS 'Names as one text in which a space stands before every word and none is next to punctuation; a line each.';

-- its body is bound here, not looked up by name when an index is built
CREATE FUNCTION tracker_words_of(names text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(array_remove(string_to_array(tracker_told(names), ' '), ''));
COMMENT ON FUNCTION tracker_words_of(text[]) IS 'The words of names, by whose beginnings an index finds events.';

CREATE FUNCTION tracker_beginnings(asked text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || word || ''':*', ' & ')::tsquery
      FROM unnest(string_to_array(tracker_told(ARRAY[lower(asked)]), ' ')) AS word WHERE word <> ''
$$;
COMMENT ON FUNCTION tracker_beginnings(text) IS 'Asks tracker_words_of for words that begin like those of a name; null for a name without any.';

CREATE FUNCTION tracker_sought(asked text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(rtrim(tracker_told(ARRAY[lower(asked)])), '');
COMMENT ON FUNCTION tracker_sought(text) IS 'A name, or a part of one from the beginning of a word on, as it stands in tracker_told; null where there is no word.';

CREATE FUNCTION tracker_named(names text[], asked text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN position(tracker_sought(asked) IN tracker_told(names)) > 0;
COMMENT ON FUNCTION tracker_named(text[], text) IS 'Whether one of the names holds what is asked for, from the beginning of a word on.';

-- the order of the timeline, with what filters ask for: pages walk through a hundred thousand without reading one
CREATE INDEX event_days ON event (tracker_start(during), event_id, tracker_end(during))
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon) WHERE NOT withdrawn;
CREATE INDEX event_long ON event (tracker_end(during), tracker_start(during), event_id)
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon)
    WHERE NOT withdrawn AND tracker_long(during);
CREATE INDEX event_ahead ON event (tracker_start(during), event_id, tracker_end(during), lower(known))
    INCLUDE (version, known, during, kind, status, countries, place, place_country, lat, lon)
    WHERE NOT withdrawn AND tracker_ahead(known, during);
-- without these the planner takes what indexes have in a form of their own for rare
CREATE STATISTICS event_starts ON (tracker_start(during)) FROM event;
CREATE STATISTICS event_ends ON (tracker_end(during)) FROM event;
CREATE STATISTICS event_kinds ON (ARRAY[kind]) FROM event;
CREATE STATISTICS event_statuses ON (ARRAY[status]) FROM event;
CREATE STATISTICS event_places ON (ARRAY[lower(place), place_country]) FROM event;
CREATE STATISTICS event_names ON (tracker_words_of(names)) FROM event;
-- an index tells without its table only of pages that were vacuumed: also the newest are, soon after they came
ALTER TABLE event SET (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX event_filed ON event USING gin (filed) WITH (fastupdate = off) WHERE upper_inf(known);
CREATE INDEX event_known ON event USING gist (known, during);
CREATE INDEX event_closed ON event USING gist ((known * '(,)'::tstzrange)) WHERE NOT upper_inf(known);
-- one index for all that views ask for at once: several partial ones of the same rows are never joined by the planner
CREATE INDEX event_sides ON event USING gin (countries, tracker_words_of(names), words, (ARRAY[kind]), (ARRAY[status]), (ARRAY[lower(place), place_country]))
    WHERE upper_inf(known);

CREATE TABLE habit (
    parties         text NOT NULL,
    kind            text NOT NULL,
    day             date NOT NULL,
    events          integer NOT NULL,
    PRIMARY KEY (parties, kind, day)
);
COMMENT ON TABLE habit IS 'How many events of a kind two countries (or one alone) have on a day, kept by triggers on event; what is rare between them is novel.';

CREATE FUNCTION tracker_parties(countries text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN cardinality(countries) = 1 THEN countries
        WHEN cardinality(countries) <= 8 THEN
            ARRAY(SELECT a || '-' || b FROM unnest(countries) AS a, unnest(countries) AS b WHERE a < b)
        ELSE '{}'
        END
$$;
COMMENT ON FUNCTION tracker_parties(text[]) IS 'The pairs of countries of an event, such as CHN-USA, or the one country alone; none where there are more than eight.';

CREATE TABLE tally (
    country         text NOT NULL,
    partner         text NOT NULL,
    day             date NOT NULL,
    events          integer NOT NULL,
    points          double precision NOT NULL,
    PRIMARY KEY (country, day, partner)
);
COMMENT ON TABLE tally IS 'How many events that happened or go on a country had on a day, alone (partner empty) and with each partner, and the sum of their scores (tracker_score); counted on their first day and kept by triggers on event.';
CREATE INDEX tally_day ON tally (day) WHERE partner = '';

CREATE FUNCTION tracker_shares(countries text[]) RETURNS TABLE (country text, partner text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT DISTINCT a, CASE WHEN a = b THEN '' ELSE b END
      FROM unnest(countries) AS a, unnest(countries) AS b
     WHERE a = b OR cardinality(countries) <= 8
$$;
COMMENT ON FUNCTION tracker_shares(text[]) IS 'The rows of tally that an event belongs to: each country alone and each pair, both ways; no pairs where there are more than eight.';

CREATE TABLE uncounted (
    kind            text,
    type            text,
    status          text,
    countries       text[],
    during          daterange,
    change          integer
);
COMMENT ON TABLE uncounted IS 'Events that came (change 1) or went (-1) and that habit and tally do not count yet: a long transaction counts at its end, so that others need not wait for its rows.';
COMMENT ON COLUMN uncounted.kind IS 'Kind of the event.';
COMMENT ON COLUMN uncounted.type IS 'PLOVER type.';
COMMENT ON COLUMN uncounted.status IS 'Its status.';
COMMENT ON COLUMN uncounted.countries IS 'Codes of everyone involved.';
COMMENT ON COLUMN uncounted.during IS 'Its days.';
COMMENT ON COLUMN uncounted.change IS '1 where it came, -1 where it went.';

CREATE FUNCTION tracker_count(changes uncounted[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('tracker.count_later', true) = 'on' THEN
        INSERT INTO uncounted SELECT * FROM unnest(changes);
        RETURN;
    END IF;
    -- in the order of the keys, so that two at a time wait for each other but never crosswise
    INSERT INTO habit AS h (parties, kind, day, events)
    SELECT each, c.kind, lower(c.during), sum(c.change)
      FROM unnest(changes) AS c, unnest(tracker_parties(c.countries)) AS each
     WHERE upper(c.during) - lower(c.during) <= 31
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT ON CONSTRAINT habit_pkey DO UPDATE SET events = h.events + excluded.events;
    INSERT INTO tally AS t (country, partner, day, events, points)
    SELECT s.country, s.partner, lower(c.during), sum(c.change), sum(c.change * tracker_score(c.type))
      FROM unnest(changes) AS c, tracker_shares(c.countries) AS s
     WHERE c.status IN ('happened', 'ongoing') AND lower(c.during) IS NOT NULL
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT ON CONSTRAINT tally_pkey DO UPDATE SET events = t.events + excluded.events, points = t.points + excluded.points;
END $$;
COMMENT ON FUNCTION tracker_count(uncounted[]) IS 'Adds to and takes from the counts in habit and tally; days wider than a month count in tally alone. Where tracker.count_later is on, they are only noted.';

CREATE FUNCTION tracker_count_rest() RETURNS void
LANGUAGE sql AS $$
    WITH rest AS (DELETE FROM uncounted RETURNING uncounted)
    SELECT tracker_count(array_agg(uncounted)) FROM rest HAVING count(*) > 0
$$;
COMMENT ON FUNCTION tracker_count_rest() IS 'Counts what was noted in uncounted.';

CREATE FUNCTION tracker_events_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE habit, tally, uncounted;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tracker_count(array_agg(ROW(kind, type, status, countries, during, 1)::uncounted))
           FROM came WHERE upper_inf(known) AND NOT withdrawn HAVING count(*) > 0;
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM tracker_count(array_agg(ROW(o.kind, o.type, o.status, o.countries, o.during, -1)::uncounted))
           FROM went AS o JOIN came AS n USING (event_id, version)
          WHERE upper_inf(o.known) AND NOT o.withdrawn AND NOT upper_inf(n.known) HAVING count(*) > 0;
    ELSE
        PERFORM tracker_count(array_agg(ROW(kind, type, status, countries, during, -1)::uncounted))
           FROM went WHERE upper_inf(known) AND NOT withdrawn HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_events_changed() IS 'Keeps habit and tally in step with the open versions of events, all of a statement together.';

CREATE TRIGGER event_opened AFTER INSERT ON event REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_closed AFTER UPDATE ON event REFERENCING OLD TABLE AS went NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_deleted AFTER DELETE ON event REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_events_changed();
CREATE TRIGGER event_emptied AFTER TRUNCATE ON event EXECUTE FUNCTION tracker_events_changed();

CREATE FUNCTION tracker_recount() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE habit, tally, uncounted;
    INSERT INTO habit (parties, kind, day, events)
    SELECT each, kind, lower(during), count(*)
      FROM event, unnest(tracker_parties(countries)) AS each
     WHERE upper_inf(known) AND NOT withdrawn AND upper(during) - lower(during) <= 31
     GROUP BY each, kind, lower(during);
    INSERT INTO tally (country, partner, day, events, points)
    SELECT s.country, s.partner, lower(during), count(*), sum(tracker_score(type))
      FROM event, tracker_shares(countries) AS s
     WHERE upper_inf(known) AND NOT withdrawn AND status IN ('happened', 'ongoing') AND lower(during) IS NOT NULL
     GROUP BY s.country, s.partner, lower(during);
END $$;
COMMENT ON FUNCTION tracker_recount() IS 'Counts habit and tally anew from the open versions of events, for after a bulk load without triggers.';

CREATE FUNCTION tracker_earlier(kind text, countries text[], during daterange) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_variable
BEGIN
    IF upper(during) - lower(during) <= 31 THEN
        RETURN (
            SELECT min(coalesce((SELECT sum(h.events) FROM habit AS h
                                  WHERE h.parties = each AND h.kind = kind
                                    AND h.day >= lower(during) - 365 AND h.day < lower(during)), 0))
              FROM unnest(tracker_parties(countries)) AS each);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tracker_earlier(text, text[], daterange) IS 'How many events of the kind there were between these countries in the year before the first day, of the pair that had fewest; null where the days are vague or nobody is named.';

CREATE FUNCTION tracker_novelty(earlier integer) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (CASE WHEN earlier IS NULL THEN 1.0 ELSE 0.85 + 0.35 / (1 + greatest(earlier, 0) / 3.0) END)::real $$;
COMMENT ON FUNCTION tracker_novelty(integer) IS 'Factor of significance: 1.2 for the first event of its kind between its countries within a year, 1.0 after four, down to 0.85 for what happens all the time; 1 where unknown.';

CREATE FUNCTION tracker_rank(significance real, kind text, countries text[], during daterange) RETURNS real
LANGUAGE sql STABLE AS $$ SELECT least(1.0, significance * tracker_novelty(tracker_earlier(kind, countries, during)))::real $$;
COMMENT ON FUNCTION tracker_rank(real, text, text[], daterange) IS 'Significance with novelty: what the page, the digest and the view timeline show and order by.';

CREATE FUNCTION tracker_filed(keys text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_indexscan = off SET enable_seqscan = off AS $$
BEGIN
    FOR at IN 1 .. cardinality(keys) BY 64 LOOP
        RETURN QUERY SELECT event_id FROM event WHERE upper_inf(known) AND filed && keys[at : at + 63];
    END LOOP;
END $$;
COMMENT ON FUNCTION tracker_filed(text[]) IS 'Events filed under any of some keys, some of them repeatedly: those that a new mention may belong to.';

-- Names are for matching people and bodies: lower case, as they are looked up.
COMMENT ON COLUMN event.names IS 'Lower-case names, persons and countries of everyone involved, for look-up by actor.';

-- ---------------------------------------------------------------- for analysts

CREATE VIEW event_history AS
SELECT e.event_id,
       e.version,
       lower(e.during)                                                     AS "when",
       (upper(e.during) - 1)                                               AS until,
       e.during,
       e.granularity,
       e.basis,
       e.date_text                                                         AS date_words,
       e.kind,
       e.type,
       e.mode,
       e.contexts,
       e.cameo,
       e.status,
       ARRAY(SELECT a->>'name' FROM jsonb_array_elements(e.actors) AS a)     AS actors,
       ARRAY(SELECT r->>'name' FROM jsonb_array_elements(e.recipients) AS r) AS recipients,
       e.countries,
       ARRAY(SELECT DISTINCT a->>'country' FROM jsonb_array_elements(e.actors) AS a WHERE a->>'country' IS NOT NULL)
                                                                           AS actor_countries,
       ARRAY(SELECT DISTINCT r->>'country' FROM jsonb_array_elements(e.recipients) AS r WHERE r->>'country' IS NOT NULL)
                                                                           AS recipient_countries,
       e.place,
       e.place_country,
       e.lat,
       e.lon,
       e.object,
       e.title,
       e.evidence->>'text'                                                 AS sentence,
       e.said_by,
       e.source_count                                                      AS sources,
       e.independent_sources,
       e.first_reported,
       lower(e.known)                                                      AS last_changed,
       e.change,
       e.confidence,
       tracker_rank(e.significance, e.kind, e.countries, e.during)         AS significance,
       tracker_score(e.type)                                               AS score,
       e.known,
       e.withdrawn,
       e.words
  FROM event AS e;
COMMENT ON VIEW event_history IS 'Every version of every event in plain columns; "known" says from when to when a version was what we knew.';

CREATE VIEW timeline AS
SELECT * FROM event_history WHERE upper_inf(known) AND NOT withdrawn;
COMMENT ON VIEW timeline IS 'The timeline as it is known now: one row an event, plain columns. Start here.';
COMMENT ON COLUMN timeline.event_id IS 'Number of the event; it never changes.';
COMMENT ON COLUMN timeline.version IS 'Number of this version, 1 when first reported.';
COMMENT ON COLUMN timeline."when" IS 'First day, null where unknown. Write t."when" or t.when.';
COMMENT ON COLUMN timeline.until IS 'Last day, inclusive; the same as "when" where the day is known.';
COMMENT ON COLUMN timeline.during IS 'The days as a half-open daterange: use && to find what touches a period.';
COMMENT ON COLUMN timeline.granularity IS 'The calendar unit that the words name: day, week, month …; range where they name two ends.';
COMMENT ON COLUMN timeline.basis IS 'What the days rest on: explicit, publication (counted from it), text (from another date), assumed (nothing said), none.';
COMMENT ON COLUMN timeline.date_words IS 'The words that the days come from.';
COMMENT ON COLUMN timeline.kind IS 'What happened, for people: visit, agreement, missile_launch …';
COMMENT ON COLUMN timeline.type IS 'PLOVER 2.0 type: AGREE, CONSULT … ASSAULT, and STATEMENT.';
COMMENT ON COLUMN timeline.mode IS 'PLOVER mode: how.';
COMMENT ON COLUMN timeline.contexts IS 'PLOVER contexts: why; an array.';
COMMENT ON COLUMN timeline.cameo IS 'CAMEO root code, 01 to 20.';
COMMENT ON COLUMN timeline.status IS 'happened, ongoing, planned, cancelled, denied, alleged or hypothetical.';
COMMENT ON COLUMN timeline.actors IS 'Who acts: names as reported.';
COMMENT ON COLUMN timeline.recipients IS 'To whom: names as reported.';
COMMENT ON COLUMN timeline.countries IS 'ISO 3166 alpha-3 codes (and PLOVER''s EUR, UNO, IGO …) of everyone involved, sorted.';
COMMENT ON COLUMN timeline.actor_countries IS 'Codes of those who act.';
COMMENT ON COLUMN timeline.recipient_countries IS 'Codes of those acted upon.';
COMMENT ON COLUMN timeline.place IS 'Where, by name; null where the reports do not say.';
COMMENT ON COLUMN timeline.place_country IS 'Code of the country of that place.';
COMMENT ON COLUMN timeline.lat IS 'Degrees north (WGS 84).';
COMMENT ON COLUMN timeline.lon IS 'Degrees east (WGS 84).';
COMMENT ON COLUMN timeline.object IS 'What it is about: which treaty, which missile.';
COMMENT ON COLUMN timeline.title IS 'The event in one line.';
COMMENT ON COLUMN timeline.sentence IS 'The sentence that reports it best.';
COMMENT ON COLUMN timeline.said_by IS 'Who says so, according to that sentence.';
COMMENT ON COLUMN timeline.sources IS 'How many articles report it.';
COMMENT ON COLUMN timeline.independent_sources IS 'The same without reprints and with outlets of one owner counted once.';
COMMENT ON COLUMN timeline.first_reported IS 'Publication time of the earliest report.';
COMMENT ON COLUMN timeline.last_changed IS 'When this version became known.';
COMMENT ON COLUMN timeline.change IS 'What this version changed, in words.';
COMMENT ON COLUMN timeline.confidence IS 'How sure the coder is that it read this right, 0 to 1.';
COMMENT ON COLUMN timeline.significance IS 'How much it matters, 0 to 1: type, reach, independent sources, certainty, and novelty (tracker_rank).';
COMMENT ON COLUMN timeline.score IS 'Goldstein-like score of the type: +10 cooperation, -9 conflict.';
COMMENT ON COLUMN timeline.known IS 'When this version was and is what we know.';
COMMENT ON COLUMN timeline.withdrawn IS 'False here; in event_history true where evidence vanished or a person rejected the event.';
COMMENT ON COLUMN timeline.words IS 'For full text: words @@ websearch_to_tsquery(''english'', ''submarine -film'').';

CREATE FUNCTION timeline_as_of(moment timestamptz) RETURNS SETOF event_history
LANGUAGE sql STABLE AS $$ SELECT * FROM event_history WHERE known @> moment AND NOT withdrawn $$;
COMMENT ON FUNCTION timeline_as_of(timestamptz) IS 'The timeline as it was known at a moment in the past.';

CREATE FUNCTION dyad(first text, second text) RETURNS SETOF timeline
LANGUAGE sql STABLE AS $$ SELECT * FROM timeline WHERE countries @> ARRAY[upper(first), upper(second)] $$;
COMMENT ON FUNCTION dyad(text, text) IS 'Events between two countries, whoever acted: dyad(''USA'', ''KOR'').';

CREATE FUNCTION changed_since(moment timestamptz) RETURNS SETOF event_history
LANGUAGE sql STABLE AS $$ SELECT * FROM event_history WHERE upper_inf(known) AND lower(known) > moment $$;
COMMENT ON FUNCTION changed_since(timestamptz) IS 'Events that became known, changed or were withdrawn since a moment; "change" says what.';

CREATE FUNCTION planned(first date, days integer DEFAULT 30) RETURNS SETOF timeline
LANGUAGE sql STABLE AS $$
    SELECT * FROM timeline WHERE status = 'planned' AND during && daterange(first, first + days) ORDER BY "when", event_id
$$;
COMMENT ON FUNCTION planned(date, integer) IS 'The calendar of what is planned for some days from a day on.';

CREATE FUNCTION counts_per_week(first date, last date)
RETURNS TABLE (week date, kind text, events bigint, mean_score real)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('week', "when")::date, kind, count(*), avg(score)::real
      FROM timeline
     WHERE during && daterange(first, last, '[]') AND status IN ('happened', 'ongoing')
     GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
$$;
COMMENT ON FUNCTION counts_per_week(date, date) IS 'Events that took place, by week (its Monday) and kind, with their mean score.';

CREATE FUNCTION sources_of(event bigint)
RETURNS TABLE (published_at timestamptz, publisher text, title text, url text, counts_as text, reasons text[])
LANGUAGE sql STABLE AS $$
    SELECT published_at, publisher, title, url, independent_key, reasons
      FROM event_mention WHERE event_id = event AND upper_inf(known) ORDER BY published_at NULLS LAST, url
$$;
COMMENT ON FUNCTION sources_of(bigint) IS 'The articles behind an event; those with the same counts_as are one independent source.';

COMMENT ON TABLE fetch_log_default IS 'Rows of months that have no partition of their own yet.';
COMMENT ON SEQUENCE event_id_seq IS 'Numbers of events.';
COMMENT ON SEQUENCE feed_feed_id_seq IS 'Numbers of feeds.';
COMMENT ON SEQUENCE article_article_id_seq IS 'Numbers of articles.';
COMMENT ON SEQUENCE correction_correction_id_seq IS 'Numbers of corrections.';
COMMENT ON SEQUENCE subscriber_subscriber_id_seq IS 'Numbers of subscribers.';
COMMENT ON SEQUENCE alert_alert_id_seq IS 'Numbers of alerts.';
COMMENT ON SEQUENCE edition_edition_id_seq IS 'Numbers of editions of the digest.';
COMMENT ON SEQUENCE delivery_delivery_id_seq IS 'Numbers of deliveries of the digest.';

-- analysts get a role that can read and do nothing else: GRANT tracker_reader TO ann;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_reader') THEN
        CREATE ROLE tracker_reader NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA public TO tracker_reader;
    GRANT SELECT ON event, event_mention, event_history, timeline, mention, coding, article, article_version, publisher, feed,
                    fetch_log, correction, habit, tally TO tracker_reader;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'no right to create the role tracker_reader; ask an administrator';
END $$;

-- ---------------------------------------------------------------- what the columns hold

COMMENT ON COLUMN article.article_id IS 'Number of the article, given when it is first seen.';
COMMENT ON COLUMN article.url IS 'The address as it was given.';
COMMENT ON COLUMN article.publisher IS 'Who published it, by the feed or the list of outlets.';
COMMENT ON COLUMN article.family IS 'The owner that it shares with other outlets; one family counts as one source.';
COMMENT ON COLUMN article.country IS 'ISO 3166 alpha-3 code of the outlet.';
COMMENT ON COLUMN article.zone IS 'Time zone of the outlet, in which its "today" is read.';
COMMENT ON COLUMN article.tier IS 'How reliable the outlet is, 1 most; weighs in an event''s status.';
COMMENT ON COLUMN article.published_at IS 'When it was published, as far as anybody says.';
COMMENT ON COLUMN article.published_raw IS 'The publication time in the words in which it was found.';
COMMENT ON COLUMN article.published_doubt IS 'Why the publication time is doubtful; null where it is not.';
COMMENT ON COLUMN article.updated_at IS 'When its publisher says it was changed last.';
COMMENT ON COLUMN article.language IS 'Recognised language, ISO 639-1.';
COMMENT ON COLUMN article.read_state IS 'due, read (page text), kept (the feed''s text only) or failed.';
COMMENT ON COLUMN article.read_due_at IS 'When its page is to be read, again after a failure.';
COMMENT ON COLUMN article.read_tries IS 'How often reading its page was tried.';
COMMENT ON COLUMN article.read_detail IS 'Why reading failed or the feed''s text was kept.';
COMMENT ON COLUMN article.reprint_of IS 'The article whose text it repeats; both count as one source.';
COMMENT ON COLUMN article.wire IS 'The agency that it credits.';
COMMENT ON COLUMN article_version.article_id IS 'The article.';
COMMENT ON COLUMN article_version.version IS '1, 2, … by edits.';
COMMENT ON COLUMN article_version.known IS 'From when until when these were its words.';
COMMENT ON COLUMN article_version.title IS 'Headline.';
COMMENT ON COLUMN article_version.body IS 'Plain text.';
COMMENT ON COLUMN article_version.body_from IS 'page, feed or ingest.';
COMMENT ON COLUMN article_version.content_hash IS 'Hash of title and body; equal words make no new version.';
COMMENT ON COLUMN article_version.signature IS 'MinHash values of the body, against reprints.';
COMMENT ON COLUMN coding.article_id IS 'The article.';
COMMENT ON COLUMN coding.coder_version IS 'Hash of rules, lexicons and model that read it.';
COMMENT ON COLUMN coding.article_version IS 'Which of its versions was read.';
COMMENT ON COLUMN coding.coded_at IS 'When.';
COMMENT ON COLUMN coding.outcome IS 'coded, nothing (no event in it), other_language or failed.';
COMMENT ON COLUMN coding.detail IS 'Why it failed.';
COMMENT ON COLUMN coding.matched_at IS 'When its mentions were joined to events; null while they wait.';
COMMENT ON COLUMN mention.article_id IS 'The article that says it.';
COMMENT ON COLUMN mention.coder_version IS 'The coder that read it.';
COMMENT ON COLUMN mention.mention_no IS 'Number in the article, by prominence, 0 first.';
COMMENT ON COLUMN mention.kind IS 'What happened, in the tracker''s own kinds (config/kinds.yaml).';
COMMENT ON COLUMN mention.type IS 'PLOVER 2.0 type, or STATEMENT.';
COMMENT ON COLUMN mention.mode IS 'PLOVER mode.';
COMMENT ON COLUMN mention.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN mention.cameo IS 'CAMEO root code.';
COMMENT ON COLUMN mention.status IS 'happened, ongoing, planned, cancelled, denied, alleged or hypothetical, by this sentence.';
COMMENT ON COLUMN mention.during IS 'Days of the event, half-open; null where nothing is known.';
COMMENT ON COLUMN mention.granularity IS 'Calendar unit of the words for the days.';
COMMENT ON COLUMN mention.date_value IS 'TIMEX3 value.';
COMMENT ON COLUMN mention.date_edtf IS 'The days in EDTF (ISO 8601-2).';
COMMENT ON COLUMN mention.date_text IS 'The words for the days.';
COMMENT ON COLUMN mention.date_start IS 'Where these words begin in the text.';
COMMENT ON COLUMN mention.date_end IS 'Where they end.';
COMMENT ON COLUMN mention.basis IS 'What the days rest on: explicit, publication, text, assumed or none.';
COMMENT ON COLUMN mention.actors IS 'Who does it: name, country, sector, office, person.';
COMMENT ON COLUMN mention.recipients IS 'To whom.';
COMMENT ON COLUMN mention.countries IS 'Codes of all of them.';
COMMENT ON COLUMN mention.place IS 'Name, country, latitude, longitude.';
COMMENT ON COLUMN mention.object IS 'What it is about, in words for matching.';
COMMENT ON COLUMN mention.lead IS 'Whether it stands in the headline or the first two sentences.';
COMMENT ON COLUMN mention.said_by IS 'Whom the article has it from.';
COMMENT ON COLUMN mention.confidence IS 'How sure the coder is, 0 to 1.';
COMMENT ON COLUMN mention.evidence IS 'The sentence and the word it was read from, with their places.';
COMMENT ON COLUMN mention.more_evidence IS 'Other sentences that tell it.';
COMMENT ON COLUMN mention.votes IS 'What lexicon and judge each say.';
COMMENT ON COLUMN mention.reasons IS 'Why it was read so, a line each.';
COMMENT ON COLUMN event.event_id IS 'Number of the event; it stays with most of its evidence.';
COMMENT ON COLUMN event.version IS '1, 2, … by changes.';
COMMENT ON COLUMN event.known IS 'From when until when this was what we knew.';
COMMENT ON COLUMN event.kind IS 'What happened, in the tracker''s own kinds (config/kinds.yaml).';
COMMENT ON COLUMN event.type IS 'PLOVER 2.0 type, or STATEMENT.';
COMMENT ON COLUMN event.mode IS 'PLOVER mode.';
COMMENT ON COLUMN event.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN event.cameo IS 'CAMEO root code.';
COMMENT ON COLUMN event.status IS 'happened, ongoing, planned, cancelled, denied, alleged or hypothetical, by the best evidence.';
COMMENT ON COLUMN event.during IS 'Its days, half-open, by the calendar of the place; null where nothing is known.';
COMMENT ON COLUMN event.granularity IS 'Calendar unit of the words for the days.';
COMMENT ON COLUMN event.date_value IS 'TIMEX3 value.';
COMMENT ON COLUMN event.date_edtf IS 'The days in EDTF (ISO 8601-2).';
COMMENT ON COLUMN event.date_text IS 'The words for the days in the deciding report.';
COMMENT ON COLUMN event.basis IS 'What the days rest on: explicit, publication, text, assumed or none.';
COMMENT ON COLUMN event.actors IS 'Who does it: name, country, sector, office, person.';
COMMENT ON COLUMN event.recipients IS 'To whom.';
COMMENT ON COLUMN event.countries IS 'Codes of all of them.';
COMMENT ON COLUMN event.names IS 'Their names in lower case, for searching.';
COMMENT ON COLUMN event.place IS 'Name of the place.';
COMMENT ON COLUMN event.place_country IS 'Country of the place.';
COMMENT ON COLUMN event.lat IS 'Latitude, null where only the country is known.';
COMMENT ON COLUMN event.lon IS 'Longitude.';
COMMENT ON COLUMN event.object IS 'What it is about.';
COMMENT ON COLUMN event.title IS 'A line that says who, what and to whom.';
COMMENT ON COLUMN event.said_by IS 'Whom the deciding report has it from.';
COMMENT ON COLUMN event.evidence IS 'The sentence that is shown, with its place in the article.';
COMMENT ON COLUMN event.confidence IS 'How sure all reports together make it, 0 to 1.';
COMMENT ON COLUMN event.significance IS 'Rank without novelty (tracker.events.rank); the view timeline adds it.';
COMMENT ON COLUMN event.source_count IS 'Articles behind it.';
COMMENT ON COLUMN event.independent_sources IS 'Those of them that are independent of each other: one an owner, one a text.';
COMMENT ON COLUMN event.first_reported IS 'Publication of the oldest report.';
COMMENT ON COLUMN event.corrected_by IS 'The person who put it right last.';
COMMENT ON COLUMN event.words IS 'What full-text search looks through.';
COMMENT ON COLUMN event_mention.event_id IS 'The event.';
COMMENT ON COLUMN event_mention.article_id IS 'The article.';
COMMENT ON COLUMN event_mention.known IS 'From when until when it was evidence for this event.';
COMMENT ON COLUMN event_mention.score IS 'How well it fits, 0 to 1; 1 for the first report.';
COMMENT ON COLUMN event_mention.reasons IS 'Why it was joined to this event, a line each.';
COMMENT ON COLUMN event_mention.lead IS 'Whether the article opens with it.';
COMMENT ON COLUMN event_mention.publisher IS 'Publisher of the article.';
COMMENT ON COLUMN event_mention.family IS 'Its owner.';
COMMENT ON COLUMN event_mention.url IS 'Its address as it was given.';
COMMENT ON COLUMN event_mention.title IS 'Its headline then.';
COMMENT ON COLUMN event_mention.published_at IS 'When it was published.';
COMMENT ON COLUMN event_mention.independent_key IS 'Sources that share it count once.';
COMMENT ON COLUMN correction.correction_id IS 'Number of the decision, in their order.';
COMMENT ON COLUMN correction.made_at IS 'When.';
COMMENT ON COLUMN correction.author IS 'Who decided.';
COMMENT ON COLUMN correction.reason IS 'Why, for those who read it later.';
COMMENT ON COLUMN correction.action IS 'correct, merge, split, reject or restore.';
COMMENT ON COLUMN correction.event_id IS 'The event it was made on.';
COMMENT ON COLUMN correction.payload IS 'What was decided: the values, the other event, the articles taken out, and what names them after re-coding.';
COMMENT ON COLUMN correction.undone_at IS 'When it was taken back.';
COMMENT ON COLUMN correction.applied_at IS 'When it took effect: at once, but what is decided while new readings are swapped in waits for the end of that.';
COMMENT ON COLUMN article_story.article_id IS 'The article.';
COMMENT ON COLUMN article_telling.article_id IS 'The article that opens with the story.';
COMMENT ON COLUMN article_telling.of_article IS 'The article that tells the event.';
COMMENT ON COLUMN article_telling.of_mention IS 'Number of the mention there.';
COMMENT ON COLUMN article_telling.reason IS 'Why, in words.';
COMMENT ON COLUMN habit.parties IS 'Two countries such as CHN-USA, or one alone.';
COMMENT ON COLUMN habit.kind IS 'Kind of the events.';
COMMENT ON COLUMN habit.day IS 'Their first day.';
COMMENT ON COLUMN habit.events IS 'How many.';
COMMENT ON COLUMN tally.country IS 'The country or body.';
COMMENT ON COLUMN tally.partner IS 'The other one; empty for all of its events.';
COMMENT ON COLUMN tally.day IS 'First day of the events.';
COMMENT ON COLUMN tally.events IS 'How many.';
COMMENT ON COLUMN tally.points IS 'Sum of their scores.';
COMMENT ON COLUMN publisher.publisher IS 'Name of the outlet.';
COMMENT ON COLUMN publisher.family IS 'Its owner; outlets of one owner count as one source.';
COMMENT ON COLUMN publisher.country IS 'Code of the country that it comes from.';
COMMENT ON COLUMN publisher.tier IS 'How far it is trusted, 1 most to 5 least.';
COMMENT ON COLUMN feed.feed_id IS 'Number of the feed.';
COMMENT ON COLUMN feed.url IS 'Address that is polled.';
COMMENT ON COLUMN feed.title IS 'Its title, as given or as the feed says.';
COMMENT ON COLUMN feed.publisher IS 'Whose feed it is.';
COMMENT ON COLUMN feed.family IS 'The owner of the publisher.';
COMMENT ON COLUMN feed.country IS 'Code of the country that it comes from.';
COMMENT ON COLUMN feed.language IS 'Language that it is said to be in.';
COMMENT ON COLUMN feed.zone IS 'Time zone of times that name none.';
COMMENT ON COLUMN feed.tier IS 'How far it is trusted, 1 most to 5 least.';
COMMENT ON COLUMN feed.origin IS 'How it came here: config, user, opml or demo.';
COMMENT ON COLUMN feed.state IS 'active, paused, gone or removed.';
COMMENT ON COLUMN feed.added_at IS 'When it was added.';
COMMENT ON COLUMN feed.next_poll_at IS 'When it is polled next.';
COMMENT ON COLUMN feed.interval_s IS 'Seconds between polls, by how often it brings news.';
COMMENT ON COLUMN feed.hint_s IS 'Seconds that the feed itself asks to be left alone.';
COMMENT ON COLUMN feed.etag IS 'ETag of the last good answer, sent back.';
COMMENT ON COLUMN feed.last_modified IS 'Last-Modified of the last good answer, sent back.';
COMMENT ON COLUMN feed.body_hash IS 'Hash of the last good answer; the same again is not parsed.';
COMMENT ON COLUMN feed.last_keys IS 'Keys of the entries of the last good answer.';
COMMENT ON COLUMN feed.identity_rule IS 'What tells its entries apart: guid, link or title.';
COMMENT ON COLUMN feed.unconditional_at IS 'When it was last asked without validators, in case they lie.';
COMMENT ON COLUMN feed.last_outcome IS 'How the last poll ended.';
COMMENT ON COLUMN feed.last_detail IS 'The same in words.';
COMMENT ON COLUMN feed.last_polled_at IS 'When it was last polled.';
COMMENT ON COLUMN feed.last_success_at IS 'When it last gave a good answer.';
COMMENT ON COLUMN feed.failures IS 'Polls that failed since then.';
COMMENT ON COLUMN feed.gaps IS 'Polls that found no entry of the answer before: some may have been missed.';
COMMENT ON COLUMN feed.new_share IS 'Share of new entries in its last answer.';
COMMENT ON COLUMN feed.gone_since IS 'Since when it answers that it is gone.';
COMMENT ON COLUMN feed.moved_to IS 'Where it says that it has moved.';
COMMENT ON COLUMN feed.moved_since IS 'Since when it says so.';
COMMENT ON COLUMN host.host IS 'The host, in lower case.';
COMMENT ON COLUMN host.not_before IS 'Until when it is left alone.';
COMMENT ON COLUMN host.reason IS 'Why.';
COMMENT ON COLUMN robots.host IS 'The host.';
COMMENT ON COLUMN robots.body IS 'What its robots.txt says.';
COMMENT ON COLUMN robots.fetched_at IS 'When that was fetched.';
COMMENT ON COLUMN robots.expires_at IS 'Until when it holds.';
COMMENT ON COLUMN fetch_log.fetched_at IS 'When the feed was polled.';
COMMENT ON COLUMN fetch_log.feed_id IS 'The feed.';
COMMENT ON COLUMN fetch_log.outcome IS 'How it ended.';
COMMENT ON COLUMN fetch_log.detail IS 'The same in words.';
COMMENT ON COLUMN fetch_log.status IS 'HTTP status.';
COMMENT ON COLUMN fetch_log.bytes IS 'Size of the answer.';
COMMENT ON COLUMN fetch_log.seconds IS 'How long it took.';
COMMENT ON COLUMN fetch_log.entries IS 'Entries in the answer.';
COMMENT ON COLUMN fetch_log.new_entries IS 'Those that were new.';
COMMENT ON COLUMN fetch_log.changed_entries IS 'Those that had changed.';
COMMENT ON COLUMN fetch_log.gap IS 'Whether none of the entries before was among them: some may have been missed.';
COMMENT ON COLUMN fetch_log.late_s IS 'By how many seconds the poll was late.';
COMMENT ON COLUMN article_band.article_id IS 'The article.';
COMMENT ON COLUMN article_band.band IS 'A band of its MinHash signature.';
COMMENT ON COLUMN feed_entry.feed_id IS 'The feed.';
COMMENT ON COLUMN feed_entry.entry_key IS 'What tells the entry apart in its feed.';
COMMENT ON COLUMN feed_entry.article_id IS 'The article that it is.';
COMMENT ON COLUMN feed_entry.guid IS 'Its GUID as given.';
COMMENT ON COLUMN feed_entry.link IS 'Its link as given.';
COMMENT ON COLUMN feed_entry.content_hash IS 'Hash of what it said last; another one is an edit.';
COMMENT ON COLUMN feed_entry.first_seen_at IS 'When it was first seen.';
COMMENT ON COLUMN feed_entry.last_seen_at IS 'When it was last seen.';
COMMENT ON COLUMN subscriber.subscriber_id IS 'Number of the subscriber.';
COMMENT ON COLUMN subscriber.address IS 'E-mail address.';
COMMENT ON COLUMN subscriber.name IS 'Name for the greeting.';
COMMENT ON COLUMN subscriber.zone IS 'Time zone of their clock.';
COMMENT ON COLUMN subscriber.hour IS 'Hour of the digest by that clock.';
COMMENT ON COLUMN subscriber.minute IS 'And its minute.';
COMMENT ON COLUMN subscriber.weekdays IS 'Days on which it comes, 1 Monday to 7 Sunday.';
COMMENT ON COLUMN subscriber.locale IS 'Language and customs of dates and numbers.';
COMMENT ON COLUMN subscriber.format IS 'html or text.';
COMMENT ON COLUMN subscriber.empty_days IS 'What comes on a day without news: short, a line that says so, or silent, nothing.';
COMMENT ON COLUMN subscriber.filters IS 'Which events they want.';
COMMENT ON COLUMN subscriber.state IS 'pending, active, unsubscribed, suppressed or removed.';
COMMENT ON COLUMN subscriber.state_reason IS 'Why.';
COMMENT ON COLUMN subscriber.added_at IS 'When they asked for it.';
COMMENT ON COLUMN subscriber.confirmed_at IS 'When they confirmed.';
COMMENT ON COLUMN alert.alert_id IS 'Number of the alert.';
COMMENT ON COLUMN alert.subscriber_id IS 'Whose it is.';
COMMENT ON COLUMN alert.words IS 'The question as it was asked.';
COMMENT ON COLUMN alert.rule IS 'The same as a filter.';
COMMENT ON COLUMN alert.cooldown_s IS 'Seconds of rest after an answer.';
COMMENT ON COLUMN alert.checked_until IS 'Changes known up to here were looked through.';
COMMENT ON COLUMN alert.last_raised_at IS 'When it last answered.';
COMMENT ON COLUMN edition.edition_id IS 'Number of the edition.';
COMMENT ON COLUMN edition.key IS 'What readers share who get the same.';
COMMENT ON COLUMN edition.purpose IS 'digest, alert or confirm.';
COMMENT ON COLUMN edition.local_day IS 'The day that it is for.';
COMMENT ON COLUMN edition.composed_at IS 'When it was composed.';
COMMENT ON COLUMN edition.subject IS 'Subject of the mail.';
COMMENT ON COLUMN edition.plain IS 'Its text.';
COMMENT ON COLUMN edition.html IS 'The same as HTML.';
COMMENT ON COLUMN edition.chart IS 'The chart, for light backgrounds.';
COMMENT ON COLUMN edition.chart_dark IS 'The chart, for dark ones.';
COMMENT ON COLUMN edition.calendar IS 'The calendar that goes with it.';
COMMENT ON COLUMN delivery.delivery_id IS 'Number of the delivery.';
COMMENT ON COLUMN delivery.subscriber_id IS 'To whom.';
COMMENT ON COLUMN delivery.purpose IS 'digest, alert or confirm.';
COMMENT ON COLUMN delivery.local_day IS 'The day by the clock of the subscriber.';
COMMENT ON COLUMN delivery.slot IS 'Tells several of one day apart.';
COMMENT ON COLUMN delivery.state IS 'due, composed, handed_over, sent, deferred or suppressed.';
COMMENT ON COLUMN delivery.message_id IS 'Message-ID, the same on every try.';
COMMENT ON COLUMN delivery.window_from IS 'Changes are told from here.';
COMMENT ON COLUMN delivery.window_to IS 'Until here.';
COMMENT ON COLUMN delivery.due_at IS 'When it is due.';
COMMENT ON COLUMN delivery.next_try_at IS 'When it is tried next.';
COMMENT ON COLUMN delivery.tries IS 'How often it was tried.';
COMMENT ON COLUMN delivery.sent_at IS 'When the mail server took it.';
COMMENT ON COLUMN delivery.detail IS 'What the mail server said.';
COMMENT ON COLUMN delivery.edition_id IS 'The mail that is sent.';
COMMENT ON COLUMN sent_event.subscriber_id IS 'Who was told.';
COMMENT ON COLUMN sent_event.event_id IS 'Of which event.';
COMMENT ON COLUMN sent_event.version IS 'Which version of it.';
COMMENT ON COLUMN sent_event.state IS 'What they know of it.';
COMMENT ON COLUMN sent_event.sent_at IS 'When they were told.';
COMMENT ON COLUMN fact.name IS 'What it is.';
COMMENT ON COLUMN fact.value IS 'The fact.';
COMMENT ON COLUMN fact.set_at IS 'When it was noted.';
-- the versions of events have the columns of the timeline, and what these say
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT attname, col_description(attrelid, attnum) AS words
                  FROM pg_attribute WHERE attrelid = 'timeline'::regclass AND attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN event_history.%I IS %L', each.attname, each.words);
    END LOOP;
END $$;
COMMENT ON COLUMN event_history.withdrawn IS 'Whether the event had left the timeline: rejected, joined to another one, or its evidence vanished.';
