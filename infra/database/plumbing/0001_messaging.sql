-- Every service has the same plumbing in its own schema, so that its role needs no rights elsewhere.

-- What has been handled. The key is the message's UUIDv7, so a range of keys is a range of time and a whole day of
-- rows is dropped at once while the key stays unique.
CREATE TABLE {{schema}}.inbox (
    message_id uuid NOT NULL,
    handler text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_pkey PRIMARY KEY (message_id, handler)
) PARTITION BY RANGE (message_id);
CREATE TABLE {{schema}}.inbox_default PARTITION OF {{schema}}.inbox DEFAULT;
COMMENT ON TABLE {{schema}}.inbox IS 'Messages handled, one row per handler; a second delivery finds its row and changes nothing';
COMMENT ON COLUMN {{schema}}.inbox.message_id IS 'AMQP message_id: UUIDv7, stable over republishing';
COMMENT ON COLUMN {{schema}}.inbox.handler IS 'Stable name of the handler';
COMMENT ON COLUMN {{schema}}.inbox.received_at IS 'When the handler''s transaction began';

-- What has been announced and not yet confirmed by the broker. Small and hot: rows live for milliseconds.
CREATE TABLE {{schema}}.outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
    message_id uuid NOT NULL,
    type text NOT NULL,
    target text,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    subject text NOT NULL,
    company_id uuid,
    department_id text,
    aggregate_version bigint,
    traceparent text,
    body bytea NOT NULL,
    occurred_at timestamptz NOT NULL,
    relay uuid,
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    last_error text
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
COMMENT ON TABLE {{schema}}.outbox IS 'Events committed and not yet confirmed by the broker; a relay removes them';
COMMENT ON COLUMN {{schema}}.outbox.seq IS 'Order of insertion';
COMMENT ON COLUMN {{schema}}.outbox.message_id IS 'UUIDv7; the same at every publishing';
COMMENT ON COLUMN {{schema}}.outbox.type IS 'Wire name and routing key';
COMMENT ON COLUMN {{schema}}.outbox.target IS 'A single queue that a replay goes to; null: exchange evt';
COMMENT ON COLUMN {{schema}}.outbox.correlation_id IS 'The whole story that the event belongs to';
COMMENT ON COLUMN {{schema}}.outbox.causation_id IS 'The message that caused the event';
COMMENT ON COLUMN {{schema}}.outbox.subject IS 'What the event is about, e.g. lead/<id>';
COMMENT ON COLUMN {{schema}}.outbox.company_id IS 'The company that the event concerns';
COMMENT ON COLUMN {{schema}}.outbox.department_id IS 'The department behind whose wall the event stands';
COMMENT ON COLUMN {{schema}}.outbox.aggregate_version IS 'Version of the thing that the event is about';
COMMENT ON COLUMN {{schema}}.outbox.traceparent IS 'W3C trace context';
COMMENT ON COLUMN {{schema}}.outbox.body IS 'JSON data, UTF-8';
COMMENT ON COLUMN {{schema}}.outbox.occurred_at IS 'When the event was announced';
COMMENT ON COLUMN {{schema}}.outbox.relay IS 'Instance that publishes the row; null: anybody';
COMMENT ON COLUMN {{schema}}.outbox.due_at IS 'Not published before, after the broker refused or returned it';
COMMENT ON COLUMN {{schema}}.outbox.attempts IS 'Publishings that the broker did not take';
COMMENT ON COLUMN {{schema}}.outbox.last_error IS 'Why the broker did not take it, without payload';

-- What has been announced, kept for search and replay; a partition a day, dropped whole.
CREATE TABLE {{schema}}.journal (
    message_id uuid NOT NULL,
    type text NOT NULL,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    subject text NOT NULL,
    company_id uuid,
    department_id text,
    aggregate_version bigint,
    traceparent text,
    body bytea NOT NULL,
    occurred_at timestamptz NOT NULL
) PARTITION BY RANGE (occurred_at);
CREATE TABLE {{schema}}.journal_default PARTITION OF {{schema}}.journal DEFAULT;
-- A message by its id, a story by its correlation, all about a company: what an operator asks for.
CREATE INDEX journal_message_idx ON {{schema}}.journal (message_id);
CREATE INDEX journal_correlation_idx ON {{schema}}.journal (correlation_id);
CREATE INDEX journal_company_idx ON {{schema}}.journal (company_id) WHERE company_id IS NOT NULL;
COMMENT ON TABLE {{schema}}.journal IS 'Every event announced by the service, for search and replay; kept 30 days';
COMMENT ON COLUMN {{schema}}.journal.message_id IS 'UUIDv7 of the message';
COMMENT ON COLUMN {{schema}}.journal.type IS 'Wire name';
COMMENT ON COLUMN {{schema}}.journal.correlation_id IS 'The whole story that the event belongs to';
COMMENT ON COLUMN {{schema}}.journal.causation_id IS 'The message that caused the event';
COMMENT ON COLUMN {{schema}}.journal.subject IS 'What the event is about';
COMMENT ON COLUMN {{schema}}.journal.company_id IS 'The company that the event concerns';
COMMENT ON COLUMN {{schema}}.journal.department_id IS 'The department behind whose wall the event stands';
COMMENT ON COLUMN {{schema}}.journal.aggregate_version IS 'Version of the thing that the event is about';
COMMENT ON COLUMN {{schema}}.journal.traceparent IS 'W3C trace context';
COMMENT ON COLUMN {{schema}}.journal.body IS 'JSON data, UTF-8';
COMMENT ON COLUMN {{schema}}.journal.occurred_at IS 'When the event was announced';

