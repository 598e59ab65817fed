-- Who may come in: the services' roles alone, each with a password that no log of the server has seen.

-- Called by a superuser, with whose rights it runs. ALTER ROLE takes no parameters, so its text is made here.
CREATE FUNCTION msg.open_role(role text, scrambled text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF scrambled NOT LIKE 'SCRAM-SHA-256$%' THEN
        RAISE EXCEPTION 'a password is stored scrambled only';
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', role, scrambled);
END $$;
REVOKE EXECUTE ON FUNCTION msg.open_role(text, text) FROM PUBLIC;

-- What a database grants is not carried by a clone or a restore either.
CREATE OR REPLACE FUNCTION msg.apply_role_settings() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entry record;
BEGIN
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    FOR entry IN
        SELECT role,
            CASE role
                WHEN 'filon_console' THEN 'sales, finance, people, admin, public'
                ELSE string_agg(quote_ident(schema), ', ') || ', public'
            END AS path
        FROM msg.schema_roles GROUP BY role ORDER BY role
    LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %s', entry.role, current_database(), entry.path);
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), entry.role);
    END LOOP;
END $$;
SELECT msg.apply_role_settings();
