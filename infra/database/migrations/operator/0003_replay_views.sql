-- The inboxes join the views over every service's plumbing: what was handled, by whom and when. They hold no content and
-- stand behind no wall. The other views gain the columns that came since.

CREATE OR REPLACE FUNCTION msg.publish_plumbing() RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE
    plumbing text;
    entry record;
    columns text;
    selects text;
BEGIN
    FOREACH plumbing IN ARRAY ARRAY['journal', 'retry', 'outbox', 'inbox'] LOOP
        selects := NULL;
        FOR entry IN
            SELECT c.oid, n.nspname AS schema, c.relrowsecurity AS walled
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN msg.schema_roles AS r ON r.schema = n.nspname
            WHERE c.relname = plumbing AND c.relkind IN ('r', 'p') ORDER BY n.nspname
        LOOP
            -- Bodies are in, for the operator's tools; hence no grant to the console.
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
            WHERE attrelid = entry.oid AND attnum > 0 AND NOT attisdropped;
            EXECUTE format('GRANT SELECT ON %s TO msg_reader', entry.oid::regclass);
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO msg_reader', entry.schema);
            IF entry.walled THEN
                EXECUTE format('DROP POLICY IF EXISTS readers ON %s', entry.oid::regclass);
                EXECUTE format(
                    'CREATE POLICY readers ON %s FOR SELECT TO msg_reader USING (%s)', entry.oid::regclass, msg.wall());
            END IF;
            selects := concat_ws(' UNION ALL ', selects, format(
                'SELECT %L::text AS schema, %s FROM %s', entry.schema, columns, entry.oid::regclass));
        END LOOP;
        EXECUTE format('CREATE OR REPLACE VIEW msg.v_%s WITH (security_barrier) AS %s', plumbing, selects);
        EXECUTE format('ALTER VIEW msg.v_%s OWNER TO msg_reader', plumbing);
        EXECUTE format('GRANT SELECT ON msg.v_%s TO filon_operator', plumbing);
        EXECUTE format('COMMENT ON VIEW msg.v_%s IS %L', plumbing, 'The ' || plumbing || ' of every service');
        EXECUTE format('COMMENT ON COLUMN msg.v_%s.schema IS %L', plumbing, 'Schema of the service');
        -- The other columns say what the tables' columns say.
        FOR entry IN
            SELECT a.attname, col_description(t.oid, a.attnum) AS text
            FROM pg_class AS t JOIN pg_attribute AS a ON a.attrelid = t.oid
            WHERE t.oid = to_regclass('operator.' || plumbing) AND a.attnum > 0 AND NOT a.attisdropped
        LOOP
            EXECUTE format('COMMENT ON COLUMN msg.v_%s.%I IS %L', plumbing, entry.attname, entry.text);
        END LOOP;
    END LOOP;
END $$;
SELECT msg.publish_plumbing();
