-- Arms transfers with their status: reported, denied or only alleged.
SELECT "when", status, actor_countries, recipient_countries FROM timeline
 WHERE kind = 'arms_transfer' ORDER BY "when", status, event_id;
