-- The console's own keeping: who did what, who is signed in, which tokens open the REST API, which fields were added.

CREATE TABLE admin.audit_logs (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL CONSTRAINT audit_logs_message_unique UNIQUE,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    department_id text COLLATE "C",
    summary text NOT NULL CHECK (length(summary) <= 2000),
    previous_hash bytea CHECK (octet_length(previous_hash) = 32),
    hash bytea NOT NULL CONSTRAINT audit_logs_hash_unique UNIQUE CHECK (octet_length(hash) = 32),
    CONSTRAINT audit_logs_chain UNIQUE (previous_hash)
);
-- The audit page of a department, newest first; the history of one object.
CREATE INDEX audit_logs_department ON admin.audit_logs (department_id, position DESC);
CREATE INDEX audit_logs_object ON admin.audit_logs (object, position DESC);
SELECT msg.describe('admin.audit_logs', $$
    Every change by a person, append-only; each row carries the hash of the one before.
    position: order of the chain
    message_id: audit.recorded that filled the row
    at: when the change was made
    actor: user id, or operator
    action: for example deal.moved
    object: for example deal/<id>
    department_id: department concerned; null is seen by the operator alone
    summary: what changed, without personal data
    previous_hash: hash of the row before; null for the first
    hash: SHA-256 over previous_hash and the row
$$);
REVOKE UPDATE, DELETE, TRUNCATE ON admin.audit_logs FROM filon_console;

-- The chain's own arithmetic, once, for who appends and who verifies: unit separators keep the fields apart.
CREATE FUNCTION admin.audit_hash(
    previous bytea, message_id uuid, at timestamptz, actor text, action text, object text, department text, summary text
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(coalesce(previous, ''::bytea) || convert_to(concat_ws(E'\x1f', message_id::text,
    trunc(extract(epoch FROM at) * 1000000)::text, actor, action, object, coalesce(department, ''), summary), 'UTF8'));
COMMENT ON FUNCTION admin.audit_hash IS 'Hash of a row of admin.audit_logs over the hash of the row before';

CREATE TABLE admin.custom_fields (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    entity text NOT NULL CHECK (entity IN ('company', 'contact', 'lead', 'deal', 'quote', 'invoice')),
    key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    label text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('text', 'number', 'money', 'date', 'boolean', 'choice')),
    choices text[] NOT NULL DEFAULT '{}',
    required boolean NOT NULL DEFAULT false,
    position integer NOT NULL DEFAULT 0,
    retired_at timestamptz,
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT custom_fields_key_unique UNIQUE (department_id, entity, key),
    CONSTRAINT custom_fields_choices CHECK ((kind = 'choice') = (cardinality(choices) > 0))
);
SELECT msg.describe('admin.custom_fields', $$
    Fields that a department added.
    id: identity (UUIDv7)
    department_id: department that added it
    entity: what carries the field
    key: name in the API
    label: name on screen
    kind: text, number, money (cents), date, boolean or choice
    choices: allowed values of a choice
    required: must be filled on screen
    position: order on screen
    retired_at: hidden since; values are kept
    version: grows with every change
$$);

CREATE TABLE admin.custom_values (
    object_id uuid NOT NULL,
    field_id uuid NOT NULL REFERENCES admin.custom_fields ON DELETE CASCADE,
    department_id text COLLATE "C" NOT NULL,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (object_id, field_id)
);
-- Filter by a field's value.
CREATE INDEX custom_values_value ON admin.custom_values USING gin (value jsonb_path_ops);
SELECT msg.describe('admin.custom_values', $$
    Values of added fields.
    object_id: company, contact, lead, deal, quote or invoice
    field_id: field
    department_id: department that the field belongs to
    value: value of the field's kind; money in cents
    changed_at: last change
$$);

CREATE TABLE admin.saved_views (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    owner_id uuid,
    page text NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    query jsonb NOT NULL,
    pinned boolean NOT NULL DEFAULT false
);
SELECT msg.describe('admin.saved_views', $$
    Filters and columns that somebody saved.
    id: identity (UUIDv7)
    department_id: department
    owner_id: colleague; null is shared with the department
    page: page that it belongs to
    name: name on screen
    query: filter, order and columns
    pinned: shown in the menu
$$);

SELECT msg.raise_wall(walled) FROM unnest(
    '{admin.audit_logs,admin.custom_fields,admin.custom_values,admin.saved_views}'::regclass[]) AS walled;
