-- The data dictionary in Markdown, straight from the catalogue's comments, so that it cannot say what is not so.

CREATE FUNCTION msg.data_dictionary() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = pg_catalog, msg
BEGIN ATOMIC
    WITH described AS (
        SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'v' AS is_view, c.relrowsecurity AS walled,
            obj_description(c.oid, 'pg_class') AS text,
            CASE
                WHEN n.nspname = 'msg' THEN 1
                WHEN n.nspname = 'operator' THEN 2  -- the operator's schema holds the plumbing alone
                ELSE 3
            END AS part
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
            AND (n.nspname = 'msg' OR n.nspname IN (SELECT r.schema FROM msg.schema_roles AS r))
            AND (n.nspname IN ('operator', 'msg')
                OR c.relname NOT IN (
                    SELECT p.relname FROM pg_class AS p WHERE p.relnamespace = 'operator'::regnamespace))
    ), titles AS (
        SELECT DISTINCT d.part, d.schema, CASE d.part
            WHEN 1 THEN '## `msg`: shared by all services'
            WHEN 2 THEN '## Plumbing: the same tables in every service''s schema'
            ELSE format('## `%s`: written by `%s`', d.schema, (
                SELECT r.role FROM msg.schema_roles AS r WHERE r.schema = d.schema))
            END AS line
        FROM described AS d
    ), lines AS (
        SELECT t.part, t.schema, 0 AS kind, '' AS name, 0 AS position, t.line FROM titles AS t
        UNION ALL
        SELECT t.part, t.schema, 0, '', 1, '' FROM titles AS t
        UNION ALL
        SELECT d.part, d.schema, 1 + d.is_view::int, d.name, extra.position, extra.line
        FROM described AS d CROSS JOIN LATERAL (VALUES
            (-4, format('### `%s`%s', CASE WHEN d.part = 2 THEN d.name ELSE d.schema || '.' || d.name END,
                CASE WHEN d.is_view THEN ' (view)' WHEN d.walled THEN ' (walled)' ELSE '' END)),
            (-3, coalesce(d.text, '**missing**')),
            (-2, ''),
            (-1, '| column | type | meaning |'),
            (0, '|---|---|---|'),
            (10000, '')) AS extra (position, line)
        UNION ALL
        SELECT d.part, d.schema, 1 + d.is_view::int, d.name, a.attnum::int, format('| `%s` | %s%s | %s |',
            a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull OR d.is_view THEN '' ELSE ', may be null' END,
            coalesce(replace(col_description(d.oid, a.attnum), '|', '\|'), '**missing**'))
        FROM described AS d JOIN pg_attribute AS a ON a.attrelid = d.oid AND a.attnum > 0 AND NOT a.attisdropped
    )
    SELECT l.line FROM lines AS l
    ORDER BY l.part, l.schema COLLATE "C", l.kind, l.name COLLATE "C", l.position;
END;
GRANT EXECUTE ON FUNCTION msg.data_dictionary() TO filon_operator;
