-- What was learnt of a deal weighs it here as it does on the console's pipeline. It may be heard of before the deal is.

CREATE TABLE pipeline.deal_chances (
    deal_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    probability_basis_points integer NOT NULL CHECK (probability_basis_points BETWEEN 0 AND 10000),
    label text NOT NULL,
    version bigint NOT NULL CHECK (version > 0)
);
SELECT msg.describe('pipeline.deal_chances', $$
    How likely each deal is won, as scoring announced it last.
    deal_id: deal
    department_id: department
    probability_basis_points: closing probability, 1 % is 100
    label: what it rests on: regles, hybride or appris
    version: grows with each announcement about the deal
$$);
SELECT msg.raise_wall('pipeline.deal_chances');

-- What was announced before this table was there.
INSERT INTO pipeline.deal_chances (deal_id, department_id, probability_basis_points, label, version)
SELECT deal_id, department_id, probability_basis_points, label, chance_version
FROM scoring.deals WHERE probability_basis_points IS NOT NULL AND chance_version > 0;

-- Read by the release before this one, and by nobody since.
COMMENT ON COLUMN pipeline.deal_snapshots.probability_basis_points IS 'always null; see deal_chances';
