-- A night reads only those companies that time alone may have changed.

CREATE TABLE scoring.quiet_companies (
    company_id uuid PRIMARY KEY,
    until date NOT NULL,
    basis bigint NOT NULL
) WITH (fillfactor = 80);
SELECT msg.describe('scoring.quiet_companies', $$
    Companies of whose leads time alone changes nothing for a while; whatever is heard of one removes its row.
    company_id: company that stands for itself
    until: first day on which time may have changed something; a night looks at it again
    basis: hash of the generation, the rules, the model and what else that rests on; by others it does not count
$$);

CREATE TABLE scoring.quiet_generation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);
INSERT INTO scoring.quiet_generation (number) VALUES (0);
SELECT msg.describe('scoring.quiet_generation', $$
    The generation of rows in quiet_companies that count; it grows as the service starts and when a look at every lead is asked for.
    one: true, in the only row
    number: generation
$$);
