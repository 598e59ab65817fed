-- The universe that prospects are selected from (Sirene), lean because a month's stock is loaded whole; and the
-- objections, kept as fingerprints so that a later import cannot bring somebody back.

CREATE TABLE intake.registry (
    siren text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    naf text COLLATE "C",
    naf25 text COLLATE "C",
    legal_form text,
    workforce_band text,
    category text,
    postcode text COLLATE "C",
    city text,
    departement text COLLATE "C",
    state text NOT NULL,
    diffusion text NOT NULL,
    created_on date,
    updated_at timestamptz
);
SELECT msg.describe('intake.registry', $$
    Legal units of the Sirene stock (INSEE, Licence Ouverte 2.0). Public facts; checked before they are copied in.
    siren: SIREN, 9 digits, key checked
    name: denomination, or the masked name of a non-diffusible unit
    naf: NAF rév. 2, dotted
    naf25: NAF 2025, dotted
    legal_form: catégorie juridique, 4 digits
    workforce_band: tranche d'effectif, NN and 00 to 53
    category: PME, ETI or GE
    postcode: postcode of the head office
    city: town of the head office
    departement: official code of the département
    state: A active or C ceased
    diffusion: O, or P for no prospecting on personal data
    created_on: date of creation
    updated_at: date of INSEE's last treatment
$$);
GRANT TRUNCATE ON intake.registry TO filon_ingest;

-- A whole stock is loaded without the search indexes, which are built once afterwards. Ingest does not own the
-- table, hence the definer's rights; the functions take no argument that could be abused.
CREATE FUNCTION intake.drop_registry_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DROP INDEX IF EXISTS intake.registry_name, intake.registry_place_trade;
END $$;

CREATE FUNCTION intake.build_registry_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Search by part of a name: Sirene's names are capitals without accents, and so is the folded pattern.
    CREATE INDEX IF NOT EXISTS registry_name ON intake.registry USING gin (name gin_trgm_ops);
    -- Selection by place and trade of the living.
    CREATE INDEX IF NOT EXISTS registry_place_trade ON intake.registry (departement, naf) WHERE state = 'A';
END $$;
REVOKE EXECUTE ON FUNCTION intake.drop_registry_indexes(), intake.build_registry_indexes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake.drop_registry_indexes(), intake.build_registry_indexes() TO filon_ingest;
SELECT intake.build_registry_indexes();

CREATE TABLE intake.objections (
    kind text NOT NULL CHECK (kind IN ('company', 'contact', 'address')),
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    channel text NOT NULL DEFAULT 'all' CHECK (channel IN ('all', 'email', 'phone', 'sms')),
    source text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    keep_until date,
    PRIMARY KEY (kind, fingerprint, channel)
);
SELECT msg.describe('intake.objections', $$
    Objections to prospecting, honoured in every department.
    kind: what was fingerprinted: company (SIREN), contact (id) or address (e-mail or number)
    fingerprint: SHA-256 of the normalised value; the value itself is not kept
    channel: channel objected to, or all
    source: where the objection came from
    recorded_at: when it was recorded
    keep_until: kept at least until this day; null is for ever
$$);
