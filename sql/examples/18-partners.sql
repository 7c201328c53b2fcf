-- With whom does Japan appear, how often, and how friendly?
SELECT other AS partner, count(*) AS events, round(avg(score)::numeric, 1) AS mean_score
  FROM timeline, unnest(countries) AS other
 WHERE countries @> ARRAY['JPN'] AND other <> 'JPN'
 GROUP BY 1 ORDER BY 2 DESC, 1;
