#include "envelope.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void new_span(char traceparent[56]) {
    snprintf(traceparent + 36, 20, "%016llx-01", (unsigned long long)(random_bits() | 1));
}

static void set_company(Envelope *envelope, UUID company) {
    envelope->company = company;
    memcpy(envelope->subject, "company/", 8);
    uuid_text(company, envelope->subject + 8);
}

Envelope envelope_root(UUID id, const char *type, const char *source) {
    Envelope envelope = {.id = id, .story = id, .type = type, .source = source, .occurred_at = now()};
    set_company(&envelope, id);
    unsigned long long high = random_bits() | 1, low = random_bits();
    snprintf(envelope.traceparent, sizeof envelope.traceparent, "00-%016llx%016llx-", high, low);
    new_span(envelope.traceparent);
    return envelope;
}

static amqp_bytes_t header(const amqp_envelope_t *delivery, const char *name) {
    const amqp_table_t *headers = &delivery->message.properties.headers;
    size_t length = strlen(name);
    for (int index = 0; index < headers->num_entries; index++) {
        const amqp_table_entry_t *entry = &headers->entries[index];
        if (entry->key.len == length && memcmp(entry->key.bytes, name, length) == 0) return entry->value.value.bytes;
    }
    die("a message without %s", name);
}

UUID envelope_id(const amqp_envelope_t *delivery) {
    const amqp_bytes_t id = delivery->message.properties.message_id;
    return uuid_parse(id.bytes, id.len);
}

UUID envelope_story(const amqp_envelope_t *delivery) {
    const amqp_bytes_t story = delivery->message.properties.correlation_id;
    return uuid_parse(story.bytes, story.len);
}

Envelope envelope_next(const amqp_envelope_t *delivery, UUID id, const char *type, const char *source) {
    Envelope envelope = {.id = id, .type = type, .source = source, .occurred_at = now(), .has_cause = true};
    envelope.cause = envelope_id(delivery);
    envelope.story = envelope_story(delivery);
    const amqp_bytes_t company = header(delivery, "x-company-id"), trace = header(delivery, "traceparent");
    set_company(&envelope, uuid_parse(company.bytes, company.len));
    if (trace.len != 55) die("a message with another traceparent than ours");
    memcpy(envelope.traceparent, trace.bytes, 36);
    new_span(envelope.traceparent);
    return envelope;
}

static void add(amqp_table_t *headers, const char *name, const char *value) {
    headers->entries[headers->num_entries++] = (amqp_table_entry_t){
        .key = amqp_cstring_bytes(name),
        .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes(value)},
    };
}

static void time_text(double seconds, char text[32]) {
    // Consecutive messages mostly share their second; the calendar is asked once for it.
    static time_t known;
    static char until_seconds[24];
    time_t whole = (time_t)floor(seconds);
    if (whole != known) {
        struct tm parts;
        gmtime_r(&whole, &parts);
        strftime(until_seconds, sizeof until_seconds, "%Y-%m-%dT%H:%M:%S", &parts);
        known = whole;
    }
    snprintf(text, 32, "%s.%03dZ", until_seconds, (int)((seconds - (double)whole) * 1000));
}

amqp_basic_properties_t envelope_properties(const Envelope *envelope, EnvelopeRoom *room) {
    amqp_table_t headers = {.entries = room->headers};
    uuid_text(envelope->id, room->id);
    uuid_text(envelope->story, room->story);
    uuid_text(envelope->company, room->company);
    time_text(envelope->occurred_at, room->time);
    add(&headers, "cloudEvents_specversion", "1.0");
    add(&headers, "cloudEvents_id", room->id);
    add(&headers, "cloudEvents_source", envelope->source);
    add(&headers, "cloudEvents_type", envelope->type);
    add(&headers, "cloudEvents_subject", envelope->subject);
    add(&headers, "cloudEvents_time", room->time);
    if (envelope->has_cause) {
        uuid_text(envelope->cause, room->cause);
        add(&headers, "x-causation-id", room->cause);
    }
    add(&headers, "x-company-id", room->company);
    add(&headers, "traceparent", envelope->traceparent);
    return (amqp_basic_properties_t){
        ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG |
                  AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                  AMQP_BASIC_TIMESTAMP_FLAG | AMQP_BASIC_HEADERS_FLAG,
        .message_id = amqp_cstring_bytes(room->id),
        .type = amqp_cstring_bytes(envelope->type),
        .correlation_id = amqp_cstring_bytes(room->story),
        .content_type = amqp_cstring_bytes("application/json"),
        .app_id = amqp_cstring_bytes(envelope->source),
        .delivery_mode = AMQP_DELIVERY_PERSISTENT,
        .timestamp = (uint64_t)envelope->occurred_at,
        .headers = headers,
    };
}
