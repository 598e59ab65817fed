// Puts messages into a flow and takes them out again.
//
//   load full|naked COUNT TYPE BODYFILE  everything at once, 512 unconfirmed at most
//   load open RATE COUNT TYPE BODYFILE OUTQUEUE RESULTFILE  at a fixed rate, whatever the flow does; one line for each
//       message that came out: its index and its latency in microseconds from when it was due
//   load depth QUEUE…                    messages ready in each queue, one number a line
//
// `full` publishes an event of ours to exchange evt; `naked` to the queue TYPE. In the body, the nil UUID is replaced
// by the company's.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "envelope.h"
#include "link.h"
#include "support.h"

static const char nil_uuid[] = "00000000-0000-0000-0000-000000000000";

typedef struct {
    char *bytes, *company;
    size_t length;
} Body;

static Body body_read(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) die("%s cannot be read", path);
    Body body = {.bytes = calloc(1, 65536)};
    body.length = fread(body.bytes, 1, 65535, file);
    fclose(file);
    body.company = strstr(body.bytes, nil_uuid);
    return body;
}

static void publish_full(Link *link, const char *type, Body *body, UUID id) {
    Envelope envelope = envelope_root(id, type, "bench");
    EnvelopeRoom room;
    amqp_basic_properties_t properties = envelope_properties(&envelope, &room);
    if (body->company != NULL) memcpy(body->company, room.company, 36);
    link_publish(link, "evt", type, true, &properties, (amqp_bytes_t){.len = body->length, .bytes = body->bytes});
}

static void publish_naked(Link *link, const char *queue, const Body *body, UUID id) {
    char text[37];
    uuid_text(id, text);
    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG,
        .message_id = amqp_cstring_bytes(text),
        .content_type = amqp_cstring_bytes("application/json"),
        .delivery_mode = AMQP_DELIVERY_PERSISTENT,
    };
    link_publish(link, "", queue, true, &properties, (amqp_bytes_t){.len = body->length, .bytes = body->bytes});
}

static void preload(const char *broker, bool is_full, long count, const char *type, const char *path) {
    Body body = body_read(path);
    Link *link = link_open(broker, "bench load");
    link_select_confirms(link);
    Stopwatch watch;
    stopwatch_start(&watch);
    for (long sent = 0; sent < count;) {
        link_cork(link, true);
        for (int burst = 0; burst < 64 && sent < count; burst++, sent++) {
            UUID id = uuid_make((uint32_t)sent);
            if (is_full) publish_full(link, type, &body, id);
            else publish_naked(link, type, &body, id);
        }
        link_cork(link, false);
        link_await_confirms(link, 448);
    }
    link_await_confirms(link, 0);
    stopwatch_report(&watch, count);
    link_close(link);
}

// MARK: At a fixed rate

typedef struct {
    const char *broker, *type, *path;
    double rate, begin;
    long count;
} Schedule;

static void sleep_until(double when) {
    double left = when - now();
    if (left <= 0) return;
    struct timespec pause = {.tv_sec = (time_t)left, .tv_nsec = (long)((left - (double)(time_t)left) * 1e9)};
    nanosleep(&pause, NULL);
}

static void *publish_on_schedule(void *argument) {
    const Schedule *schedule = argument;
    Body body = body_read(schedule->path);
    Link *link = link_open(schedule->broker, "bench load");
    link_select_confirms(link);
    for (long index = 0; index < schedule->count; index++) {
        sleep_until(schedule->begin + (double)index / schedule->rate);
        publish_full(link, schedule->type, &body, uuid_make((uint32_t)index));
        link_take_confirms(link);
    }
    link_await_confirms(link, 0);
    link_close(link);
    return NULL;
}

static void open_loop(Schedule *schedule, const char *out_queue, const char *path) {
    FILE *results = fopen(path, "w");
    if (results == NULL) die("%s cannot be written", path);
    Link *link = link_open(schedule->broker, "bench sink");
    link_consume(link, out_queue, 1000);
    schedule->begin = now() + 0.5;
    pthread_t publisher;
    pthread_create(&publisher, NULL, publish_on_schedule, schedule);
    for (long arrived = 0; arrived < schedule->count; arrived++) {
        amqp_envelope_t delivery;
        if (!link_receive(link, &delivery, 30)) die("%ld of %ld messages came out", arrived, schedule->count);
        uint32_t index = uuid_index(envelope_story(&delivery));
        double due = schedule->begin + (double)index / schedule->rate;
        fprintf(results, "%u %.0f\n", index, (now() - due) * 1e6);
        if (arrived % 20 == 19 || arrived + 1 == schedule->count) link_acknowledge(link, delivery.delivery_tag);
        amqp_destroy_envelope(&delivery);
    }
    pthread_join(publisher, NULL);
    link_close(link);
    if (fclose(results) != 0) die("%s cannot be written", path);
    printf("{\"count\": %ld}\n", schedule->count);
}

static void depths(const char *broker, int count, char **queues) {
    Link *link = link_open(broker, "bench depth");
    for (int index = 0; index < count; index++) printf("%u\n", link_depth(link, queues[index]));
    link_close(link);
}

int main(int count, char **arguments) {
    const char *broker = getenv("BENCH_AMQP_URL");
    if (broker == NULL || count < 3) die("usage: BENCH_AMQP_URL=… load full|naked|open|depth …");
    if (strcmp(arguments[1], "depth") == 0) {
        depths(broker, count - 2, arguments + 2);
    } else if (strcmp(arguments[1], "open") == 0 && count == 8) {
        Schedule schedule = {
            .broker = broker, .rate = atof(arguments[2]), .count = atol(arguments[3]), .type = arguments[4],
            .path = arguments[5],
        };
        open_loop(&schedule, arguments[6], arguments[7]);
    } else if (count == 5) {
        preload(broker, strcmp(arguments[1], "full") == 0, atol(arguments[2]), arguments[3], arguments[4]);
    } else {
        die("usage: load full|naked … | open … | depth …, as load.c says");
    }
    return 0;
}
