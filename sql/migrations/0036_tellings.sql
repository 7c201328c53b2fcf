-- An article may open with the stories of several events, also where it leads with another one: what it tells of has a
-- table of its own, one row for each family of kinds.

CREATE TABLE article_telling (
    article_id      bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    family          text NOT NULL,
    of_article      bigint NOT NULL,
    of_mention      integer NOT NULL,
    score           real NOT NULL,
    reason          text NOT NULL,
    PRIMARY KEY (article_id, family)
);
COMMENT ON TABLE article_telling IS 'Which mention of another article an article opens with the story of, the best one of each family of kinds (tracker.events.echo).';
COMMENT ON COLUMN article_telling.family IS 'The kinds among which it is the best one, as tracker.events.told names them.';
COMMENT ON COLUMN article_telling.score IS 'How well it tells of it, 0 to 1; reason says why in words.';
CREATE INDEX article_telling_of ON article_telling (of_article);

INSERT INTO article_telling (article_id, family, of_article, of_mention, score, reason)
SELECT s.article_id,
       CASE WHEN m.kind IN ('visit', 'meeting') THEN 'contact' WHEN m.kind IN ('joint_exercise', 'exercise') THEN 'exercise'
            WHEN m.kind IN ('strike', 'clash', 'bombing', 'assassination') THEN 'attack'
            WHEN m.kind IN ('condemnation', 'accusation') THEN 'criticism'
            WHEN m.kind IN ('expulsion', 'recall') THEN 'expulsion' ELSE m.kind END,
       s.of_article, s.of_mention, s.score, s.reason
  FROM article_story s
  JOIN LATERAL (SELECT m.kind FROM mention m
                 WHERE m.article_id = s.of_article AND m.mention_no = s.of_mention ORDER BY m.coder_version LIMIT 1) m ON true
 WHERE s.of_article IS NOT NULL AND s.score IS NOT NULL AND s.reason IS NOT NULL;

DROP INDEX article_story_of;
ALTER TABLE article_story DROP COLUMN of_article, DROP COLUMN of_mention, DROP COLUMN score, DROP COLUMN reason;
COMMENT ON TABLE article_story IS 'How an article opens, by keys of the words that tell most of its story (tracker.events.echo): two that share one may tell the same story.';
COMMENT ON COLUMN article_story.keys IS 'Hashes of pairs of words with a run of days.';
