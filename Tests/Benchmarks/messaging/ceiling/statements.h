// The hop's SQL: one statement does everything that must be atomic, so that a batch costs one round trip.
#ifndef BENCH_STATEMENTS_H
#define BENCH_STATEMENTS_H

// Full: the plumbing of a service's own schema, with its journal and indexes.
static const char full_hop[] =
    "WITH message AS ("
    "  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bytea[],"
    "    $8::timestamptz[])"
    "  AS m (message_id, correlation_id, company_id, out_id, subject, traceparent, body, occurred_at)"
    "), claimed AS ("
    "  INSERT INTO inbox (message_id, handler) SELECT message_id, 'bench_hop' FROM message"
    "  ON CONFLICT DO NOTHING RETURNING message_id"
    "), fresh AS ("
    "  SELECT message.* FROM message JOIN claimed USING (message_id)"
    "), domain AS ("
    "  INSERT INTO bench.fact (hop, story, company_id, label)"
    "  SELECT 1, correlation_id, company_id, 'hop' FROM fresh"
    "), journaled AS ("
    "  INSERT INTO journal (message_id, type, correlation_id, causation_id, subject, company_id, traceparent, body,"
    "    occurred_at)"
    "  SELECT out_id, $9, correlation_id, message_id, subject, company_id, traceparent, body, occurred_at FROM fresh"
    ") INSERT INTO outbox (message_id, type, correlation_id, causation_id, subject, company_id, traceparent, body,"
    "    occurred_at, relay)"
    "  SELECT out_id, $9, correlation_id, message_id, subject, company_id, traceparent, body, occurred_at, $10::uuid"
    "  FROM fresh"
    "  RETURNING seq, message_id";

static const char full_remove[] = "DELETE FROM outbox WHERE seq = ANY($1::bigint[])";

// Naked: the least that keeps the promise, in tables without anything else.
static const char naked_hop[] =
    "WITH message AS ("
    "  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS m (message_id, out_id, body)"
    "), claimed AS ("
    "  INSERT INTO bench.naked_inbox (message_id, handler) SELECT message_id, 'bench_hop' FROM message"
    "  ON CONFLICT DO NOTHING RETURNING message_id"
    "), fresh AS ("
    "  SELECT message.* FROM message JOIN claimed USING (message_id)"
    "), domain AS ("
    "  INSERT INTO bench.fact (hop, story, company_id, label) SELECT 1, message_id, message_id, 'hop' FROM fresh"
    ") INSERT INTO bench.naked_outbox (message_id, body) SELECT out_id, body FROM fresh RETURNING seq, message_id";

static const char naked_remove[] = "DELETE FROM bench.naked_outbox WHERE seq = ANY($1::bigint[])";

#endif
