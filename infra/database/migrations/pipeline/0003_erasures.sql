-- A deal's title may name a sole trader. An erasure holds also for what is heard of an earlier time afterwards.

CREATE TABLE pipeline.erasures (
    company_id uuid PRIMARY KEY,
    at timestamptz NOT NULL
);
SELECT msg.describe('pipeline.erasures', $$
    Companies a person of which was erased: titles of their deals announced before are not kept.
    company_id: company
    at: when it was asked for
$$);
-- An erasure finds the company's deals.
CREATE INDEX deal_snapshots_company ON pipeline.deal_snapshots (company_id);
