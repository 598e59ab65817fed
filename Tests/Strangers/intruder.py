#!/usr/bin/env python3
"""Tries everything at the broker with one login, as somebody would who got hold of it, and prints as JSON what it may do.

usage: intruder.py AMQP_URL < {"exchange": "evt", "queues": ["scoring.in"], "types": ["lead.scored.v1"]}

Each attempt has a connection of its own channel; a refusal closes the channel (403) and says so.
"""

import json
import sys

import pika
from pika.exceptions import ChannelClosedByBroker, UnroutableError

REFUSED = 403


class Intruder:
    def __init__(self, url):
        self.connection = pika.BlockingConnection(pika.URLParameters(url))

    def may(self, attempt):
        """False where the broker refuses; whatever else goes wrong is an error of this program."""
        channel = self.connection.channel()
        try:
            attempt(channel)
            return True
        except UnroutableError:
            return True  # taken, and nobody hears it
        except ChannelClosedByBroker as closed:
            if closed.reply_code != REFUSED:
                raise
            return False
        finally:
            if channel.is_open:
                channel.close()

    def reads(self, queue):
        def attempt(channel):
            method, _, _ = channel.basic_get(queue)
            if method:
                channel.basic_nack(method.delivery_tag, requeue=True)

        return self.may(attempt)

    def publishes(self, exchange, key):
        def attempt(channel):
            channel.confirm_delivery()
            # To a queue that is not there, or of a type with an empty body: what counts is whether it is let in.
            channel.basic_publish(exchange, key, b"", mandatory=True)

        return self.may(attempt)

    def binds(self, queue, exchange, key):
        def attempt(channel):
            channel.queue_bind(queue, exchange, key)
            channel.queue_unbind(queue, exchange, key)

        return self.may(attempt)

    def declares(self, queue):
        def attempt(channel):
            channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
            if queue == "intruder":
                channel.queue_delete(queue)

        return self.may(attempt)

    def purges(self, queue):
        return self.may(lambda channel: channel.queue_purge(queue))

    def deletes(self, exchange):
        # With `if_unused` a permitted one is refused with 406, which `may` reports as an error: nothing is harmed.
        try:
            return self.may(lambda channel: channel.exchange_delete(exchange, if_unused=True))
        except ChannelClosedByBroker:
            return True


def main():
    plan = json.load(sys.stdin)
    exchange, queues, types = plan["exchange"], plan["queues"], plan["types"]
    intruder = Intruder(sys.argv[1])
    found = {
        "reads": [queue for queue in queues if intruder.reads(queue)],
        "purges": [queue for queue in queues if intruder.purges(queue)],
        "declares": [queue for queue in queues + ["intruder"] if intruder.declares(queue)],
        "publishes": [key for key in types + ["#", "a.b.v1"] if intruder.publishes(exchange, key)],
        "sends": ["anywhere"] if intruder.publishes("", "no-such-queue") else [],
        "binds": [
            f"{queue} to {key}" for queue in queues for key in types + ["#"] if intruder.binds(queue, exchange, key)
        ],
        "deletes": [name for name in [exchange, "dlx"] if intruder.deletes(name)],
    }
    json.dump(found, sys.stdout)


main()
