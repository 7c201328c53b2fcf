-- What is planned for the six weeks from 21 November 2026 on.
SELECT "when", until, kind, title FROM planned('2026-11-21', 42);
