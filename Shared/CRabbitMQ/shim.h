#ifndef FILON_CRABBITMQ_SHIM_H
#define FILON_CRABBITMQ_SHIM_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <sys/eventfd.h>

// Method ids are casts, which Swift does not import: the frames our pump handles, as an enum.
enum rabbit_frame {
    RABBIT_FRAME_OTHER,
    RABBIT_FRAME_DELIVER,
    RABBIT_FRAME_RETURN,
    RABBIT_FRAME_HEADER,
    RABBIT_FRAME_BODY,
    RABBIT_FRAME_ACK,
    RABBIT_FRAME_NACK,
    RABBIT_FRAME_CANCEL,
    RABBIT_FRAME_CANCEL_OK,
    RABBIT_FRAME_FLOW,
    RABBIT_FRAME_CHANNEL_CLOSE,
    RABBIT_FRAME_CONNECTION_CLOSE,
    RABBIT_FRAME_BLOCKED,
    RABBIT_FRAME_UNBLOCKED,
};

static inline enum rabbit_frame rabbit_method(amqp_method_number_t id) {
    switch (id) {
        case AMQP_BASIC_DELIVER_METHOD: return RABBIT_FRAME_DELIVER;
        case AMQP_BASIC_RETURN_METHOD: return RABBIT_FRAME_RETURN;
        case AMQP_BASIC_ACK_METHOD: return RABBIT_FRAME_ACK;
        case AMQP_BASIC_NACK_METHOD: return RABBIT_FRAME_NACK;
        case AMQP_BASIC_CANCEL_METHOD: return RABBIT_FRAME_CANCEL;
        case AMQP_BASIC_CANCEL_OK_METHOD: return RABBIT_FRAME_CANCEL_OK;
        case AMQP_CHANNEL_FLOW_METHOD: return RABBIT_FRAME_FLOW;
        case AMQP_CHANNEL_CLOSE_METHOD: return RABBIT_FRAME_CHANNEL_CLOSE;
        case AMQP_CONNECTION_CLOSE_METHOD: return RABBIT_FRAME_CONNECTION_CLOSE;
        case AMQP_CONNECTION_BLOCKED_METHOD: return RABBIT_FRAME_BLOCKED;
        case AMQP_CONNECTION_UNBLOCKED_METHOD: return RABBIT_FRAME_UNBLOCKED;
        default: return RABBIT_FRAME_OTHER;
    }
}

static inline enum rabbit_frame rabbit_frame_kind(const amqp_frame_t *frame) {
    switch (frame->frame_type) {
        case AMQP_FRAME_METHOD: return rabbit_method(frame->payload.method.id);
        case AMQP_FRAME_HEADER: return RABBIT_FRAME_HEADER;
        case AMQP_FRAME_BODY: return RABBIT_FRAME_BODY;
        default: return RABBIT_FRAME_OTHER;
    }
}

// Variadic in the library, which Swift cannot call.
static inline amqp_rpc_reply_t rabbit_login(
    amqp_connection_state_t connection, const char *vhost, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
    return amqp_login_with_properties(
        connection, vhost, 1, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

// Answers to the broker's own requests; sent without waiting for anything.
static inline int rabbit_send_channel_close_ok(amqp_connection_state_t connection) {
    amqp_channel_close_ok_t method = {0};
    return amqp_send_method(connection, 1, AMQP_CHANNEL_CLOSE_OK_METHOD, &method);
}

static inline int rabbit_send_connection_close_ok(amqp_connection_state_t connection) {
    amqp_connection_close_ok_t method = {0};
    return amqp_send_method(connection, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &method);
}

static inline int rabbit_send_flow_ok(amqp_connection_state_t connection, int active) {
    amqp_channel_flow_ok_t method = {active};
    return amqp_send_method(connection, 1, AMQP_CHANNEL_FLOW_OK_METHOD, &method);
}

// Not the library's RPC: its answer comes through our pump, behind the deliveries still under way.
static inline int rabbit_send_cancel(amqp_connection_state_t connection, amqp_bytes_t consumer) {
    amqp_basic_cancel_t method = {consumer, 0};
    return amqp_send_method(connection, 1, AMQP_BASIC_CANCEL_METHOD, &method);
}

// The code and text of a server exception, or 0 where the reply holds none.
static inline int rabbit_exception(const amqp_rpc_reply_t *reply, amqp_bytes_t *text) {
    if (reply->reply_type != AMQP_RESPONSE_SERVER_EXCEPTION || !reply->reply.decoded) return 0;
    if (reply->reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        const amqp_channel_close_t *close = reply->reply.decoded;
        *text = close->reply_text;
        return close->reply_code;
    }
    if (reply->reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
        const amqp_connection_close_t *close = reply->reply.decoded;
        *text = close->reply_text;
        return close->reply_code;
    }
    return 0;
}

#endif
