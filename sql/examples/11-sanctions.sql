-- Sanctions: who imposed them on whom.
SELECT "when", actor_countries AS by_whom, recipient_countries AS on_whom, status FROM timeline
 WHERE kind = 'sanctions' ORDER BY "when", event_id;
