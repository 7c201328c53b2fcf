-- Articles that open with the story of an event although no mention was read in them are sources of it as well.

CREATE TABLE article_story (
    article_id      bigint PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    keys            bigint[] NOT NULL,
    of_article      bigint,
    of_mention      integer,
    score           real,
    reason          text
);
COMMENT ON TABLE article_story IS 'How an article opens, by keys of its weightiest words (tracker.events.echo), and the mention of another article that it tells of best, if any.';
CREATE INDEX article_story_keys ON article_story USING gin (keys) WITH (fastupdate = off);
CREATE INDEX article_story_of ON article_story (of_article) WHERE of_article IS NOT NULL;
COMMENT ON COLUMN event_mention.mention_no IS 'Number of the mention in its article; -1 for an article that only opens with the same story.';
