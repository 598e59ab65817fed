-- What the console and the operator read of companies, leads and imports.

CREATE VIEW intake.v_companies AS
SELECT id, siren, siret, name, trade_name, search_name, postcode, city, departement, naf, naf25, legal_form,
    workforce_band, workforce_year, category, created_on, state, ceased_on, diffusion, is_sole_trader, phone_e164,
    website, status, version, registered_at, updated_at, merged_into, opposed_at, withdrawn_at, withdrawn_reason
FROM intake.companies;
SELECT msg.describe('intake.v_companies', $$
    Companies; no wall, since their facts are public. Join leads to see a department's own.
    id: company
    siren: SIREN; null while the company waits for identification
    siret: SIRET of the head office
    name: name
    trade_name: name on the door
    search_name: both names folded for search
    postcode: postcode
    city: town
    departement: official code of the département
    naf: NAF rév. 2
    naf25: NAF 2025
    legal_form: catégorie juridique
    workforce_band: tranche d'effectif
    workforce_year: year that the band describes
    category: PME, ETI or GE
    created_on: date of creation
    state: active or ceased
    ceased_on: date of cessation
    diffusion: O or P
    is_sole_trader: the name is a person's
    phone_e164: switchboard
    website: site
    status: identified or to_identify
    version: grows with every change
    registered_at: when the company entered
    updated_at: last change
    merged_into: company that this one turned out to be
    opposed_at: objection to prospecting
    withdrawn_at: when the company left
    withdrawn_reason: why it left
$$);

CREATE VIEW intake.v_leads AS
SELECT id, company_id, department_id, owner_hint, stage_hint, next_step, next_step_on, note,
    turnover_hint_cents, extra, source, motion, registered_at, updated_at, withdrawn_at, version
FROM intake.leads;
SELECT msg.describe('intake.v_leads', $$
    Leads of the reader's departments.
    id: lead
    company_id: company
    department_id: department
    owner_hint: who works it, as the list says
    stage_hint: stage, as the list says
    next_step: next step, as the list says
    next_step_on: day of the next step
    note: note of the list
    turnover_hint_cents: turnover as the list says, cents; never shown as published
    extra: unknown columns of the list
    source: where it came from
    motion: new or upsell
    registered_at: when it entered
    updated_at: last change
    withdrawn_at: when it left
    version: grows with every change
$$);

CREATE VIEW intake.v_contacts AS
SELECT id, company_id, department_id, name, function, email, is_role_address, phone_e164, phone_raw,
    is_personal_number, source, collected_at, informed_at, opposed_at, keep_until, withdrawn_at, version
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
$$);

CREATE VIEW intake.v_import_batches AS
SELECT id, department_id, source, filename, dry_run, status, rows, created, updated, unchanged, to_identify, refused,
    mapping, created_by, created_at, completed_at, undone_at, undone_by, undo_report
FROM intake.import_batches;
SELECT msg.describe('intake.v_import_batches', $$
    Imports of the reader's departments.
    id: import
    department_id: department
    source: source
    filename: name of the file
    dry_run: only counted
    status: running, done or undone
    rows: lines read
    created: rows that made a company or lead
    updated: rows that changed one
    unchanged: rows that said nothing new
    to_identify: rows kept without a SIREN
    refused: rows that could not be taken
    mapping: header of the file to field
    created_by: actor
    created_at: when it was accepted
    completed_at: when the last row was through
    undone_at: when it was taken back
    undone_by: actor that took it back
    undo_report: fields kept because somebody else changed them since
$$);

CREATE VIEW intake.v_import_rows AS
SELECT batch_id, line, department_id, result, code, "column", message, company_id, lead_id, contact_id
FROM intake.import_rows;
SELECT msg.describe('intake.v_import_rows', $$
    Lines of imports of the reader's departments, without what was read.
    batch_id: import
    line: line of the file
    department_id: department
    result: what the line did; null while waiting
    code: reason of a refusal
    column: header that the refusal is about
    message: reason in French
    company_id: company made or found
    lead_id: lead made or found
    contact_id: contact made or found
$$);

CREATE VIEW intake.v_registry AS
SELECT siren, name, naf, naf25, legal_form, workforce_band, category, postcode, city, departement, state, diffusion,
    created_on, updated_at
FROM intake.registry;
SELECT msg.describe('intake.v_registry', $$
    The Sirene universe.
    siren: SIREN
    name: denomination, capitals
    naf: NAF rév. 2
    naf25: NAF 2025
    legal_form: catégorie juridique
    workforce_band: tranche d'effectif
    category: PME, ETI or GE
    postcode: postcode
    city: town
    departement: official code of the département
    state: A or C
    diffusion: O or P
    created_on: date of creation
    updated_at: date of INSEE's last treatment
$$);

SELECT msg.publish_views('intake');
