#include "array.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static void append(Array *array, const void *bytes, size_t length) {
    if (array->length + length > array->room) {
        array->room = 2 * (array->length + length) + 4096;
        array->bytes = realloc(array->bytes, array->room);
        if (array->bytes == NULL) die("out of memory");
    }
    memcpy(array->bytes + array->length, bytes, length);
    array->length += length;
}

static void append_int4(Array *array, uint32_t value) {
    value = htonl(value);
    append(array, &value, sizeof value);
}

void array_begin(Array *array, uint32_t type) {
    array->length = array->count = 0;
    append_int4(array, 1);  // dimensions
    append_int4(array, 0);  // no null among the items
    append_int4(array, type);
    append_int4(array, 0);  // number of items, known at the end
    append_int4(array, 1);  // index of the first
}

void array_add(Array *array, const void *value, size_t length) {
    append_int4(array, (uint32_t)length);
    append(array, value, length);
    array->count++;
}

void array_add_int8(Array *array, int64_t value) {
    uint64_t wire = htobe64((uint64_t)value);
    array_add(array, &wire, sizeof wire);
}

void array_add_time(Array *array, double seconds) { array_add_int8(array, (int64_t)((seconds - 946684800.0) * 1e6)); }

void array_end(Array *array) {
    uint32_t count = htonl(array->count);
    memcpy(array->bytes + 12, &count, sizeof count);
}
