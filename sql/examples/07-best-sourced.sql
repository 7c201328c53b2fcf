-- Events that more than one independent source reports.
SELECT "when", title, independent_sources, sources FROM timeline
 WHERE independent_sources > 1
 ORDER BY independent_sources DESC, "when", event_id;
