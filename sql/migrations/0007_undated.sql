-- Events without days are looked for by when they were reported; called-off ones have an index of their own.

CREATE INDEX event_undated ON event (kind, coalesce(first_reported, lower(known))) WHERE upper_inf(known) AND during IS NULL;
CREATE INDEX event_cancelled ON event (kind, tracker_start(during)) WHERE upper_inf(known) AND status = 'cancelled';
