-- The hop's SQL alone, as pgbench runs it: :batch messages are claimed, handled, stored and removed again. psql's
-- variable stands for both measurements, one message and a full batch.
WITH message AS (
    SELECT bench.uuid7() AS message_id, bench.uuid7() AS out_id, convert_to(repeat('x', 517), 'UTF8') AS body
    FROM generate_series(1, :batch)
), claimed AS (
    INSERT INTO inbox (message_id, handler) SELECT message_id, 'bench_hop' FROM message
    ON CONFLICT DO NOTHING RETURNING message_id
), fresh AS (
    SELECT message.* FROM message JOIN claimed USING (message_id)
), domain AS (
    INSERT INTO bench.fact (hop, story, company_id, label) SELECT 1, message_id, message_id, 'hop' FROM fresh
), journaled AS (
    INSERT INTO journal (message_id, type, correlation_id, causation_id, subject, company_id, traceparent, body,
        occurred_at)
    SELECT out_id, 'company.enriched.v1', message_id, message_id, 'company/' || message_id, message_id,
        '00-00000000000000000000000000000001-0000000000000001-01', body, now()
    FROM fresh
)
INSERT INTO outbox (message_id, type, correlation_id, causation_id, subject, company_id, traceparent, body,
    occurred_at)
SELECT out_id, 'company.enriched.v1', message_id, message_id, 'company/' || message_id, message_id,
    '00-00000000000000000000000000000001-0000000000000001-01', body, now()
FROM fresh;
DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox ORDER BY seq LIMIT :batch FOR UPDATE SKIP LOCKED);
