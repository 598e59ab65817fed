-- A lead without SIREN reaches neither scoring nor assignment: it is worked by hand, from a list of its own. Whom the
-- list names is kept folded, because behind a wall only a plain column is served by an index.

ALTER TABLE intake.leads ADD COLUMN owner_key text COLLATE "C"
    GENERATED ALWAYS AS (msg.fold(btrim(regexp_replace(owner_hint, '\s+', ' ', 'g')))) STORED;
COMMENT ON COLUMN intake.leads.owner_key IS 'owner_hint folded, to find what is a colleague''s own; computed';

-- The leads that a list gives to a colleague.
CREATE INDEX leads_owner_key ON intake.leads (department_id, owner_key)
    WHERE owner_key IS NOT NULL AND withdrawn_at IS NULL;
-- A page of leads to identify, which are few among many companies.
CREATE INDEX companies_waiting ON intake.companies (id) WHERE siren IS NULL;

-- Like assignment.v_queue it carries its order, which a barrier hides from an index otherwise. The companies lead, since
-- of their index alone a page can be read without looking at leads that do not wait.
CREATE VIEW intake.v_to_identify AS
SELECT l.id AS lead_id, c.id AS company_id, l.department_id, coalesce(c.name, c.trade_name, 'Sans nom') AS name,
    c.search_name, c.postcode, c.city, c.phone_e164, l.owner_key, l.next_step, l.next_step_on, l.registered_at
FROM intake.leads AS l JOIN intake.companies AS c ON c.id = l.company_id
WHERE c.siren IS NULL AND c.withdrawn_at IS NULL AND c.opposed_at IS NULL AND l.withdrawn_at IS NULL
ORDER BY c.id;
SELECT msg.describe('intake.v_to_identify', $$
    Leads of the reader's departments whose company has no SIREN yet, by company, so first come first; for pages: LIMIT in the same SELECT, and no ORDER BY beside this one.
    lead_id: lead
    company_id: company
    department_id: department
    name: name, as the list says
    search_name: both names folded for search
    postcode: postcode
    city: town
    phone_e164: switchboard
    owner_key: who works it, as the list says, folded
    next_step: next step, as the list says
    next_step_on: day of the next step
    registered_at: when it entered
$$);

SELECT msg.publish_views('intake');