-- A failed message waits here, not in a queue, so that it can be searched and delays nobody.
CREATE TABLE {{schema}}.retry (
    handler text NOT NULL,
    message_id uuid NOT NULL,
    type text NOT NULL,
    correlation_id uuid,
    causation_id uuid,
    subject text,
    company_id uuid,
    department_id text,
    aggregate_version bigint,
    traceparent text,
    body bytea NOT NULL,
    occurred_at timestamptz,
    attempt integer NOT NULL,
    postponed integer NOT NULL DEFAULT 0,
    starts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    first_failed_at timestamptz NOT NULL DEFAULT now(),
    failed_at timestamptz NOT NULL DEFAULT now(),
    error_class text NOT NULL,
    error text NOT NULL,
    CONSTRAINT retry_pkey PRIMARY KEY (handler, message_id)
);
CREATE INDEX retry_due_idx ON {{schema}}.retry (due_at);
COMMENT ON TABLE {{schema}}.retry IS 'Messages to run again under the same identity when due';
COMMENT ON COLUMN {{schema}}.retry.handler IS 'Handler that failed';
COMMENT ON COLUMN {{schema}}.retry.message_id IS 'UUIDv7 of the message';
COMMENT ON COLUMN {{schema}}.retry.type IS 'Wire name';
COMMENT ON COLUMN {{schema}}.retry.correlation_id IS 'The whole story that the message belongs to';
COMMENT ON COLUMN {{schema}}.retry.causation_id IS 'The message that caused it';
COMMENT ON COLUMN {{schema}}.retry.subject IS 'What the message is about';
COMMENT ON COLUMN {{schema}}.retry.company_id IS 'The company that it concerns';
COMMENT ON COLUMN {{schema}}.retry.department_id IS 'The department behind whose wall it stands';
COMMENT ON COLUMN {{schema}}.retry.aggregate_version IS 'Version of the thing that it is about';
COMMENT ON COLUMN {{schema}}.retry.traceparent IS 'W3C trace context';
COMMENT ON COLUMN {{schema}}.retry.body IS 'JSON data, UTF-8';
COMMENT ON COLUMN {{schema}}.retry.occurred_at IS 'When the message was announced';
COMMENT ON COLUMN {{schema}}.retry.attempt IS 'Attempts that came to an end';
COMMENT ON COLUMN {{schema}}.retry.postponed IS 'Times the handler asked for later; not attempts';
COMMENT ON COLUMN {{schema}}.retry.starts IS 'Times it began since an attempt last came to an end; more than one means that its process died';
COMMENT ON COLUMN {{schema}}.retry.due_at IS 'When to run it again; pushed forward while a replica runs it';
COMMENT ON COLUMN {{schema}}.retry.first_failed_at IS 'First failure';
COMMENT ON COLUMN {{schema}}.retry.failed_at IS 'Latest failure';
COMMENT ON COLUMN {{schema}}.retry.error_class IS 'Kind of the latest error, for grouping';
COMMENT ON COLUMN {{schema}}.retry.error IS 'Latest error, without payload';

-- A message that brought its process down runs alone behind such a mark.
CREATE TABLE {{schema}}.crash_mark (
    handler text NOT NULL,
    message_id uuid NOT NULL,
    attempts integer NOT NULL DEFAULT 1,
    marked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT crash_mark_pkey PRIMARY KEY (handler, message_id)
);
COMMENT ON TABLE {{schema}}.crash_mark IS 'Suspects run alone: a mark that survives means that the process did not';
COMMENT ON COLUMN {{schema}}.crash_mark.handler IS 'Handler that runs the message';
COMMENT ON COLUMN {{schema}}.crash_mark.message_id IS 'UUIDv7 of the message';
COMMENT ON COLUMN {{schema}}.crash_mark.attempts IS 'Times it was run alone and did not come back';
COMMENT ON COLUMN {{schema}}.crash_mark.marked_at IS 'When it was last run alone';

