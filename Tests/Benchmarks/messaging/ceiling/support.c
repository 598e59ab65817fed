#include "support.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// xorshift64*: an identifier needs no more.
uint64_t random_bits(void) {
    static uint64_t state;
    while (state == 0) {
        int file = open("/dev/urandom", O_RDONLY);
        if (file < 0 || read(file, &state, sizeof state) != sizeof state) die("no random bits");
        close(file);
    }
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545F4914F6CDD1DULL;
}

UUID uuid_make(uint32_t index) {
    static uint64_t last;
    static uint16_t counter;
    uint64_t milliseconds = (uint64_t)(now() * 1000);
    if (milliseconds > last) {
        last = milliseconds;
        counter = 0;
    } else if (++counter > 0xFFF) {
        last++;
        counter = 0;
    }
    UUID id;
    for (int byte = 0; byte < 6; byte++) id.bytes[byte] = (uint8_t)(last >> (40 - 8 * byte));
    id.bytes[6] = (uint8_t)(0x70 | counter >> 8);
    id.bytes[7] = (uint8_t)counter;
    uint64_t random = random_bits();
    id.bytes[8] = (uint8_t)(0x80 | (random & 0x3F));
    for (int byte = 9; byte < 12; byte++) id.bytes[byte] = (uint8_t)(random >> (8 * (byte - 8)));
    for (int byte = 12; byte < 16; byte++) id.bytes[byte] = (uint8_t)(index >> (8 * (15 - byte)));
    return id;
}

uint32_t uuid_index(UUID id) {
    return (uint32_t)id.bytes[12] << 24 | (uint32_t)id.bytes[13] << 16 | (uint32_t)id.bytes[14] << 8 | id.bytes[15];
}

void uuid_text(UUID id, char text[37]) {
    static const char digits[] = "0123456789abcdef";
    char *to = text;
    for (int byte = 0; byte < 16; byte++) {
        if (byte == 4 || byte == 6 || byte == 8 || byte == 10) *to++ = '-';
        *to++ = digits[id.bytes[byte] >> 4];
        *to++ = digits[id.bytes[byte] & 15];
    }
    *to = 0;
}

static int digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    die("not a UUID");
}

UUID uuid_parse(const void *text, size_t length) {
    if (length != 36) die("not a UUID");
    UUID id;
    const char *from = text;
    for (int byte = 0; byte < 16; byte++) {
        if (byte == 4 || byte == 6 || byte == 8 || byte == 10) from++;
        id.bytes[byte] = (uint8_t)(digit(from[0]) << 4 | digit(from[1]));
        from += 2;
    }
    return id;
}

static double cpu_seconds(struct rusage usage) {
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static struct rusage usage_now(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}

// Not from getrusage: that figure survives exec, and would be the starter's.
static long peak_bytes(void) {
    char line[256];
    long kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL) return 0;
    while (fgets(line, sizeof line, file) != NULL && sscanf(line, "VmHWM: %ld", &kilobytes) != 1) continue;
    fclose(file);
    return kilobytes * 1024;
}

void stopwatch_start(Stopwatch *watch) {
    watch->began = now();
    watch->cpu_began = cpu_seconds(usage_now());
}

void stopwatch_report(const Stopwatch *watch, long count) {
    printf(
        "{\"count\": %ld, \"began\": %.6f, \"ended\": %.6f, \"cpu_seconds\": %.6f, \"peak_bytes\": %ld}\n", count,
        watch->began, now(), cpu_seconds(usage_now()) - watch->cpu_began, peak_bytes());
    fflush(stdout);
}
