// One hop in bare C: consume a batch, one transaction, publish with confirms, remove the outbox rows, acknowledge.
//
//   hop full|naked COUNT BATCH IN OUT
//
// `full` carries what ours carries: properties, headers, journal, exchange and bindings; OUT is then an event's type.
// `naked` is the least that keeps the promise; OUT is then a queue. One thread, two connections, one session.

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <endian.h>

#include "array.h"
#include "envelope.h"
#include "link.h"
#include "statements.h"
#include "support.h"

enum { BATCH_MOST = 1000 };
static const char source[] = "bench";

typedef struct {
    amqp_envelope_t delivery;
    Envelope out;
} Message;

typedef struct {
    bool is_full;
    int batch;
    const char *target;
    Link *in, *out;
    PGconn *database;
    Array columns[8], seqs;
    UUID relay;
    Message messages[BATCH_MOST];
} Hop;

static PGconn *connect_database(bool is_full) {
    const char *url = getenv("BENCH_DATABASE_URL");
    PGconn *database = PQconnectdb(url ? url : "");
    if (PQstatus(database) != CONNECTION_OK) die("the database does not answer: %s", PQerrorMessage(database));
    const char *statements[2][2] = {
        {"hop", is_full ? full_hop : naked_hop},
        {"remove", is_full ? full_remove : naked_remove},
    };
    for (int index = 0; index < 2; index++) {
        PGresult *result = PQprepare(database, statements[index][0], statements[index][1], 0, NULL);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) die("%s", PQerrorMessage(database));
        PQclear(result);
    }
    return database;
}

// What has arrived, up to a batch. A batch of more than one waits 5 ms for company, as long as the reference's.
static int collect(Hop *hop) {
    int count = 0;
    double until = 0;
    while (count < hop->batch) {
        double wait = count == 0 ? 30 : until - now();
        if (wait <= 0 || !link_receive(hop->in, &hop->messages[count].delivery, wait)) break;
        if (count++ == 0) until = now() + 0.005;
    }
    if (count == 0) die("no message came for 30 s");
    return count;
}

static void fill_full(Hop *hop, int count) {
    static const uint32_t types[] = {
        OID_UUID, OID_UUID, OID_UUID, OID_UUID, OID_TEXT, OID_TEXT, OID_BYTEA, OID_TIMESTAMPTZ,
    };
    Array *column = hop->columns;
    for (int index = 0; index < 8; index++) array_begin(&column[index], types[index]);
    for (int index = 0; index < count; index++) {
        Message *message = &hop->messages[index];
        message->out = envelope_next(&message->delivery, uuid_make((uint32_t)index), hop->target, source);
        const Envelope *out = &message->out;
        array_add(&column[0], &out->cause, 16);
        array_add(&column[1], &out->story, 16);
        array_add(&column[2], &out->company, 16);
        array_add(&column[3], &out->id, 16);
        array_add(&column[4], out->subject, 44);
        array_add(&column[5], out->traceparent, 55);
        array_add(&column[6], message->delivery.message.body.bytes, message->delivery.message.body.len);
        array_add_time(&column[7], out->occurred_at);
    }
}

static void fill_naked(Hop *hop, int count) {
    Array *column = hop->columns;
    array_begin(&column[0], OID_UUID);
    array_begin(&column[1], OID_UUID);
    array_begin(&column[2], OID_BYTEA);
    for (int index = 0; index < count; index++) {
        Message *message = &hop->messages[index];
        message->out.id = uuid_make((uint32_t)index);
        UUID id = envelope_id(&message->delivery);
        array_add(&column[0], &id, 16);
        array_add(&column[1], &message->out.id, 16);
        array_add(&column[2], message->delivery.message.body.bytes, message->delivery.message.body.len);
    }
}

static PGresult *run(PGconn *database, const char *name, int count, const char *const *values, const int *lengths) {
    static const int binary[10] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    PGresult *result = PQexecPrepared(database, name, count, values, lengths, binary, 1);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) die("%s", PQerrorMessage(database));
    return result;
}

