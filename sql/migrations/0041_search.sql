-- Words as people type them, whatever they type: a row of minus signs makes PostgreSQL's own reading fail.

CREATE FUNCTION tracker_search(asked text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN websearch_to_tsquery('english', regexp_replace(asked, '-[-\s]*-', '-', 'g'));
COMMENT ON FUNCTION tracker_search(text) IS 'What words, "phrases", or and -not ask for; several minus signs in a row are one.';
