#include "link.h"

#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "support.h"

static const amqp_channel_t channel = 1;

static void check(amqp_rpc_reply_t reply, const char *doing) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) {
        die("%s: %s", doing, amqp_error_string2(reply.library_error));
    }
    if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        const amqp_channel_close_t *why = reply.reply.decoded;
        die("%s: %d %.*s", doing, why->reply_code, (int)why->reply_text.len, (char *)why->reply_text.bytes);
    }
    die("%s: the broker closed the connection", doing);
}

static struct timeval timeval_of(double seconds) {
    if (seconds < 0) seconds = 0;
    return (struct timeval){.tv_sec = (time_t)seconds, .tv_usec = (suseconds_t)((seconds - (time_t)seconds) * 1e6)};
}

Link *link_open(const char *url, const char *name) {
    char *copy = strdup(url);
    struct amqp_connection_info info;
    if (amqp_parse_url(copy, &info) != AMQP_STATUS_OK) die("not an AMQP URL");
    Link *link = calloc(1, sizeof *link);
    link->raw = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(link->raw);
    if (amqp_socket_open(socket, info.host, info.port) != AMQP_STATUS_OK) die("the broker does not answer");
    amqp_table_entry_t entry = {
        .key = amqp_cstring_bytes("connection_name"),
        .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes(name)},
    };
    amqp_table_t properties = {.num_entries = 1, .entries = &entry};
    check(
        amqp_login_with_properties(
            link->raw, info.vhost, 1, 131072, 60, &properties, AMQP_SASL_METHOD_PLAIN, info.user, info.password),
        "logging in");
    amqp_channel_open(link->raw, channel);
    check(amqp_get_rpc_reply(link->raw), "opening a channel");
    free(copy);
    return link;
}

void link_close(Link *link) {
    if (link->acknowledged) usleep(300 * 1000);
    amqp_connection_close(link->raw, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(link->raw);
    free(link);
}

void link_select_confirms(Link *link) {
    amqp_confirm_select(link->raw, channel);
    check(amqp_get_rpc_reply(link->raw), "asking for confirms");
}

void link_consume(Link *link, const char *queue, uint16_t prefetch) {
    amqp_basic_qos(link->raw, channel, 0, prefetch, 0);
    check(amqp_get_rpc_reply(link->raw), "setting the prefetch");
    amqp_basic_consume(link->raw, channel, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    check(amqp_get_rpc_reply(link->raw), "consuming");
}

uint32_t link_depth(Link *link, const char *queue) {
    amqp_queue_declare_ok_t *answer =
        amqp_queue_declare(link->raw, channel, amqp_cstring_bytes(queue), 1, 0, 0, 0, amqp_empty_table);
    check(amqp_get_rpc_reply(link->raw), queue);
    return answer->message_count;
}

void link_cork(Link *link, bool on) {
    int value = on;
    setsockopt(amqp_get_sockfd(link->raw), IPPROTO_TCP, TCP_CORK, &value, sizeof value);
}

void link_publish(
    Link *link, const char *exchange, const char *key, bool mandatory, const amqp_basic_properties_t *properties,
    amqp_bytes_t body) {
    int status = amqp_basic_publish(
        link->raw, channel, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), mandatory, 0, properties, body);
    if (status != AMQP_STATUS_OK) die("publishing: %s", amqp_error_string2(status));
    link->published++;
}

uint64_t link_unconfirmed(const Link *link) { return link->published - link->confirmed - link->ahead; }

static void confirm(Link *link, uint64_t tag, bool multiple) {
    if (multiple) {
        for (uint64_t one = link->confirmed + 1; one <= tag; one++) {
            if (!link->early[one % LINK_SPAN]) link->ahead++;
            link->early[one % LINK_SPAN] = true;
        }
    } else if (!link->early[tag % LINK_SPAN]) {
        link->early[tag % LINK_SPAN] = true;
        link->ahead++;
    }
    while (link->early[(link->confirmed + 1) % LINK_SPAN]) {
        link->confirmed++;
        link->ahead--;
        link->early[link->confirmed % LINK_SPAN] = false;
    }
}

// Handles one frame of the publishing connection; anything but a confirm is a failed run.
static void handle(Link *link, const amqp_frame_t *frame) {
    if (frame->frame_type != AMQP_FRAME_METHOD) die("an unexpected frame on the publishing connection");
    if (frame->payload.method.id == AMQP_BASIC_ACK_METHOD) {
        const amqp_basic_ack_t *ack = frame->payload.method.decoded;
        confirm(link, ack->delivery_tag, ack->multiple);
    } else if (frame->payload.method.id == AMQP_BASIC_RETURN_METHOD) {
        die("a message came back: no queue is bound to its type");
    } else {
        die("the broker did not confirm: method %08x", frame->payload.method.id);
    }
}

void link_await_confirms(Link *link, uint64_t most) {
    while (link_unconfirmed(link) > most) {
        amqp_frame_t frame;
        int status = amqp_simple_wait_frame(link->raw, &frame);
        if (status != AMQP_STATUS_OK) die("waiting for confirms: %s", amqp_error_string2(status));
        handle(link, &frame);
    }
    amqp_maybe_release_buffers(link->raw);
}

void link_take_confirms(Link *link) {
    amqp_frame_t frame;
    struct timeval at_once = {0};
    int status;
    while ((status = amqp_simple_wait_frame_noblock(link->raw, &frame, &at_once)) == AMQP_STATUS_OK) {
        handle(link, &frame);
    }
    if (status != AMQP_STATUS_TIMEOUT) die("reading confirms: %s", amqp_error_string2(status));
    amqp_maybe_release_buffers(link->raw);
}

bool link_receive(Link *link, amqp_envelope_t *envelope, double seconds) {
    struct timeval limit = timeval_of(seconds);
    amqp_rpc_reply_t reply = amqp_consume_message(link->raw, envelope, &limit, 0);
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) return false;
    check(reply, "consuming");
    return true;
}

void link_acknowledge(Link *link, uint64_t tag) {
    link->acknowledged = true;
    int status = amqp_basic_ack(link->raw, channel, tag, 1);
    if (status != AMQP_STATUS_OK) die("acknowledging: %s", amqp_error_string2(status));
    amqp_maybe_release_buffers(link->raw);
}
