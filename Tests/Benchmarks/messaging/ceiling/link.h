// One librabbitmq connection with one channel. Whatever fails ends the program: a ceiling has no second try.
#ifndef BENCH_LINK_H
#define BENCH_LINK_H

#include <amqp.h>
#include <stdbool.h>
#include <stdint.h>

// Confirms may come out of order; a window never spans more tags than this.
#define LINK_SPAN 65536

typedef struct {
    amqp_connection_state_t raw;
    uint64_t published;
    uint64_t confirmed;  // every tag up to here is confirmed
    uint64_t ahead;      // confirmed tags beyond the first that is not
    bool early[LINK_SPAN];
    bool acknowledged;   // something, ever
} Link;

Link *link_open(const char *url, const char *name);
// Closes a moment later: a quorum queue forgets acknowledgements that it has not taken in when their channel closes.
void link_close(Link *link);

void link_select_confirms(Link *link);
void link_consume(Link *link, const char *queue, uint16_t prefetch);
// Messages ready in a queue.
uint32_t link_depth(Link *link, const char *queue);

// Many small frames leave in few packets while the link is corked.
void link_cork(Link *link, bool on);
void link_publish(
    Link *link, const char *exchange, const char *key, bool mandatory, const amqp_basic_properties_t *properties,
    amqp_bytes_t body);
uint64_t link_unconfirmed(const Link *link);
// Reads confirms until at most `most` are outstanding.
void link_await_confirms(Link *link, uint64_t most);
// Reads the confirms that have arrived, without waiting.
void link_take_confirms(Link *link);

// The next delivery within `seconds`; false when none came. The caller destroys the envelope.
bool link_receive(Link *link, amqp_envelope_t *envelope, double seconds);
void link_acknowledge(Link *link, uint64_t tag);

#endif
