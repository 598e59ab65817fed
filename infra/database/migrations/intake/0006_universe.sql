-- The Sirene universe is replaced whole once a month and kept up day by day. A load fills a stage that nobody reads,
-- under its key and with its indexes, and then takes the registry's place in one short transaction: a load that breaks
-- off leaves the registry as it was. Ingest does not own tables, hence the definer's rights; what a function may touch is
-- written in it.

-- A token of the door sends lists, or the universe, never both.
ALTER TABLE intake.api_tokens ADD COLUMN opens text NOT NULL DEFAULT 'lists'
    CONSTRAINT api_tokens_opens CHECK (opens IN ('lists', 'registry'));
COMMENT ON COLUMN intake.api_tokens.opens IS 'what it may send: lists (a department''s), or registry (the Sirene universe)';

SELECT msg.describe('intake.registry', $$
    Legal units of the Sirene stock (INSEE, Licence Ouverte 2.0). Public facts; checked before they are copied in.
    siren: SIREN, 9 digits; a wrong key is flagged when loaded and kept, since official files hold a few
    name: denomination, or a sole trader's first name and name; [NON-DIFFUSIBLE] unless diffusion is O
    naf: NAF rév. 2, dotted; null for a unit that INSEE never moved to it
    naf25: NAF 2025, dotted
    legal_form: catégorie juridique, 4 digits
    workforce_band: tranche d'effectif, NN and 00 to 53; null is unknown
    category: PME, ETI or GE
    postcode: postcode of the head office, from the establishments
    city: town of the head office, from the establishments
    departement: official code of the head office's département, from the establishments
    state: A active or C ceased
    diffusion: O, or P for no prospecting on personal data: its name and place are not stored
    created_on: date of creation; null is unknown
    updated_at: date of INSEE's last treatment
$$);

CREATE TABLE intake.registry_places (
    siren text COLLATE "C" PRIMARY KEY,
    postcode text COLLATE "C",
    city text,
    departement text COLLATE "C",
    diffusion text NOT NULL,
    updated_at timestamptz,
    is_change boolean NOT NULL DEFAULT false
);
SELECT msg.describe('intake.registry_places', $$
    Head offices of the Sirene establishments (INSEE, Licence Ouverte 2.0): where a unit of the registry is.
    siren: SIREN of the unit
    postcode: postcode
    city: town
    departement: official code of the département
    diffusion: O, or P: then no place is stored
    updated_at: date of INSEE's last treatment
    is_change: came with a day's differences, so that an older stock does not overwrite it
$$);

CREATE TABLE intake.registry_changes (LIKE intake.registry INCLUDING COMMENTS, PRIMARY KEY (siren));
COMMENT ON TABLE intake.registry_changes IS
    'Units as the days'' differences since the latest stock give them, so that an older stock does not overwrite them.';

CREATE TABLE intake.registry_loads (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('units', 'establishments')),
    mode text NOT NULL CHECK (mode IN ('stock', 'changes')),
    filename text,
    token_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    data_until timestamptz,
    lines bigint NOT NULL,
    stored bigint NOT NULL,
    refused bigint NOT NULL,
    flagged bigint NOT NULL,
    report jsonb NOT NULL
);
SELECT msg.describe('intake.registry_loads', $$
    Files of the Sirene universe that were loaded to their end.
    id: identity (UUIDv7)
    kind: units or establishments
    mode: stock (replaced what was there) or changes (a day's differences)
    filename: name of the file
    token_id: token that sent it
    started_at: when it began to arrive
    finished_at: when it was searchable
    data_until: latest treatment of INSEE in it, the date that the credit names
    lines: lines read, without the header
    stored: lines stored
    refused: lines that could not be taken
    flagged: values left out or doubted on lines that were stored
    report: what the sender was told, reasons and first line numbers included
$$);

CREATE VIEW intake.v_registry_loads AS
SELECT id, kind, mode, filename, started_at, finished_at, data_until, lines, stored, refused, flagged
FROM intake.registry_loads;
SELECT msg.describe('intake.v_registry_loads', $$
    Files of the Sirene universe that were loaded to their end.
    id: load
    kind: units or establishments
    mode: stock or changes
    filename: name of the file
    started_at: when it began to arrive
    finished_at: when it was searchable
    data_until: latest treatment of INSEE in it, the date that the credit names
    lines: lines read
    stored: lines stored
    refused: lines that could not be taken
    flagged: values left out or doubted
$$);
SELECT msg.publish_views('intake');

-- The search's indexes, written once: of the registry, and of the stage that becomes it. Walked in the order of the
-- reversed SIREN, which mixes ages, sizes and places, any part of the registry is a fair sample: the first page of a wide
-- selection is found after few rows, and a narrow one shows within few rows that it is narrow, after which its matches
-- are few enough to be fetched and sorted.
--
-- The others hold all units, since PostgreSQL does not combine two partial indexes with the same predicate.
CREATE FUNCTION intake.registry_indexes() RETURNS TABLE (name text, definition text) LANGUAGE sql IMMUTABLE AS $$
VALUES
    ('walk', '(reverse(siren)) INCLUDE (siren, departement, naf, naf25, workforce_band, legal_form, category, '
        'created_on, name) WHERE state = ''A'' AND diffusion = ''O'''),
    ('place_trade', '(departement, naf)'),
    ('trade', '(naf)'),
    ('trade_2025', '(naf25)'),
    ('workforce', '(workforce_band)'),
    ('form', '(legal_form)'),
    ('category', '(category)'),
    ('creation', '(created_on)'),
    -- Search by part of a name: Sirene's names are capitals without accents, and so is the folded pattern.
    ('name', 'USING gin (name public.gin_trgm_ops)')
$$;

CREATE FUNCTION intake.build_indexes(relation text) RETURNS void LANGUAGE plpgsql
SET maintenance_work_mem = '256MB' AS $$
DECLARE
    entry record;
BEGIN
    FOR entry IN SELECT * FROM intake.registry_indexes() LOOP
        EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON intake.%I %s', relation || '_' || entry.name, relation,
            entry.definition);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION intake.drop_registry_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry record;
