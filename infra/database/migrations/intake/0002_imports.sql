-- An import is a batch of rows with what each did and what stood there before, so that it can be undone field by
-- field and each line's outcome can be shown.

CREATE TABLE intake.import_batches (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL CONSTRAINT import_batches_department_slug
        CHECK (department_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    source text NOT NULL,
    filename text CHECK (length(filename) <= 255),
    sha256 bytea CHECK (octet_length(sha256) = 32),
    size_bytes bigint CHECK (size_bytes >= 0),
    encoding text,
    delimiter text CHECK (length(delimiter) = 1),
    dry_run boolean NOT NULL DEFAULT false,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'undone')),
    rows integer NOT NULL DEFAULT 0 CHECK (rows >= 0),
    created integer NOT NULL DEFAULT 0 CHECK (created >= 0),
    updated integer NOT NULL DEFAULT 0 CHECK (updated >= 0),
    unchanged integer NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    to_identify integer NOT NULL DEFAULT 0 CHECK (to_identify >= 0),
    refused integer NOT NULL DEFAULT 0 CHECK (refused >= 0),
    mapping jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(mapping) = 'array'),
    token_id uuid,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    worked_at timestamptz,
    completed_at timestamptz,
    undo_requested_at timestamptz,
    undone_at timestamptz,
    undone_by text,
    undo_report jsonb,
    CONSTRAINT import_batches_counts CHECK (
        status = 'running' OR created + updated + unchanged + to_identify + refused = rows),
    CONSTRAINT import_batches_ended CHECK ((status = 'running') = (completed_at IS NULL)),
    CONSTRAINT import_batches_undo_after_end CHECK (undo_requested_at IS NULL OR completed_at IS NOT NULL),
    CONSTRAINT import_batches_undone CHECK ((status = 'undone') = (undone_at IS NOT NULL))
);
-- A department's imports, newest first.
CREATE INDEX import_batches_department ON intake.import_batches (department_id, created_at DESC);
-- Batches that a restarted ingest takes up again.
CREATE INDEX import_batches_running ON intake.import_batches (worked_at) WHERE status = 'running';
CREATE INDEX import_batches_undoing ON intake.import_batches (undo_requested_at)
    WHERE status = 'done' AND undo_requested_at IS NOT NULL;
-- The same file sent again by the same token.
CREATE INDEX import_batches_same_file ON intake.import_batches (token_id, sha256) WHERE sha256 IS NOT NULL;
SELECT msg.describe('intake.import_batches', $$
    One imported file or submitted list.
    id: identity (UUIDv7), the import's address in the API
    department_id: department that the token fixes
    source: the token's source
    filename: name of the file
    sha256: fingerprint of the file; null while it is still being received
    size_bytes: size of the file, bytes
    encoding: encoding found
    delimiter: delimiter found
    dry_run: only counted, nothing written
    status: running, done or undone
    rows: lines read, without the header
    created: rows that made a company or lead
    updated: rows that changed one
    unchanged: rows that said nothing new
    to_identify: rows kept without a SIREN
    refused: rows that could not be taken
    mapping: columns in the file's order: header and the field that it means, if any
    token_id: ingest token that sent it
    created_by: actor
    created_at: when it was accepted, durable
    worked_at: when rows were last processed; the batch that waited longest is next
    completed_at: when the last row was through
    undo_requested_at: when taking it back began
    undone_at: when it was taken back
    undone_by: actor that took it back
    undo_report: fields kept because somebody else changed them since
$$);

CREATE TABLE intake.import_rows (
    batch_id uuid NOT NULL REFERENCES intake.import_batches ON DELETE CASCADE,
    line integer NOT NULL CHECK (line > 0),
    department_id text COLLATE "C" NOT NULL,
    raw jsonb,
    result text CHECK (result IN ('created', 'updated', 'unchanged', 'to_identify', 'refused')),
    code text,
    "column" text,
    message text,
    company_id uuid,
    lead_id uuid,
    contact_id uuid,
    before jsonb,
    after jsonb,
    undone boolean NOT NULL DEFAULT false,
    PRIMARY KEY (batch_id, line),
    CONSTRAINT import_rows_refused_with_code CHECK (result IS DISTINCT FROM 'refused' OR code IS NOT NULL)
);
-- Rows still to do, in order.
CREATE INDEX import_rows_waiting ON intake.import_rows (batch_id, line) WHERE result IS NULL;
-- Which imports touched a company: provenance on the lead's page, and undo.
CREATE INDEX import_rows_company ON intake.import_rows (company_id) WHERE company_id IS NOT NULL;
SELECT msg.describe('intake.import_rows', $$
    One line of an import and what it did. Personal data until the batch's retention ends.
    batch_id: import
    line: line of the file; the header is line 1
    department_id: the import's department
    raw: values as read, an array in the order of the batch's mapping; null once retention ends
    result: created, updated, unchanged, to_identify or refused; null while waiting
    code: reason of a refusal, machine-readable
    column: header that the refusal is about
    message: reason in French, without the value
    company_id: company made or found
    lead_id: lead made or found
    contact_id: contact made or found
    before: changed fields as they stood, by thing and field; null for a thing that the row made
    after: the same fields as this row left them; undo keeps what differs since
    undone: what the row did was taken back
$$);

CREATE TABLE intake.api_tokens (
    id uuid PRIMARY KEY,
    hash bytea NOT NULL CONSTRAINT api_tokens_hash_unique UNIQUE CHECK (octet_length(hash) = 32),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    department_id text COLLATE "C" NOT NULL CONSTRAINT api_tokens_department_slug
        CHECK (department_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    rate_per_minute integer NOT NULL DEFAULT 600 CHECK (rate_per_minute > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz,
    revoked_at timestamptz
);
SELECT msg.describe('intake.api_tokens', $$
    Tokens of ingest's door; a token fixes department, source and rate.
    id: identity (UUIDv7)
    hash: SHA-256 of the secret
    name: what it is for
    department_id: department of everything that it sends
    source: source of everything that it sends
    rate_per_minute: requests a minute at most, for each replica
    created_at: when it was made
    used_at: last use, to the minute
    revoked_at: worthless since
$$);

SELECT msg.raise_wall(walled) FROM unnest(
    '{intake.import_batches,intake.import_rows,intake.api_tokens}'::regclass[]) AS walled;
