// The broker alone: what it takes and gives when nothing else is done.
//
//   raw publish COUNT QUEUE     with confirms, 512 under way, persistent, 517 bytes, default exchange
//   raw consume COUNT QUEUE     prefetch 1000, one acknowledgement for 100

#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "support.h"

enum { BODY_BYTES = 517, WINDOW = 512, BURST = 64, PREFETCH = 1000, ACKNOWLEDGE_EVERY = 100 };

static void publish(Link *link, const char *queue, long count) {
    char body[BODY_BYTES], id[37];
    memset(body, 'x', sizeof body);
    link_select_confirms(link);
    Stopwatch watch;
    stopwatch_start(&watch);
    for (long sent = 0; sent < count;) {
        link_cork(link, true);
        for (int burst = 0; burst < BURST && sent < count; burst++, sent++) {
            uuid_text(uuid_make((uint32_t)sent), id);
            amqp_basic_properties_t properties = {
                ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG,
                .message_id = amqp_cstring_bytes(id),
                .content_type = amqp_cstring_bytes("application/json"),
                .delivery_mode = AMQP_DELIVERY_PERSISTENT,
            };
            link_publish(link, "", queue, true, &properties, (amqp_bytes_t){.len = sizeof body, .bytes = body});
        }
        link_cork(link, false);
        link_await_confirms(link, WINDOW - BURST);
    }
    link_await_confirms(link, 0);
    stopwatch_report(&watch, count);
}

static void consume(Link *link, const char *queue, long count) {
    Stopwatch watch = {0};
    link_consume(link, queue, PREFETCH);
    for (long taken = 1; taken <= count; taken++) {
        amqp_envelope_t delivery;
        if (!link_receive(link, &delivery, 30)) die("no message came for 30 s");
        if (taken == 1) stopwatch_start(&watch);
        if (taken % ACKNOWLEDGE_EVERY == 0 || taken == count) link_acknowledge(link, delivery.delivery_tag);
        amqp_destroy_envelope(&delivery);
    }
    stopwatch_report(&watch, count);
}

int main(int count, char **arguments) {
    const char *broker = getenv("BENCH_AMQP_URL");
    if (count != 4 || broker == NULL) die("usage: BENCH_AMQP_URL=… raw publish|consume COUNT QUEUE");
    Link *link = link_open(broker, "bench raw");
    if (strcmp(arguments[1], "publish") == 0) publish(link, arguments[3], atol(arguments[2]));
    else consume(link, arguments[3], atol(arguments[2]));
    link_close(link);
    return 0;
}
