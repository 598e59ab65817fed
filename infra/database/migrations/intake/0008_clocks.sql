-- The three-year clock of prospecting data: when it started, what moves it, and who falls due. And what a load of the
-- Sirene universe changed about companies that are held, until enrichment was told.

ALTER TABLE intake.contacts ADD COLUMN inbound_at timestamptz;
COMMENT ON COLUMN intake.contacts.inbound_at IS
    'last contact that came from the prospect, or last deal won; null: none since it was collected';
COMMENT ON COLUMN intake.contacts.collected_at IS
    'when it was collected: the three-year clock starts then, and again with inbound_at';
COMMENT ON COLUMN intake.contacts.keep_until IS
    'erased after this day: three years after collection or after inbound_at (CNIL, prospects), whichever is later; the day moves on by one while an erasure is under way';

-- Contacts that came before every path wrote the day.
UPDATE intake.contacts SET keep_until = (collected_at + interval '3 years')::date
WHERE keep_until IS NULL AND withdrawn_at IS NULL;

CREATE OR REPLACE VIEW intake.v_contacts AS
SELECT id, company_id, department_id, name, function, email, is_role_address, phone_e164, phone_raw,
    is_personal_number, source, collected_at, informed_at, opposed_at, keep_until, withdrawn_at, version, inbound_at,
    greatest(collected_at, inbound_at) AS clock_from
FROM intake.contacts;
SELECT msg.describe('intake.v_contacts', $$
    Contacts of the reader's departments.
    id: contact
    company_id: company
    department_id: department
    name: name
    function: function
    email: address
    is_role_address: not personal data
    phone_e164: number
    phone_raw: number as given
    is_personal_number: consumer rules apply
    source: where it came from
    collected_at: when it was collected
    informed_at: when the person was told
    opposed_at: objection to prospecting
    keep_until: erased after this day
    withdrawn_at: when the contact left
    version: grows with every change
    inbound_at: last contact that came from the prospect
    clock_from: when the three years began: collection, or the last contact that came from the prospect
$$);

CREATE TABLE intake.registry_news (
    company_id uuid PRIMARY KEY REFERENCES intake.companies,
    noted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX registry_news_order ON intake.registry_news (noted_at);
SELECT msg.describe('intake.registry_news', $$
    Companies whose state or diffusion a load of the Sirene universe changed, until enrichment was asked to look again.
    company_id: company
    noted_at: when it was loaded
$$);

SELECT msg.publish_views('intake');
