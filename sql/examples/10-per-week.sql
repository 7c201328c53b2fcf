-- Events per week and kind in November 2026.
SELECT week, kind, events FROM counts_per_week('2026-11-01', '2026-11-30');
