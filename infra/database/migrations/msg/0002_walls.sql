-- The wall between departments, written once: every table that carries a department_id calls msg.raise_wall, and
-- every published view is owned by a role that the wall keys. Also the comments' and the search's small tools.

CREATE FUNCTION msg.departments() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN string_to_array(current_setting('filon.departments', true), ',');

CREATE FUNCTION msg.sees_every_department() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('filon.departments', true) = '*', false);

-- Both functions stand in sub-selects: the planner runs each once per query instead of once per row. The wall is a
-- filter and not an access path; a query that wants an index on the department names the department as well.
CREATE FUNCTION msg.wall() RETURNS text LANGUAGE sql IMMUTABLE
RETURN '(department_id = ANY ((SELECT msg.departments())::text[]) OR (SELECT msg.sees_every_department()))';

-- The owning service works on all its rows, except the console, whose own tables are keyed like everybody's.
CREATE FUNCTION msg.raise_wall(walled regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    wall CONSTANT text := msg.wall();
    entry msg.schema_roles;
BEGIN
    SELECT r.* INTO STRICT entry
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN msg.schema_roles r ON r.schema = n.nspname
    WHERE c.oid = walled;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', walled);
    IF entry.keyed THEN
        EXECUTE format('CREATE POLICY keyed ON %s TO %I USING (%s) WITH CHECK (%s)', walled, entry.role, wall, wall);
    ELSE
        EXECUTE format('CREATE POLICY owning_service ON %s TO %I USING (true) WITH CHECK (true)', walled, entry.role);
    END IF;
    EXECUTE format('CREATE POLICY readers ON %s FOR SELECT TO %I USING (%s)', walled, entry.schema || '_reader', wall);
END $$;

-- Hands every v_* view of a schema to its reader role and opens it to the console and the operator. Other readers
-- are granted one by one, beside the view. A view over a walled table is a security barrier; one over public facts
-- alone is not, so that it joins like a table (infra/docs/decisions/0004-reading-behind-walls.md).
CREATE FUNCTION msg.publish_views(published text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    view record;
    owning text := (SELECT role FROM msg.schema_roles WHERE schema = published);
BEGIN
    FOR view IN
        SELECT c.oid::regclass AS name, EXISTS (
            SELECT FROM pg_rewrite AS w
            JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
            JOIN pg_class AS t ON d.refclassid = 'pg_class'::regclass AND t.oid = d.refobjid
            WHERE w.ev_class = c.oid AND t.relrowsecurity) AS walled
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = published AND c.relkind = 'v' AND c.relname LIKE 'v\_%' ORDER BY c.relname
    LOOP
        IF owning IS NOT NULL THEN
            EXECUTE format('REVOKE ALL ON %s FROM %I', view.name, owning);
        END IF;
        EXECUTE format('ALTER VIEW %s SET (security_barrier = %s)', view.name, view.walled);
        EXECUTE format('ALTER VIEW %s OWNER TO %I', view.name, published || '_reader');
        EXECUTE format('GRANT SELECT ON %s TO filon_console, filon_operator', view.name);
    END LOOP;
END $$;

-- Comments a relation and its columns from lines of text: the first is the relation's, the others `column: text`.
-- A column that does not exist or is left out is an error, so that the data dictionary stays whole.
CREATE FUNCTION msg.describe(relation regclass, description text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kind text := (SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END FROM pg_class WHERE oid = relation);
    line text;
    first boolean := true;
    missing text;
BEGIN
    FOREACH line IN ARRAY regexp_split_to_array(btrim(description, E' \n'), E'\\n\\s*') LOOP
        IF first THEN
            EXECUTE format('COMMENT ON %s %s IS %L', kind, relation, line);
        ELSE
            EXECUTE format(
                'COMMENT ON COLUMN %s.%I IS %L', relation, split_part(line, ':', 1),
                btrim(substr(line, strpos(line, ':') + 1)));
        END IF;
        first := false;
    END LOOP;
    SELECT string_agg(attname, ', ' ORDER BY attnum) INTO missing FROM pg_attribute
    WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped AND col_description(attrelid, attnum) IS NULL;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'columns of % without a description: %', relation, missing;
    END IF;
END $$;

REVOKE EXECUTE ON FUNCTION msg.raise_wall(regclass), msg.publish_views(text), msg.describe(regclass, text) FROM PUBLIC;

-- Folds case and accents of French names ("Électricité Cœur" becomes "electricite coeur"). Built-in functions
-- only: a generated column needs an immutable expression, which the unaccent extension does not offer.
CREATE FUNCTION msg.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(lower(translate(value,
    'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ’',
    'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy''')),
    'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae');

-- Search behind a wall: infra/docs/decisions/0003-leakproof-search.md says why and what it costs.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.textnlike(text, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.texticlike(text, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.texticnlike(text, text) LEAKPROOF;
ALTER FUNCTION public.similarity_op(text, text) LEAKPROOF;
ALTER FUNCTION public.word_similarity_op(text, text) LEAKPROOF;
ALTER FUNCTION public.word_similarity_commutator_op(text, text) LEAKPROOF;
ALTER FUNCTION public.strict_word_similarity_op(text, text) LEAKPROOF;
ALTER FUNCTION public.strict_word_similarity_commutator_op(text, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
ALTER FUNCTION pg_catalog.ts_match_qv(tsquery, tsvector) LEAKPROOF;
ALTER FUNCTION pg_catalog.jsonb_contains(jsonb, jsonb) LEAKPROOF;
ALTER FUNCTION pg_catalog.jsonb_contained(jsonb, jsonb) LEAKPROOF;
ALTER FUNCTION pg_catalog.jsonb_exists(jsonb, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.jsonb_exists_any(jsonb, text[]) LEAKPROOF;
ALTER FUNCTION pg_catalog.jsonb_exists_all(jsonb, text[]) LEAKPROOF;