BEGIN
    FOR entry IN SELECT * FROM intake.registry_indexes() LOOP
        EXECUTE format('DROP INDEX IF EXISTS intake.%I', 'registry_' || entry.name);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION intake.build_registry_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM intake.build_indexes('registry');
    ANALYZE intake.registry;
END $$;

-- Rows are added in bulk and read by index alone: the visibility map is kept fresh, and correlated columns are known.
CREATE FUNCTION intake.tune_registry(relation text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE intake.%I SET (autovacuum_vacuum_scale_factor = 0.005, '
        'autovacuum_vacuum_insert_scale_factor = 0.005, autovacuum_analyze_scale_factor = 0.02)', relation);
    EXECUTE format('ALTER TABLE intake.%I ALTER naf SET STATISTICS 1000, ALTER naf25 SET STATISTICS 1000, '
        'ALTER legal_form SET STATISTICS 300', relation);
END $$;

-- The stage of `registry` or `registry_places`, empty; what a broken load left is gone. Rows copied into it in the same
-- transaction may be frozen.
CREATE FUNCTION intake.open_stage(relation text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF relation NOT IN ('registry', 'registry_places') THEN
        RAISE EXCEPTION 'no stage is made of %', relation;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS intake.%I', relation || '_stage');
    EXECUTE format('CREATE TABLE intake.%I (LIKE intake.%I INCLUDING COMMENTS INCLUDING DEFAULTS)',
        relation || '_stage', relation);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON intake.%I TO filon_ingest', relation || '_stage');
    EXECUTE format('GRANT SELECT ON intake.%I TO intake_reader', relation || '_stage');
    EXECUTE format('COMMENT ON TABLE intake.%I IS %L', relation || '_stage',
        obj_description(format('intake.%I', relation)::regclass));
    IF relation = 'registry' THEN PERFORM intake.tune_registry('registry_stage'); END IF;
END $$;

-- Gives the stage its key. Of a SIREN that the file names twice the latest treatment stays.
CREATE FUNCTION intake.key_stage(relation text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET maintenance_work_mem = '256MB' AS $$
DECLARE
    stage CONSTANT text := relation || '_stage';
    doubled bigint := 0;
BEGIN
    IF relation NOT IN ('registry', 'registry_places') THEN
        RAISE EXCEPTION 'no stage is made of %', relation;
    END IF;
    BEGIN
        EXECUTE format('ALTER TABLE intake.%I ADD CONSTRAINT %I PRIMARY KEY (siren)', stage, stage || '_pkey');
    EXCEPTION WHEN unique_violation THEN
        EXECUTE format(
            'DELETE FROM intake.%1$I AS s USING (SELECT ctid, row_number() OVER (PARTITION BY siren '
            'ORDER BY updated_at DESC NULLS LAST, ctid DESC) AS place FROM intake.%1$I) AS d '
            'WHERE s.ctid = d.ctid AND d.place > 1', stage);
        GET DIAGNOSTICS doubled = ROW_COUNT;
        EXECUTE format('ALTER TABLE intake.%I ADD CONSTRAINT %I PRIMARY KEY (siren)', stage, stage || '_pkey');
    END;
    RETURN doubled;
END $$;

-- The stage again, with the head offices' places: of the units just loaded, or of the registry as it stands.
CREATE FUNCTION intake.place_stage(origin text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET maintenance_work_mem = '256MB'
SET work_mem = '64MB' AS $$
BEGIN
    IF origin NOT IN ('registry', 'registry_stage') THEN
        RAISE EXCEPTION 'no units are taken from %', origin;
    END IF;
    DROP TABLE IF EXISTS intake.registry_placed;
    CREATE TABLE intake.registry_placed (LIKE intake.registry INCLUDING COMMENTS INCLUDING DEFAULTS);
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON intake.registry_placed TO filon_ingest;
    GRANT SELECT ON intake.registry_placed TO intake_reader;
    EXECUTE format('COMMENT ON TABLE intake.registry_placed IS %L', obj_description('intake.registry'::regclass));
    PERFORM intake.tune_registry('registry_placed');
    EXECUTE format(
        'INSERT INTO intake.registry_placed (siren, name, naf, naf25, legal_form, workforce_band, category, postcode, '
        'city, departement, state, diffusion, created_on, updated_at) '
        'SELECT u.siren, u.name, u.naf, u.naf25, u.legal_form, u.workforce_band, u.category, p.postcode, p.city, '
        'p.departement, u.state, u.diffusion, u.created_on, u.updated_at FROM intake.%I AS u '
        'LEFT JOIN intake.registry_places AS p ON p.siren = u.siren AND p.diffusion = ''O'' AND u.diffusion = ''O'' '
        'ORDER BY u.siren', origin);
    DROP TABLE IF EXISTS intake.registry_stage;
    ALTER TABLE intake.registry_placed RENAME TO registry_stage;
    ALTER TABLE intake.registry_stage ADD CONSTRAINT registry_stage_pkey PRIMARY KEY (siren);
END $$;

CREATE FUNCTION intake.index_stage() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM intake.build_indexes('registry_stage');
END $$;

CREATE FUNCTION intake.analyze_stage() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE intake.registry_stage;
END $$;

-- The stage takes the registry's place. Readers wait for this transaction, which is short; the view that they read
-- follows.
CREATE FUNCTION intake.swap_registry() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry record;
BEGIN
    LOCK TABLE intake.registry, intake.registry_stage IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE intake.registry RENAME TO registry_old;
    ALTER TABLE intake.registry_stage RENAME TO registry;
    CREATE OR REPLACE VIEW intake.v_registry WITH (security_barrier = false) AS
    SELECT siren, name, naf, naf25, legal_form, workforce_band, category, postcode, city, departement, state, diffusion,
        created_on, updated_at
    FROM intake.registry;
    DROP TABLE intake.registry_old;
    ALTER TABLE intake.registry RENAME CONSTRAINT registry_stage_pkey TO registry_pkey;
    FOR entry IN SELECT * FROM intake.registry_indexes() LOOP
        EXECUTE format('ALTER INDEX intake.%I RENAME TO %I', 'registry_stage_' || entry.name, 'registry_' || entry.name);
    END LOOP;
END $$;

CREATE FUNCTION intake.swap_places() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    LOCK TABLE intake.registry_places, intake.registry_places_stage IN ACCESS EXCLUSIVE MODE;
    DROP TABLE intake.registry_places;
    ALTER TABLE intake.registry_places_stage RENAME TO registry_places;
    ALTER TABLE intake.registry_places RENAME CONSTRAINT registry_places_stage_pkey TO registry_places_pkey;
    ANALYZE intake.registry_places;
END $$;

-- What a broken load left behind.
CREATE FUNCTION intake.drop_stages() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DROP TABLE IF EXISTS intake.registry_stage, intake.registry_placed, intake.registry_places_stage;
$$;

DO $$
DECLARE
    own CONSTANT text[] := '{intake.registry_indexes(),intake.build_indexes(text),intake.tune_registry(text)}';
    doors CONSTANT text[] := '{intake.open_stage(text),intake.key_stage(text),intake.place_stage(text),'
        'intake.index_stage(),intake.analyze_stage(),intake.swap_registry(),intake.swap_places(),intake.drop_stages()}';
    name text;
BEGIN
    FOREACH name IN ARRAY own || doors LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
    FOREACH name IN ARRAY doors LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO filon_ingest', name);
    END LOOP;
END $$;

DROP INDEX intake.registry_name, intake.registry_place_trade;
SELECT intake.tune_registry('registry');
SELECT intake.build_registry_indexes();
