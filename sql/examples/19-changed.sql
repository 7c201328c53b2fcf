-- What became known or changed since a moment, with the reason.
SELECT kind, title, change FROM changed_since('2026-11-21 05:59+00') ORDER BY kind, event_id LIMIT 5;
