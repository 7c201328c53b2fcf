-- What a country alone had in some years is found as quickly as what passed between two.

DROP INDEX event_dyad_years;
DROP FUNCTION tracker_dyad_years(text[], daterange);

CREATE FUNCTION tracker_party_years(countries text[], during daterange) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN during IS NULL THEN '{}'
        WHEN lower_inf(during) OR upper_inf(during) OR upper(during) - lower(during) > 3660
             OR cardinality(countries) > 8 THEN ARRAY['*']
        ELSE ARRAY(
            SELECT CASE WHEN a = b THEN a ELSE a || '-' || b END || ':' || y
              FROM unnest(countries) AS a, unnest(countries) AS b,
                   generate_series(extract(year FROM lower(during))::int, extract(year FROM upper(during) - 1)::int) AS y
             WHERE a <= b)
        END
$$;
COMMENT ON FUNCTION tracker_party_years(text[], daterange) IS 'Keys such as CHN:2024 and CHN-USA:2024 by which the index finds what a country had, and two between them, in a year; * for what touches very many, none where no day is known.';

CREATE INDEX event_party_years ON event USING gin (tracker_party_years(countries, during)) WHERE upper_inf(known);