-- Which instances' relays are alive, so that a sweeper knows whose rows are orphans.
CREATE TABLE {{schema}}.relay (
    instance uuid CONSTRAINT relay_pkey PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE {{schema}}.relay IS 'Heartbeat of each running instance''s relay';
COMMENT ON COLUMN {{schema}}.relay.instance IS 'Instance of the service';
COMMENT ON COLUMN {{schema}}.relay.seen_at IS 'Latest heartbeat';

-- What must run once among replicas holds a lease; writes check the epoch.
CREATE TABLE {{schema}}.lease (
    name text CONSTRAINT lease_pkey PRIMARY KEY,
    holder uuid,
    epoch bigint NOT NULL DEFAULT 0,
    until timestamptz NOT NULL DEFAULT now(),
    last_run_at timestamptz
);
COMMENT ON TABLE {{schema}}.lease IS 'Single-runner jobs: who holds which, until when, in which epoch';
COMMENT ON COLUMN {{schema}}.lease.name IS 'Job';
COMMENT ON COLUMN {{schema}}.lease.holder IS 'Instance that holds it';
COMMENT ON COLUMN {{schema}}.lease.epoch IS 'Grows with every takeover; a write under an older epoch is refused';
COMMENT ON COLUMN {{schema}}.lease.until IS 'Free for takeover afterwards';
COMMENT ON COLUMN {{schema}}.lease.last_run_at IS 'When the job last completed';

GRANT SELECT, INSERT, UPDATE, DELETE ON
    {{schema}}.inbox, {{schema}}.outbox, {{schema}}.journal, {{schema}}.retry, {{schema}}.crash_mark,
    {{schema}}.relay, {{schema}}.lease TO {{role}};

ALTER TABLE {{schema}}.outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE {{schema}}.journal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE {{schema}}.retry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_service ON {{schema}}.outbox TO {{role}} USING (true) WITH CHECK (true);
CREATE POLICY journal_service ON {{schema}}.journal TO {{role}} USING (true) WITH CHECK (true);
CREATE POLICY retry_service ON {{schema}}.retry TO {{role}} USING (true) WITH CHECK (true);

-- Creates the days ahead, in UTC whatever the session's zone. A row that already sits in the default partition for such
-- a day (a peer whose clock ran ahead) keeps it there; it is removed by age.
CREATE FUNCTION {{schema}}.create_partitions()
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $body$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT current_date + n FROM generate_series(0, 3) AS n LOOP
        IF to_regclass(format('{{schema}}.journal_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            BEGIN
                EXECUTE format(
                    'CREATE TABLE {{schema}}.journal_%s PARTITION OF {{schema}}.journal FOR VALUES FROM (%L) TO (%L)',
                    to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
            EXCEPTION WHEN check_violation THEN NULL;
            END;
        END IF;
        IF to_regclass(format('{{schema}}.inbox_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            BEGIN
                EXECUTE format(
                    'CREATE TABLE {{schema}}.inbox_%s PARTITION OF {{schema}}.inbox FOR VALUES FROM (%L) TO (%L)',
                    to_char(day, 'YYYYMMDD'), {{schema}}.uuid_floor(day), {{schema}}.uuid_floor(day + 1));
            EXCEPTION WHEN check_violation THEN NULL;
            END;
        END IF;
    END LOOP;
END $body$;
COMMENT ON FUNCTION {{schema}}.create_partitions IS 'Keeps three days of inbox and journal partitions ahead';

-- Drops days past, a table a call, so that handlers wait for one short lock and never for the deletion of rows.
-- Returns whether there may be more.
CREATE FUNCTION {{schema}}.drop_old_partition(journal_days integer DEFAULT 30, inbox_days integer DEFAULT 37)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $body$
DECLARE
    oldest name;
BEGIN
    SELECT c.relname INTO oldest
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = '{{schema}}' AND c.relkind = 'r' AND c.relname ~ '^(journal|inbox)_[0-9]{8}$'
        AND to_date(right(c.relname, 8), 'YYYYMMDD')
            < current_date - (CASE WHEN c.relname LIKE 'journal%' THEN journal_days ELSE inbox_days END)
    ORDER BY right(c.relname, 8) LIMIT 1;
    IF oldest IS NULL THEN
        DELETE FROM {{schema}}.journal_default WHERE occurred_at < now() - make_interval(days => journal_days);
        DELETE FROM {{schema}}.inbox_default WHERE received_at < now() - make_interval(days => inbox_days);
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE {{schema}}.%I', oldest);
    RETURN true;
END $body$;
COMMENT ON FUNCTION {{schema}}.drop_old_partition IS 'Drops the oldest inbox or journal partition past its retention; false when none is left';

-- The smallest UUIDv7 of a day: 48 bits of milliseconds, the rest zero.
CREATE FUNCTION {{schema}}.uuid_floor(day date) RETURNS uuid LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $body$
    SELECT (lpad(to_hex((extract(epoch FROM day::timestamp AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0')
        || '00000000000000000000')::uuid
$body$;
COMMENT ON FUNCTION {{schema}}.uuid_floor IS 'Smallest UUIDv7 of a day (UTC), the bound of an inbox partition';

REVOKE ALL ON FUNCTION {{schema}}.create_partitions, {{schema}}.drop_old_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {{schema}}.create_partitions, {{schema}}.drop_old_partition TO {{role}};
SELECT {{schema}}.create_partitions();
