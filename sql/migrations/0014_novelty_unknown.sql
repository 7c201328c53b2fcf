-- Where novelty is unknown (vague days, nobody named) it leaves significance as it is.

CREATE OR REPLACE FUNCTION tracker_novelty(earlier integer) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (CASE WHEN earlier IS NULL THEN 1.0 ELSE 0.85 + 0.35 / (1 + greatest(earlier, 0) / 3.0) END)::real $$;
