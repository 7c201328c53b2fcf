-- What did we know before anything was reported? (Nothing: the timeline remembers when it learned.)
SELECT count(*) AS known_then, (SELECT count(*) > 0 FROM timeline) AS known_now FROM timeline_as_of('2000-01-01');
