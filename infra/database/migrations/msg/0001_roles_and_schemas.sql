-- One schema and one least-privilege role per service, so that PostgreSQL itself keeps services out of each
-- other's tables. Roles are cluster-wide (another database may have made them) and cannot log in until an
-- operator gives them a password.

CREATE TABLE msg.schema_roles (
    schema text PRIMARY KEY CHECK (schema ~ '^[a-z]+$'),
    role text NOT NULL CHECK (role ~ '^filon_[a-z_]+$'),
    keyed boolean NOT NULL
);

INSERT INTO msg.schema_roles (schema, role, keyed) VALUES
    ('intake', 'filon_ingest', false),
    ('enrichment', 'filon_enrichment', false),
    ('scoring', 'filon_scoring', false),
    ('assignment', 'filon_assignment', false),
    ('pipeline', 'filon_pipeline_monitor', false),
    ('notification', 'filon_notifier', false),
    ('success', 'filon_client_success', false),
    ('sales', 'filon_console', true),
    ('finance', 'filon_console', true),
    ('people', 'filon_console', true),
    ('admin', 'filon_console', true),
    ('operator', 'filon_operator', false);

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT role FROM msg.schema_roles
        UNION SELECT schema || '_reader' FROM msg.schema_roles
        UNION SELECT 'msg_reader'
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- made by a migration of another database of this cluster
        END;
    END LOOP;
END $$;

-- Default privileges hold for whatever the migrating user creates later, so a new table cannot be forgotten.
DO $$
DECLARE
    entry msg.schema_roles;
BEGIN
    FOR entry IN SELECT * FROM msg.schema_roles LOOP
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', entry.schema);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, %I', entry.schema, entry.role, entry.schema || '_reader');
        EXECUTE format(
            'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
            entry.schema, entry.role);
        EXECUTE format(
            'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO %I', entry.schema, entry.role);
        EXECUTE format(
            'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO %I',
            entry.schema, entry.schema || '_reader');
        EXECUTE format('GRANT USAGE ON SCHEMA msg TO %I', entry.role);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO filon_console, filon_operator', entry.schema);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA msg TO msg_reader;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Settings of a role in a database are not carried by a clone or a restore: both call this again.
CREATE FUNCTION msg.apply_role_settings() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entry record;
BEGIN
    FOR entry IN
        SELECT role,
            CASE role
                WHEN 'filon_console' THEN 'sales, finance, people, admin, public'
                ELSE string_agg(quote_ident(schema), ', ') || ', public'
            END AS path
        FROM msg.schema_roles GROUP BY role ORDER BY role
    LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %s', entry.role, current_database(), entry.path);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION msg.apply_role_settings() FROM PUBLIC;
SELECT msg.apply_role_settings();
