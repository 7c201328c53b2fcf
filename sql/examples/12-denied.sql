-- What was denied, and by whom it is told.
SELECT "when", kind, title, said_by FROM timeline WHERE status = 'denied' ORDER BY "when", event_id;
