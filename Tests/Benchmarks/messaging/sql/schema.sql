-- What the messaging benchmark keeps beside the services' own plumbing.

CREATE SCHEMA bench;

-- The domain row of every hop of every contender. Nothing here stops a second row for a story: a message that was
-- handled twice must be seen, not hidden.
CREATE TABLE bench.fact (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT fact_pkey PRIMARY KEY,
    hop integer NOT NULL,
    story uuid NOT NULL,
    company_id uuid NOT NULL,
    label text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- The naked hop in C: the least that keeps the promise.
CREATE TABLE bench.naked_inbox (
    message_id uuid NOT NULL,
    handler text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT naked_inbox_pkey PRIMARY KEY (message_id, handler)
);
CREATE TABLE bench.naked_outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT naked_outbox_pkey PRIMARY KEY,
    message_id uuid NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- The peer's inbox and outbox, one pair for each hop, as ours have one for each service.
CREATE SCHEMA peer;
DO $$
BEGIN
    FOR hop IN 1..5 LOOP
        EXECUTE format(
            'CREATE TABLE peer.inbox_%1$s (
                message_id uuid NOT NULL,
                handler text NOT NULL,
                received_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (message_id, handler))', hop);
        EXECUTE format(
            'CREATE TABLE peer.outbox_%1$s (
                seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                message_id uuid NOT NULL,
                type text NOT NULL,
                correlation_id uuid NOT NULL,
                body bytea NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now())
            WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
                autovacuum_vacuum_cost_delay = 0)', hop);
    END LOOP;
END $$;

-- UUIDv7 for pgbench, so that its rows land in the same partitions as messages do.
CREATE FUNCTION bench.uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $body$
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$body$;

GRANT USAGE ON SCHEMA bench TO filon_ingest, filon_enrichment, filon_scoring, filon_assignment, filon_notifier;
GRANT ALL ON ALL TABLES IN SCHEMA bench TO filon_ingest, filon_enrichment, filon_scoring, filon_assignment,
    filon_notifier;
GRANT ALL ON ALL SEQUENCES IN SCHEMA bench TO filon_ingest, filon_enrichment, filon_scoring, filon_assignment,
    filon_notifier;
