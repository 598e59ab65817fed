-- What colleagues found out about leads to identify, until intake has taken it; and the way by which an erasure finds
-- what was noted about a company.

CREATE TABLE sales.lead_identifications (
    lead_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL CHECK (siren ~ '^[0-9]{9}$'),
    known_company_id uuid,
    given_by uuid NOT NULL,
    given_at timestamptz NOT NULL
);
SELECT msg.describe('sales.lead_identifications', $$
    SIRENs that colleagues gave for leads without one.
    lead_id: lead that waited for identification
    department_id: department
    siren: SIREN given, key checked
    known_company_id: company that bore the SIREN already, where the work goes on; null: intake attaches it to the lead's own
    given_by: colleague
    given_at: when
$$);
SELECT msg.raise_wall('sales.lead_identifications');

-- What was done with a company: an erasure empties its notes.
CREATE INDEX lead_activities_company ON sales.lead_activities (company_id);
