-- Who a company without SIREN may be: what the registers proposed, and what a person made of it. Enrichment looks in the
-- Sirene universe before it asks anybody outside, hence its right to read that one view.

-- A name is looked for by its words within a département. The words stand in one index with the département, so that a
-- look-up reads what they have in common and nothing else: 2 ms in 1,000,000 rows, where trigrams took 150 to 600.
CREATE OR REPLACE FUNCTION intake.registry_indexes() RETURNS TABLE (name text, definition text) LANGUAGE sql IMMUTABLE AS $$
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
    ('name', 'USING gin (name public.gin_trgm_ops)'),
    ('words', 'USING gin (to_tsvector(''simple'', ''d'' || departement || '' '' || name))')
$$;
SELECT intake.build_registry_indexes();

CREATE TABLE intake.identifications (
    company_id uuid PRIMARY KEY REFERENCES intake.companies,
    state text NOT NULL CHECK (state IN ('asked', 'taken', 'merged', 'doubtful', 'none', 'opposed', 'chosen', 'declined')),
    siren text CHECK (siren ~ '^[0-9]{9}$'),
    reason text,
    candidates jsonb NOT NULL DEFAULT '[]'
        CHECK (jsonb_typeof(candidates) = 'array' AND jsonb_array_length(candidates) <= 5),
    version bigint NOT NULL CHECK (version >= 0),
    asked_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    CONSTRAINT identifications_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
-- What waits for a person, oldest first.
CREATE INDEX identifications_doubtful ON intake.identifications (asked_at, company_id) WHERE state = 'doubtful';
SELECT msg.describe('intake.identifications', $$
    Companies that came without SIREN: what was found out about each.
    company_id: company
    state: asked, taken (certain, and its own now), merged (into the company that bore the SIREN), doubtful (a person chooses), none, opposed (the SIREN found had objected), chosen or declined (by a person)
    siren: SIREN taken, chosen or opposed
    reason: why nothing was found: not_found, not_searchable or provider_away
    candidates: best first, five at most, with score and reasons, as JSON; emptied once decided
    version: version of the company that was asked about
    asked_at: when the registers were asked last
    decided_by: who chose or declined
    decided_at: when
$$);

CREATE VIEW intake.v_identifications AS
SELECT i.company_id, i.state, i.siren, i.reason, i.candidates, i.version, i.asked_at, i.decided_by, i.decided_at,
    coalesce(c.name, c.trade_name) AS name, c.postcode, c.city
FROM intake.identifications AS i JOIN intake.companies AS c ON c.id = i.company_id
WHERE c.withdrawn_at IS NULL AND c.opposed_at IS NULL OR i.state IN ('merged', 'opposed');
SELECT msg.describe('intake.v_identifications', $$
    Companies that came without SIREN: what was found out about each.
    company_id: company
    state: asked, taken, merged, doubtful, none, opposed, chosen or declined
    siren: SIREN taken, chosen or opposed
    reason: why nothing was found
    candidates: best first, with score and reasons, as JSON
    version: version of the company that was asked about
    asked_at: when the registers were asked last
    decided_by: who chose or declined
    decided_at: when
    name: name, as the list says
    postcode: postcode
    city: town
$$);

SELECT msg.publish_views('intake');
GRANT USAGE ON SCHEMA intake TO filon_enrichment;
GRANT SELECT ON intake.v_registry TO filon_enrichment;
