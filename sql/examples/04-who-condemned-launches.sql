-- Who condemned a missile launch within two days of it?
SELECT launch."when" AS launched, launch.countries AS by_whom, c."when" AS condemned, c.actor_countries AS condemned_by
  FROM timeline AS launch
  JOIN timeline AS c ON c.kind = 'condemnation' AND c.recipient_countries && launch.actor_countries
                    AND c.during && daterange(lower(launch.during), upper(launch.during) + 2)
 WHERE launch.kind = 'missile_launch'
 ORDER BY 1, 3, c.event_id;
