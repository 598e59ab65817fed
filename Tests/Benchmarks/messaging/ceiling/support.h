// Time, identifiers, and how a program of the benchmark reports what it did.
#ifndef BENCH_SUPPORT_H
#define BENCH_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Seconds since 1970, the same clock for every process of a run.
double now(void);

typedef struct {
    uint8_t bytes[16];
} UUID;

// A UUIDv7 that carries `index` in its last four bytes, so that a message is recognised wherever it arrives.
UUID uuid_make(uint32_t index);
uint32_t uuid_index(UUID id);
// 36 characters and a zero byte.
void uuid_text(UUID id, char text[37]);
// Ends the program when the text is no UUID.
UUID uuid_parse(const void *text, size_t length);

uint64_t random_bits(void);

// What was used between the first message and the last.
typedef struct {
    double began;
    double cpu_began;
} Stopwatch;

void stopwatch_start(Stopwatch *watch);
// Prints one JSON line: count, began, ended, cpu_seconds, peak_bytes.
void stopwatch_report(const Stopwatch *watch, long count);

#endif
