// PostgreSQL arrays in the binary format, filled item by item.
#ifndef BENCH_ARRAY_H
#define BENCH_ARRAY_H

#include <stddef.h>
#include <stdint.h>

enum { OID_UUID = 2950, OID_TEXT = 25, OID_BYTEA = 17, OID_INT8 = 20, OID_TIMESTAMPTZ = 1184 };

typedef struct {
    char *bytes;
    size_t length, room;
    uint32_t count;
} Array;

void array_begin(Array *array, uint32_t type);
void array_add(Array *array, const void *value, size_t length);
void array_add_int8(Array *array, int64_t value);
// Microseconds since 2000, as the server stores them.
void array_add_time(Array *array, double seconds);
// Writes the number of items; the array may be sent now.
void array_end(Array *array);

#endif
