-- The schema as first released.
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
CREATE INDEX feed_due ON feed (next_poll_at) WHERE state = 'active';

CREATE TABLE host (
    host            text PRIMARY KEY,
    not_before      timestamptz NOT NULL,
    reason          text
);
COMMENT ON TABLE host IS 'Hosts that asked us to wait (Retry-After); nothing on them is fetched before not_before.';

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
    reprint_of      bigint,
    wire            text,
    UNIQUE (url_key)
);
COMMENT ON TABLE article IS 'One published report. Its words are in article_version; published_at is null where nobody said when.';
COMMENT ON COLUMN article.published_from IS 'Where the publication time came from: feed, page, url, ingest, none.';
COMMENT ON COLUMN article.first_seen_at IS 'When we learned of it; never stands in for published_at.';
COMMENT ON COLUMN article.url_key IS 'Canonical form of the address, the identity of an article across feeds.';
CREATE INDEX article_read_due ON article (read_due_at) WHERE read_state = 'due';
CREATE INDEX article_published ON article (published_at);
CREATE INDEX article_first_seen ON article USING brin (first_seen_at);

CREATE TABLE article_version (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    version         integer NOT NULL,
    known           tstzrange NOT NULL,
    title           text,
    body            text NOT NULL,
    body_from       text NOT NULL CHECK (body_from IN ('page', 'feed', 'ingest')),
    content_hash    text NOT NULL,
    signature       bigint[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (article_id, version)
);
COMMENT ON TABLE article_version IS 'The words of an article; an edit closes known and opens a new version.';
CREATE UNIQUE INDEX article_version_open ON article_version (article_id) WHERE upper_inf(known);

CREATE TABLE article_band (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    band            bigint NOT NULL,
    PRIMARY KEY (article_id, band)
);
COMMENT ON TABLE article_band IS 'MinHash bands: two articles that share one are candidates for a reprint.';
CREATE INDEX article_band_lookup ON article_band (band);

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
    PRIMARY KEY (article_id, coder_version)
);
COMMENT ON TABLE coding IS 'That a coder version has coded an article version. An article without a row for the current version is due.';
CREATE INDEX coding_unmatched ON coding (coded_at) WHERE matched_at IS NULL;

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
    PRIMARY KEY (event_id, version)
);
COMMENT ON TABLE event IS 'One happening; every change is a version. The open version (upper_inf(known)) is what is known now.';
COMMENT ON COLUMN event.change IS 'Why this version exists, in words: "reported", "confirmed", "date: by 31 Dec -> 19 Dec", "cancelled" …';
COMMENT ON COLUMN event.withdrawn IS 'True when the evidence has vanished or a person rejected the event; it leaves the timeline but not the history.';
CREATE UNIQUE INDEX event_open ON event (event_id) WHERE upper_inf(known);
CREATE INDEX event_during ON event USING gist (during) WHERE upper_inf(known);
CREATE INDEX event_countries ON event USING gin (countries) WHERE upper_inf(known);
CREATE INDEX event_words ON event USING gin (words) WHERE upper_inf(known);
CREATE INDEX event_kind ON event (kind, lower(during)) WHERE upper_inf(known) AND NOT withdrawn;
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
    PRIMARY KEY (event_id, article_id, mention_no, known)
);
COMMENT ON TABLE event_mention IS 'Which mentions are evidence for an event, since when, and the score that tied them, explained.';
CREATE INDEX event_mention_article ON event_mention (article_id, mention_no) WHERE upper_inf(known);

CREATE TABLE correction (
    correction_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_at         timestamptz NOT NULL,
    author          text NOT NULL,
    reason          text NOT NULL,
    action          text NOT NULL CHECK (action IN ('correct', 'merge', 'split', 'reject', 'restore')),
    event_id        bigint NOT NULL,
    payload         jsonb NOT NULL,
    undone_at       timestamptz
);
COMMENT ON TABLE correction IS 'What people decided; it is laid over the machine''s answer after every re-coding and re-matching.';
CREATE INDEX correction_event ON correction (event_id);

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
    alerts          jsonb NOT NULL DEFAULT '[]',
    state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'active', 'unsubscribed', 'suppressed', 'removed')),
    state_reason    text,
    added_at        timestamptz NOT NULL,
    confirmed_at    timestamptz,
    watermark       timestamptz
);
CREATE UNIQUE INDEX subscriber_address ON subscriber (lower(address));
COMMENT ON TABLE subscriber IS 'Who gets the digest, when by their own clock, and of what. Unsubscribed addresses stay, so that nothing mails them again.';
COMMENT ON COLUMN subscriber.watermark IS 'Changes known up to here were sent; the next digest begins here.';

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
    subject         text,
    message         bytea,
    html            text,
    events          jsonb NOT NULL DEFAULT '[]',
    UNIQUE (subscriber_id, purpose, local_day, slot)
);
COMMENT ON TABLE delivery IS 'The ledger: at most one digest per subscriber and local day; message_id is the same on every try.';
CREATE INDEX delivery_due ON delivery (next_try_at) WHERE state IN ('due', 'composed', 'handed_over', 'deferred');

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

CREATE INDEX event_order ON event (tracker_start(during), event_id) WHERE upper_inf(known) AND NOT withdrawn;
CREATE INDEX event_known ON event USING gist (known, during);
CREATE INDEX event_names ON event USING gin (names) WHERE upper_inf(known);

-- Names are for matching people and bodies: lower case, as they are looked up.
COMMENT ON COLUMN event.names IS 'Lower-case names, persons and countries of everyone involved, for look-up by actor.';
