-- Quotes and invoices. Numbers run without gaps per year, as the law asks of invoices; money is integer cents.

CREATE TABLE finance.finance_quotes (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    number text NOT NULL CONSTRAINT finance_quotes_number_unique UNIQUE,
    deal_id uuid,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'accepted', 'refused', 'expired')),
    issued_on date,
    valid_until date,
    lines jsonb NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
    net_cents bigint NOT NULL CHECK (net_cents >= 0),
    vat_cents bigint NOT NULL CHECK (vat_cents >= 0),
    gross_cents bigint NOT NULL,
    decided_at timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT finance_quotes_total CHECK (gross_cents = net_cents + vat_cents),
    CONSTRAINT finance_quotes_issued CHECK (status = 'draft' OR issued_on IS NOT NULL)
);
-- A department's quotes by state; those of a deal or company.
CREATE INDEX finance_quotes_department ON finance.finance_quotes (department_id, status, created_at DESC);
CREATE INDEX finance_quotes_deal ON finance.finance_quotes (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX finance_quotes_company ON finance.finance_quotes (company_id);
SELECT msg.describe('finance.finance_quotes', $$
    Quotes.
    id: identity (UUIDv7)
    department_id: department that sells
    number: number on paper
    deal_id: deal
    lead_id: lead
    company_id: company
    status: draft, sent, accepted, refused or expired
    issued_on: day of issue
    valid_until: last day on which it can be accepted
    lines: label, quantity, unit price in cents and VAT in basis points of each line
    net_cents: total before tax, cents
    vat_cents: VAT, cents
    gross_cents: total with tax, cents
    decided_at: when it was accepted or refused
    created_by: actor
    created_at: when it was made
    changed_at: last change
    version: grows with every change
$$);

CREATE TABLE finance.finance_invoices (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    number text CONSTRAINT finance_invoices_number_unique UNIQUE,
    quote_id uuid REFERENCES finance.finance_quotes,
    deal_id uuid,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    credit_of uuid REFERENCES finance.finance_invoices,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'issued', 'paid', 'cancelled')),
    issued_on date,
    due_on date,
    lines jsonb NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
    net_cents bigint NOT NULL,
    vat_cents bigint NOT NULL,
    gross_cents bigint NOT NULL,
    paid_cents bigint NOT NULL DEFAULT 0,
    paid_at timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT finance_invoices_total CHECK (gross_cents = net_cents + vat_cents),
    CONSTRAINT finance_invoices_issued CHECK (
        status = 'draft' OR (number IS NOT NULL AND issued_on IS NOT NULL AND due_on IS NOT NULL)),
    CONSTRAINT finance_invoices_paid CHECK ((status = 'paid') = (paid_at IS NOT NULL)),
    CONSTRAINT finance_invoices_sign CHECK (CASE WHEN credit_of IS NULL THEN gross_cents >= 0 ELSE gross_cents <= 0 END)
);
-- What is owed and since when.
CREATE INDEX finance_invoices_due ON finance.finance_invoices (department_id, due_on) WHERE status = 'issued';
CREATE INDEX finance_invoices_deal ON finance.finance_invoices (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX finance_invoices_company ON finance.finance_invoices (company_id);
SELECT msg.describe('finance.finance_invoices', $$
    Invoices and credit notes; an issued one is never changed, only credited.
    id: identity (UUIDv7)
    department_id: department that sells
    number: number on paper, without gaps; null while a draft
    quote_id: quote that it follows
    deal_id: deal
    lead_id: lead
    company_id: company
    credit_of: invoice that this credit note takes back
    status: draft, issued, paid or cancelled
    issued_on: day of issue
    due_on: day of payment at the latest
    lines: label, quantity, unit price in cents and VAT in basis points of each line
    net_cents: total before tax, cents; negative on a credit note
    vat_cents: VAT, cents
    gross_cents: total with tax, cents
    paid_cents: paid so far, cents
    paid_at: when it was paid in full
    created_by: actor
    created_at: when it was made
    changed_at: last change
    version: grows with every change
$$);

CREATE TABLE finance.number_series (
    kind text NOT NULL CHECK (kind IN ('quote', 'invoice', 'credit')),
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    last integer NOT NULL DEFAULT 0 CHECK (last >= 0),
    PRIMARY KEY (kind, year)
);
SELECT msg.describe('finance.number_series', $$
    Last number given in each series; a row, not a sequence, since a rolled back number must not leave a gap.
    kind: quote, invoice or credit
    year: year of issue
    last: last number given
$$);

SELECT msg.raise_wall(walled) FROM unnest('{finance.finance_quotes,finance.finance_invoices}'::regclass[]) AS walled;

CREATE VIEW finance.v_quotes AS
SELECT id, department_id, number, deal_id, lead_id, company_id, status, issued_on, valid_until, net_cents, vat_cents,
    gross_cents, decided_at, created_at, version
FROM finance.finance_quotes;
SELECT msg.describe('finance.v_quotes', $$
    Quotes of the reader's departments, without their lines.
    id: quote
    department_id: department
    number: number on paper
    deal_id: deal
    lead_id: lead
    company_id: company
    status: draft, sent, accepted, refused or expired
    issued_on: day of issue
    valid_until: last day on which it can be accepted
    net_cents: total before tax
    vat_cents: VAT
    gross_cents: total with tax
    decided_at: when it was accepted or refused
    created_at: when it was made
    version: grows with every change
$$);

CREATE VIEW finance.v_invoices AS
SELECT id, department_id, number, quote_id, deal_id, lead_id, company_id, credit_of, status, issued_on, due_on,
    net_cents, vat_cents, gross_cents, paid_cents, paid_at, created_at, version
FROM finance.finance_invoices;
SELECT msg.describe('finance.v_invoices', $$
    Invoices of the reader's departments, without their lines.
    id: invoice
    department_id: department
    number: number on paper
    quote_id: quote that it follows
    deal_id: deal
    lead_id: lead
    company_id: company
    credit_of: invoice that it takes back
    status: draft, issued, paid or cancelled
    issued_on: day of issue
    due_on: day of payment at the latest
    net_cents: total before tax
    vat_cents: VAT
    gross_cents: total with tax
    paid_cents: paid so far
    paid_at: when it was paid in full
    created_at: when it was made
    version: grows with every change
$$);

SELECT msg.publish_views('finance');
