-- A night reads only those companies that time alone may have changed.

CREATE TABLE scoring.quiet_companies (
    company_id uuid PRIMARY KEY,
    until date NOT NULL,
    basis bigint NOT NULL
) WITH (fillfactor = 80);
SELECT msg.describe('scoring.quiet_companies', $$
    Companies of whose leads time alone changes nothing for a while; whatever is heard of one removes its row.
    company_id: company that stands for itself
    until: first day on which a night looks at it again
    basis: hash of the release, the rules and the model by which that was found; by others it does not count
$$);
