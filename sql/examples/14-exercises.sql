-- Military exercises under way on 20 November 2026, joint or not.
SELECT kind, countries, "when", until FROM timeline
 WHERE kind IN ('exercise', 'joint_exercise') AND during && daterange('2026-11-16', '2026-11-20', '[]')
 ORDER BY "when", event_id;
