-- What cannot succeed is a row that can be searched, edited and retried, never a message peeked at in a queue.

SELECT msg.describe('msg.schema_roles', $$
    Which service's role owns which schema; read by the functions that raise walls and publish views.
    schema: schema name
    role: the service's database role; the only one that writes this schema's tables
    keyed: true where even the owning role sees only the departments of its transaction's setting (the console)
$$);
SELECT msg.describe('msg.migrations', $$
    Migrations applied to this database, written by the migration runner.
    schema: schema that the file belongs to
    number: number of the file within its schema; numbers of the plumbing template count apart
    name: file name
    checksum: SHA-256 of the file as applied; an edited file is refused
    applied_at: when it was applied
$$);

CREATE TABLE msg.dead_letter (
    id uuid PRIMARY KEY,
    handler text NOT NULL CHECK (length(handler) BETWEEN 1 AND 200),
    message_id uuid NOT NULL,
    service text NOT NULL,
    type text NOT NULL,
    reason text NOT NULL CHECK (length(reason) <= 2000),
    error_class text,
    stack_hash text,
    attempts integer NOT NULL CHECK (attempts >= 0),
    first_failed_at timestamptz NOT NULL,
    failed_at timestamptz NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    correlation_id uuid,
    company_id uuid,
    lead_id uuid,
    department_id text COLLATE "C",
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replaying', 'resolved', 'discarded')),
    note text,
    CONSTRAINT dead_letter_handler_message UNIQUE (handler, message_id)
);
-- The open ones, newest first: the operator's list and the count on the console's page.
CREATE INDEX dead_letter_open ON msg.dead_letter (failed_at DESC) WHERE state = 'open';
-- Groups by cause.
CREATE INDEX dead_letter_cause ON msg.dead_letter (service, error_class, stack_hash);
SELECT msg.describe('msg.dead_letter', $$
    Messages that a handler will not process again by itself.
    id: identity of this row (UUIDv7)
    handler: handler that refused it, service.handler
    message_id: identity of the message
    service: service that buried it
    type: message type, for example lead.scored.v1
    reason: why, a sentence without personal data
    error_class: class of the error
    stack_hash: fingerprint of the place, to group by cause
    attempts: how often it was tried
    first_failed_at: first failure
    failed_at: last failure
    headers: AMQP properties and headers as received
    body: body as received; may hold personal data
    correlation_id: flow that the message belongs to
    company_id: company it is about, where known
    lead_id: lead it is about, where known
    department_id: department it is about; null is seen by the operator alone
    state: open, replaying, resolved or discarded
    note: what a person decided, and why
$$);

CREATE TABLE msg.replays (
    id uuid PRIMARY KEY,
    handler text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('retry', 'repeat', 'dry_run_recorded', 'dry_run_current')),
    selection jsonb NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    rate_per_second integer CHECK (rate_per_second > 0)
);
SELECT msg.describe('msg.replays', $$
    One request to run messages of a handler again.
    id: identity (UUIDv7)
    handler: handler that runs them, service.handler
    kind: retry keeps the identity of failures, repeat makes new messages, dry runs change nothing
    selection: what was selected, as the operator asked
    requested_by: actor
    requested_at: when it was asked
    finished_at: when the last message was through
    rate_per_second: messages per second at most; null is unlimited
$$);

CREATE TABLE msg.replay_messages (
    replay_id uuid NOT NULL REFERENCES msg.replays ON DELETE CASCADE,
    message_id uuid NOT NULL,
    repeats uuid,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'done', 'failed')),
    outcome_then jsonb,
    outcome_now jsonb,
    PRIMARY KEY (replay_id, message_id)
);
SELECT msg.describe('msg.replay_messages', $$
    The frozen set of a replay with what came out then and now.
    replay_id: the replay
    message_id: message that runs, under this identity
    repeats: message whose success this one repeats; null for a retry
    state: waiting, sent, done or failed
    outcome_then: outcome recorded at the time
    outcome_now: outcome of this run
$$);

-- A service may add a dead letter, and update the one it added for the same handler and message, nothing else:
-- the upsert needs rights that INSERT alone does not give, hence the definer's.
CREATE FUNCTION msg.bury(
    id uuid, handler text, message_id uuid, service text, type text, reason text, error_class text, stack_hash text,
    attempts integer, first_failed_at timestamptz, failed_at timestamptz, headers jsonb, body bytea,
    correlation_id uuid, company_id uuid, lead_id uuid, department_id text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    INSERT INTO msg.dead_letter AS letter (
        id, handler, message_id, service, type, reason, error_class, stack_hash, attempts, first_failed_at, failed_at,
        headers, body, correlation_id, company_id, lead_id, department_id)
    VALUES (
        bury.id, bury.handler, bury.message_id, bury.service, bury.type, left(bury.reason, 2000), bury.error_class,
        bury.stack_hash, bury.attempts, bury.first_failed_at, bury.failed_at, bury.headers, bury.body,
        bury.correlation_id, bury.company_id, bury.lead_id, bury.department_id)
    ON CONFLICT ON CONSTRAINT dead_letter_handler_message DO UPDATE SET
        reason = excluded.reason, error_class = excluded.error_class, stack_hash = excluded.stack_hash,
        attempts = greatest(letter.attempts, excluded.attempts), failed_at = excluded.failed_at,
        headers = excluded.headers, body = excluded.body, state = 'open'
    WHERE letter.state <> 'discarded';
END;

ALTER TABLE msg.dead_letter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY burial ON msg.dead_letter FOR INSERT WITH CHECK (true);
CREATE POLICY operator ON msg.dead_letter TO filon_operator USING (true) WITH CHECK (true);
DO $$ BEGIN
    EXECUTE format('CREATE POLICY readers ON msg.dead_letter FOR SELECT TO msg_reader USING (%s)', msg.wall());
END $$;

CREATE VIEW msg.v_dead_letters AS
SELECT id, handler, message_id, service, type, reason, error_class, stack_hash, attempts, first_failed_at, failed_at,
    correlation_id, company_id, lead_id, department_id, state, note
FROM msg.dead_letter;
SELECT msg.describe('msg.v_dead_letters', $$
    Dead letters of the reader's departments, without headers and body.
    id: identity of this row
    handler: handler that refused it
    message_id: identity of the message
    service: service that buried it
    type: message type
    reason: why
    error_class: class of the error
    stack_hash: fingerprint of the place
    attempts: how often it was tried
    first_failed_at: first failure
    failed_at: last failure
    correlation_id: flow that the message belongs to
    company_id: company it is about
    lead_id: lead it is about
    department_id: department it is about
    state: open, replaying, resolved or discarded
    note: what a person decided
$$);

GRANT SELECT ON msg.dead_letter TO msg_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON msg.dead_letter, msg.replays, msg.replay_messages TO filon_operator;
GRANT SELECT ON msg.migrations TO PUBLIC;
DO $$
DECLARE
    name text;
BEGIN
    REVOKE EXECUTE ON FUNCTION msg.bury FROM PUBLIC;
    FOR name IN SELECT DISTINCT role FROM msg.schema_roles ORDER BY role LOOP
        EXECUTE format('GRANT INSERT ON msg.dead_letter TO %I', name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION msg.bury TO %I', name);
    END LOOP;
END $$;
SELECT msg.publish_views('msg');