static PGresult *commit(Hop *hop, int count) {
    const char *values[10];
    int lengths[10], columns = hop->is_full ? 8 : 3;
    if (hop->is_full) fill_full(hop, count);
    else fill_naked(hop, count);
    for (int index = 0; index < columns; index++) {
        array_end(&hop->columns[index]);
        values[index] = hop->columns[index].bytes;
        lengths[index] = (int)hop->columns[index].length;
    }
    if (!hop->is_full) return run(hop->database, "hop", 3, values, lengths);
    values[8] = hop->target;
    lengths[8] = (int)strlen(hop->target);
    values[9] = (const char *)hop->relay.bytes;
    lengths[9] = 16;
    return run(hop->database, "hop", 10, values, lengths);
}

// A batch's outgoing ids ascend, as they were made.
static Message *find(Hop *hop, int count, const void *id) {
    int low = 0, high = count - 1;
    while (low <= high) {
        int middle = (low + high) / 2, order = memcmp(hop->messages[middle].out.id.bytes, id, 16);
        if (order == 0) return &hop->messages[middle];
        if (order < 0) low = middle + 1;
        else high = middle - 1;
    }
    die("the database returned a row that nobody stored");
}

static void publish(Hop *hop, const Message *message) {
    amqp_bytes_t body = message->delivery.message.body;
    if (hop->is_full) {
        EnvelopeRoom room;
        amqp_basic_properties_t properties = envelope_properties(&message->out, &room);
        link_publish(hop->out, "evt", hop->target, true, &properties, body);
        return;
    }
    char id[37];
    uuid_text(message->out.id, id);
    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG,
        .message_id = amqp_cstring_bytes(id),
        .content_type = amqp_cstring_bytes("application/json"),
        .delivery_mode = AMQP_DELIVERY_PERSISTENT,
    };
    link_publish(hop->out, "", hop->target, true, &properties, body);
}

// Publishes the rows that the transaction stored, in windows of the raw ceiling's size, and removes them.
static void relay(Hop *hop, int count, const PGresult *rows) {
    int stored = PQntuples(rows);
    if (stored == 0) return;
    array_begin(&hop->seqs, OID_INT8);
    link_cork(hop->out, true);
    for (int row = 0; row < stored; row++) {
        array_add(&hop->seqs, PQgetvalue(rows, row, 0), 8);
        publish(hop, find(hop, count, PQgetvalue(rows, row, 1)));
        if (link_unconfirmed(hop->out) >= 512) {
            link_cork(hop->out, false);
            link_await_confirms(hop->out, 256);
            link_cork(hop->out, true);
        }
    }
    link_cork(hop->out, false);
    link_await_confirms(hop->out, 0);
    array_end(&hop->seqs);
    const char *value = hop->seqs.bytes;
    int length = (int)hop->seqs.length;
    PQclear(run(hop->database, "remove", 1, &value, &length));
}

int main(int count, char **arguments) {
    if (count != 6) die("usage: hop full|naked COUNT BATCH IN OUT");
    long wanted = atol(arguments[2]), done = 0;
    Hop *hop = calloc(1, sizeof *hop);
    hop->is_full = strcmp(arguments[1], "full") == 0;
    hop->batch = atoi(arguments[3]);
    hop->target = arguments[5];
    if (hop->batch < 1 || hop->batch > BATCH_MOST) die("a batch is 1 to %d", BATCH_MOST);
    const char *broker = getenv("BENCH_AMQP_URL");
    if (broker == NULL) die("BENCH_AMQP_URL is not set");
    hop->relay = uuid_make(0);
    hop->database = connect_database(hop->is_full);
    hop->in = link_open(broker, "bench hop in");
    hop->out = link_open(broker, "bench hop out");
    link_select_confirms(hop->out);
    puts("{\"ready\": true}");
    fflush(stdout);
    // As ours: two batches at most under way, and never so few that the queue itself is slow.
    link_consume(hop->in, arguments[4], (uint16_t)(hop->batch < 50 ? 100 : 2 * hop->batch));

    Stopwatch watch = {0};
    while (done < wanted) {
        int taken = collect(hop);
        if (done == 0) stopwatch_start(&watch);
        PGresult *rows = commit(hop, taken);
        relay(hop, taken, rows);
        PQclear(rows);
        link_acknowledge(hop->in, hop->messages[taken - 1].delivery.delivery_tag);
        for (int index = 0; index < taken; index++) amqp_destroy_envelope(&hop->messages[index].delivery);
        done += taken;
    }
    stopwatch_report(&watch, done);
    link_close(hop->in);
    link_close(hop->out);
    PQfinish(hop->database);
    return 0;
}
