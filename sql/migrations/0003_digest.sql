-- Mails that many readers share (edition), standing alerts, and when a subscriber's next digest is due.

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

ALTER TABLE subscriber DROP COLUMN alerts;
ALTER TABLE subscriber ADD COLUMN next_due_at timestamptz;
COMMENT ON COLUMN subscriber.next_due_at IS 'When the next digest is due, worked out from zone, hour and weekdays; it moves on in the transaction that enters the delivery.';
CREATE INDEX subscriber_due ON subscriber (next_due_at) WHERE state = 'active';

ALTER TABLE delivery DROP COLUMN message;
ALTER TABLE delivery DROP COLUMN html;
ALTER TABLE delivery DROP COLUMN subject;
ALTER TABLE delivery DROP COLUMN events;
ALTER TABLE delivery ADD COLUMN edition_id bigint REFERENCES edition;
COMMENT ON COLUMN delivery.claimed_at IS 'When a sender took the row; another may take it over when this is older than the lease.';
CREATE INDEX delivery_subscriber ON delivery (subscriber_id, purpose) WHERE state IN ('due', 'composed', 'handed_over', 'deferred');
CREATE INDEX delivery_message ON delivery (message_id);
CREATE INDEX delivery_edition ON delivery (edition_id);
