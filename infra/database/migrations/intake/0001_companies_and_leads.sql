-- Companies are shared public facts; what a department makes of one (lead, contacts) stands behind its wall. A column
-- of a list that Filon does not know is kept with the lead, since it may say what only that department may read.

CREATE TABLE intake.companies (
    id uuid PRIMARY KEY,
    siren text CONSTRAINT companies_siren_unique UNIQUE CONSTRAINT companies_siren_digits CHECK (siren ~ '^[0-9]{9}$'),
    siret text CONSTRAINT companies_siret_digits CHECK (siret ~ '^[0-9]{14}$'),
    name text CHECK (length(name) BETWEEN 1 AND 500),
    trade_name text CHECK (length(trade_name) <= 500),
    search_name text COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (msg.fold(coalesce(name, '') || coalesce(' ' || trade_name, ''))) STORED,
    postcode text CHECK (length(postcode) <= 10),
    city text CHECK (length(city) <= 200),
    departement text COLLATE "C" CHECK (departement ~ '^[0-9][0-9AB][0-9]?$'),
    naf text COLLATE "C" CONSTRAINT companies_naf_dotted CHECK (naf ~ '^[0-9]{2}\.[0-9]{2}[A-Z]$'),
    naf25 text COLLATE "C" CONSTRAINT companies_naf25_dotted CHECK (naf25 ~ '^[0-9]{2}\.[0-9]{2}[A-Z]$'),
    legal_form text CHECK (legal_form ~ '^[0-9]{4}$'),
    workforce_band text CHECK (workforce_band IN ('NN', '00', '01', '02', '03', '11', '12', '21', '22', '31', '32',
        '41', '42', '51', '52', '53')),
    workforce_year smallint CHECK (workforce_year BETWEEN 1900 AND 2200),
    category text CHECK (category IN ('PME', 'ETI', 'GE')),
    created_on date,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ceased')),
    ceased_on date,
    diffusion text NOT NULL DEFAULT 'O' CHECK (diffusion IN ('O', 'P')),
    is_sole_trader boolean NOT NULL DEFAULT false,
    phone_e164 text CHECK (phone_e164 ~ '^\+[1-9][0-9]{5,14}$'),
    website text CHECK (length(website) <= 500),
    status text NOT NULL CHECK (status IN ('identified', 'to_identify')),
    match_key text COLLATE "C" CHECK (length(match_key) BETWEEN 1 AND 600),
    stamps jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(stamps) = 'object'),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    facts_at timestamptz,
    registered_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    merged_into uuid REFERENCES intake.companies,
    opposed_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_reason text CHECK (withdrawn_reason IN ('import_undone', 'erased', 'merged')),
    CONSTRAINT companies_identified_has_siren CHECK ((status = 'identified') = (siren IS NOT NULL)),
    CONSTRAINT companies_siret_of_siren CHECK (siret IS NULL OR siren IS NULL OR left(siret, 9) = siren),
    CONSTRAINT companies_identifiable CHECK (siren IS NOT NULL OR match_key IS NOT NULL),
    CONSTRAINT companies_not_merged_into_itself CHECK (merged_into <> id),
    CONSTRAINT companies_withdrawn_with_reason CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);
-- Second import of a row without SIREN finds the first.
CREATE UNIQUE INDEX companies_match_key_unique ON intake.companies (match_key) WHERE siren IS NULL;
-- A row without SIREN finds the identified company that its department already works.
CREATE INDEX companies_match_key ON intake.companies (match_key) WHERE siren IS NOT NULL AND match_key IS NOT NULL;
-- Search by part of a name: 3 ms instead of 200 in 1,000,000 rows.
CREATE INDEX companies_search_name ON intake.companies USING gin (search_name gin_trgm_ops);
-- The list by name, page after page by key.
CREATE INDEX companies_by_name ON intake.companies (search_name, id);
-- The list by place and trade.
CREATE INDEX companies_place_trade ON intake.companies (departement, naf);
-- What hangs on a merged company.
CREATE INDEX companies_merged_into ON intake.companies (merged_into) WHERE merged_into IS NOT NULL;
SELECT msg.describe('intake.companies', $$
    Legal units and their public facts, shared by all departments.
    id: identity (UUIDv7)
    siren: SIREN, 9 digits; null while the company waits for identification
    siret: SIRET of the head office, 14 digits
    name: official name, or the list's until facts are known; null while only the SIREN is known
    trade_name: name on the door
    search_name: both names folded for search, computed
    postcode: postcode of the head office
    city: town of the head office
    departement: official code of the département
    naf: NAF rév. 2, dotted (62.02A)
    naf25: NAF 2025, dotted
    legal_form: catégorie juridique, 4 digits (INSEE)
    workforce_band: tranche d'effectif, NN and 00 to 53 (INSEE)
    workforce_year: year that the band describes
    category: PME, ETI or GE (INSEE); knows no TPE
    created_on: date of creation (Sirene)
    state: active or ceased (Sirene)
    ceased_on: date of cessation
    diffusion: statut de diffusion (Sirene): O, or P for no prospecting on personal data
    is_sole_trader: entreprise individuelle: the name is a person's
    phone_e164: switchboard, E.164
    website: site, absolute URL
    status: identified (has a SIREN) or to_identify
    match_key: normalised name and postcode, the key while there is no SIREN
    stamps: by field, the time of the statement that it comes from, µs since 1970; an older one never overwrites
    version: grows with every change
    facts_at: time of the facts last taken over from enrichment
    registered_at: when the company entered
    updated_at: last change
    merged_into: company that this one turned out to be
    opposed_at: objection to prospecting; honoured in every department
    withdrawn_at: when the company left the base
    withdrawn_reason: import_undone, erased or merged
$$);

