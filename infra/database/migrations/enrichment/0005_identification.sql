-- What the registers said about companies that came without a SIREN: a question that was answered is not asked again.

CREATE TABLE enrichment.identifications (
    company_id uuid PRIMARY KEY,
    version bigint NOT NULL CHECK (version > 0),
    question bytea NOT NULL CHECK (octet_length(question) = 32),
    verdict text NOT NULL CHECK (verdict IN ('certain', 'doubtful', 'none')),
    siren text CHECK (siren ~ '^[0-9]{9}$'),
    reason text,
    candidates jsonb NOT NULL DEFAULT '[]'
        CHECK (jsonb_typeof(candidates) = 'array' AND jsonb_array_length(candidates) <= 5),
    asked_at timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    CONSTRAINT identifications_certain_has_siren CHECK ((verdict = 'certain') = (siren IS NOT NULL))
);
-- Whose answer names a company behind which a person was erased.
CREATE INDEX identifications_candidates ON enrichment.identifications USING gin (candidates jsonb_path_ops);
SELECT msg.describe('enrichment.identifications', $$
    Answers to who a company without SIREN is, the last one per company.
    company_id: company (intake.companies.id)
    version: version of the company that was last asked about
    question: SHA-256 of what was asked, so that the same is not asked twice
    verdict: certain, doubtful or none
    siren: SIREN where certain
    reason: why there is no candidate: not_found, not_searchable or provider_away
    candidates: best first, five at most, with score and reasons, as JSON
    asked_at: when the registers were asked
    valid_until: the same question is asked again afterwards
$$);

CREATE VIEW enrichment.v_identifications AS
SELECT company_id, version, verdict, siren, reason, candidates, asked_at, valid_until FROM enrichment.identifications;
SELECT msg.describe('enrichment.v_identifications', $$
    Answers to who a company without SIREN is.
    company_id: company
    version: version of the company that was last asked about
    verdict: certain, doubtful or none
    siren: SIREN where certain
    reason: why there is no candidate
    candidates: best first, as JSON
    asked_at: when the registers were asked
    valid_until: asked again afterwards
$$);

SELECT msg.publish_views('enrichment');
