// The properties and headers that every message of ours carries (Shared/Messaging/EnvelopeCoding.swift).
#ifndef BENCH_ENVELOPE_H
#define BENCH_ENVELOPE_H

#include <amqp.h>
#include <stdbool.h>

#include "support.h"

typedef struct {
    UUID id;
    UUID story;
    UUID cause;
    bool has_cause;
    UUID company;
    char subject[48];  // company/<uuid>
    char traceparent[56];
    double occurred_at;
    const char *type;
    const char *source;
} Envelope;

// Room that the properties point into, for one message at a time.
typedef struct {
    char id[37], story[37], cause[37], company[37], time[32];
    amqp_table_entry_t headers[12];
} EnvelopeRoom;

// The beginning of a story.
Envelope envelope_root(UUID id, const char *type, const char *source);
// What handling a delivery announces: the same story, company and trace.
Envelope envelope_next(const amqp_envelope_t *delivery, UUID id, const char *type, const char *source);
amqp_basic_properties_t envelope_properties(const Envelope *envelope, EnvelopeRoom *room);
// Of a delivery.
UUID envelope_id(const amqp_envelope_t *delivery);
UUID envelope_story(const amqp_envelope_t *delivery);

#endif
