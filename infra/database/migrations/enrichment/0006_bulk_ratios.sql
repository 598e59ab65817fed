-- The dataset ratios_inpi_bce is published whole as one file, for nothing: it stands in our own base, and the question
-- "which turnover?" costs no call. A load fills the half that nobody reads and then names it the current one: whatever
-- breaks it off leaves the file of before. Two halves, since the service owns no tables and is given no right to make any.

CREATE TABLE enrichment.ratios (
    slot smallint NOT NULL CHECK (slot IN (0, 1)),
    siren text COLLATE "C" NOT NULL,
    line bigint NOT NULL,
    closing_date date NOT NULL,
    statement text COLLATE "C",
    confidentiality text,
    turnover numeric,
    result numeric,
    gross_margin numeric,
    ebitda numeric,
    ebitda_share numeric,
    PRIMARY KEY (slot, siren, line)
) PARTITION BY LIST (slot);
CREATE TABLE enrichment.ratios_0 PARTITION OF enrichment.ratios FOR VALUES IN (0);
CREATE TABLE enrichment.ratios_1 PARTITION OF enrichment.ratios FOR VALUES IN (1);
GRANT TRUNCATE ON enrichment.ratios_0, enrichment.ratios_1 TO filon_enrichment;
SELECT msg.describe('enrichment.ratios', $$
    Rows of the bulk file of ratios_inpi_bce (INPI and Banque de France, Licence Ouverte 2.0) as they were published: of a hidden turnover the declaration, not the zero, is believed when they are read.
    slot: half of the table; ratio_loads names the one that is read
    siren: SIREN
    line: line of the file, the header being 1
    closing_date: end of the accounting year (date_cloture_exercice)
    statement: C complete, S simplified, K consolidated, or another letter (type_bilan)
    confidentiality: declaration, in the file's words
    turnover: chiffre_d_affaires, euros
    result: resultat_net, euros
    gross_margin: marge_brute, euros
    ebitda: ebe, euros
    ebitda_share: marge_ebe, percent of the turnover
$$);

CREATE TABLE enrichment.ratio_loads (
    id uuid PRIMARY KEY,
    slot smallint NOT NULL CHECK (slot IN (0, 1)),
    is_current boolean NOT NULL,
    filename text,
    data_date date NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    lines bigint NOT NULL,
    stored bigint NOT NULL,
    refused bigint NOT NULL,
    flagged bigint NOT NULL,
    report jsonb NOT NULL
);
CREATE UNIQUE INDEX ratio_loads_current ON enrichment.ratio_loads (is_current) WHERE is_current;
SELECT msg.describe('enrichment.ratio_loads', $$
    Bulk files of ratios_inpi_bce that were loaded to their end.
    id: identity (UUIDv7)
    slot: half of enrichment.ratios that it filled
    is_current: it is the one that is read
    filename: name of the file
    data_date: day of the file, which facts from it carry
    started_at: when it began to arrive
    finished_at: when it was read first
    lines: lines read, without the header
    stored: lines stored
    refused: lines that could not be taken
    flagged: values left out or doubted on lines that were stored
    report: what the sender was told, reasons and first line numbers included
$$);

CREATE VIEW enrichment.v_ratio_loads AS
SELECT id, is_current, filename, data_date, started_at, finished_at, lines, stored, refused, flagged
FROM enrichment.ratio_loads;
SELECT msg.describe('enrichment.v_ratio_loads', $$
    Bulk files of ratios_inpi_bce that were loaded to their end.
    id: load
    is_current: it is the one that is read
    filename: name of the file
    data_date: day of the file
    started_at: when it began to arrive
    finished_at: when it was read first
    lines: lines read
    stored: lines stored
    refused: lines that could not be taken
    flagged: values left out or doubted
$$);

CREATE TABLE enrichment.load_permits (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    provider text NOT NULL,
    valid_until timestamptz NOT NULL
);
SELECT msg.describe('enrichment.load_permits', $$
    Who may hand over a bulk file: each permit opens the door once.
    hash: SHA-256 of the permit's secret
    provider: whose file
    valid_until: it opens nothing afterwards
$$);

-- Which file a fact was read in.
ALTER TABLE enrichment.facts ADD COLUMN file_id uuid;
COMMENT ON COLUMN enrichment.facts.file_id IS
    'bulk file that it was read in (enrichment.ratio_loads.id); null: a provider answered it';

CREATE OR REPLACE VIEW enrichment.v_facts AS
SELECT id, siren, field, period, value, unit, precision_cents, source, method, source_date, fetched_at,
    valid_until, cost_cents, confidence, file_id
FROM enrichment.facts WHERE superseded_by IS NULL;
COMMENT ON COLUMN enrichment.v_facts.file_id IS 'bulk file that it was read in; null: a provider answered it';

-- The file before the same dataset's records; notices before the records, since they tell whether the file may be
-- outdated. A waterfall that somebody published stays in force as it is.
INSERT INTO enrichment.waterfalls (version, actor, body)
SELECT 2, 'filon', $${
    "perCompanyCents": 50,
    "days": {},
    "steps": [
        {"provider": "recherche_entreprises", "question": "by_siren", "unless": [],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": false},
        {"provider": "sirene", "question": "by_siren", "unless": ["registered"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "ratios_inpi_bce", "question": "file",
         "unless": ["ended", "excluded", "unregistered", "sole_trader"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "bodacc", "question": "by_siren", "unless": ["ceased", "excluded", "unregistered"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "ratios_inpi_bce", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "current_file"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": false},
        {"provider": "inpi", "question": "accounts",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential"],
         "priceCents": 0, "perDayCalls": 9500, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "inpi", "question": "company", "unless": ["ended", "excluded", "unregistered"],
         "priceCents": 0, "perDayCalls": 9500, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "pappers", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 10, "perDayCents": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "societe_com", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 20, "perDayCents": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "societe_com_pages", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 0, "perDayCalls": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "opencorporates", "question": "by_siren", "unless": ["registered"],
         "priceCents": 0, "perDayCalls": 45, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "pappers", "question": "reach", "unless": ["ended", "excluded", "unregistered"],
         "priceCents": 30, "perDayCents": 1000, "onlyWhenAsked": true, "mayBeMissed": true}
    ]
}$$
WHERE NOT EXISTS (SELECT FROM enrichment.waterfalls WHERE version > 1 OR actor <> 'filon');

SELECT msg.publish_views('enrichment');