CREATE TABLE intake.leads (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES intake.companies,
    department_id text COLLATE "C" NOT NULL CONSTRAINT leads_department_slug
        CHECK (department_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    owner_hint text CHECK (length(owner_hint) <= 320),
    stage_hint text CHECK (length(stage_hint) <= 200),
    next_step text CHECK (length(next_step) <= 2000),
    next_step_on date,
    note text CHECK (length(note) <= 20000),
    turnover_hint_cents bigint CHECK (turnover_hint_cents >= 0),
    extra jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(extra) = 'object'),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    motion text NOT NULL DEFAULT 'new' CHECK (motion IN ('new', 'upsell')),
    registered_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    stamps jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(stamps) = 'object'),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT leads_company_department_unique UNIQUE (company_id, department_id)
);
-- A department's leads, newest first.
CREATE INDEX leads_department ON intake.leads (department_id, registered_at DESC, id) WHERE withdrawn_at IS NULL;
SELECT msg.describe('intake.leads', $$
    A company as one department prospects it.
    id: identity (UUIDv7)
    company_id: company
    department_id: department
    owner_hint: who works it today, as the list says
    stage_hint: stage, as the list says
    next_step: next step, as the list says
    next_step_on: day of the next step
    note: note of the list
    turnover_hint_cents: turnover as the list says, cents; never shown as published
    extra: columns of the list that Filon does not know, by header
    source: where it came from: the token's source or the submitter's
    motion: new or upsell
    registered_at: when it entered; starts the three-year clock
    updated_at: last change
    withdrawn_at: when it left
    stamps: by field, the time of the statement that it comes from, µs since 1970
    version: grows with every change
$$);

CREATE TABLE intake.contacts (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES intake.companies,
    department_id text COLLATE "C" NOT NULL,
    name text CHECK (length(name) <= 300),
    function text CHECK (length(function) <= 300),
    email text CHECK (length(email) <= 320) CONSTRAINT contacts_email_lower CHECK (email = lower(email)),
    is_role_address boolean NOT NULL DEFAULT false,
    phone_e164 text CHECK (phone_e164 ~ '^\+[1-9][0-9]{5,14}$'),
    phone_raw text CHECK (length(phone_raw) <= 100),
    is_personal_number boolean NOT NULL DEFAULT false,
    email_fingerprint bytea CHECK (octet_length(email_fingerprint) = 32),
    phone_fingerprint bytea CHECK (octet_length(phone_fingerprint) = 32),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    collected_at timestamptz NOT NULL DEFAULT now(),
    informed_at timestamptz,
    opposed_at timestamptz,
    keep_until date,
    updated_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    stamps jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(stamps) = 'object'),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT contacts_reachable CHECK (
        coalesce(name, email, phone_e164, phone_raw) IS NOT NULL OR withdrawn_at IS NOT NULL)
);
-- A second import of the same person finds the first, by address or else by number or name.
CREATE UNIQUE INDEX contacts_email_unique ON intake.contacts (company_id, department_id, email)
    WHERE email IS NOT NULL;
CREATE INDEX contacts_company ON intake.contacts (company_id, department_id);
-- An objection or erasure by address reaches every department's row.
CREATE INDEX contacts_by_email ON intake.contacts (email_fingerprint) WHERE email_fingerprint IS NOT NULL;
CREATE INDEX contacts_by_phone ON intake.contacts (phone_fingerprint) WHERE phone_fingerprint IS NOT NULL;
-- The three-year clock: what falls due.
CREATE INDEX contacts_expiry ON intake.contacts (keep_until) WHERE keep_until IS NOT NULL AND withdrawn_at IS NULL;
SELECT msg.describe('intake.contacts', $$
    A person or mailbox at a company, known to one department. Personal data.
    id: identity (UUIDv7)
    company_id: company
    department_id: department that knows the contact
    name: name as given
    function: function as given
    email: address, lower case
    is_role_address: contact@ and the like: not personal data
    phone_e164: number, E.164
    phone_raw: number as given
    is_personal_number: a sole trader's own mobile: consumer rules apply
    email_fingerprint: SHA-256 of email, what objections are compared by
    phone_fingerprint: SHA-256 of phone_e164
    source: where it came from
    collected_at: when it was collected
    informed_at: when the person was told of the source (RGPD art. 14)
    opposed_at: objection to prospecting
    keep_until: erased after this day unless the person is in touch
    updated_at: last change
    withdrawn_at: when the contact left; the personal columns are then empty
    stamps: by field, the time of the statement that it comes from, µs since 1970
    version: grows with every change
$$);

SELECT msg.raise_wall(walled) FROM unnest('{intake.leads,intake.contacts}'::regclass[]) AS walled;
