#!/usr/bin/python3
"""A program of somebody else, who knows Filon from its AsyncAPI document: submits a company, learns who has it.

usage: stranger.py DOCUMENT BROKER_URL [--spoiled]

Binds a queue of its own for lead.assigned.v1, publishes a company.submitted.v1 made from the document's example, waits
for the lead that comes of it and holds it to the document. Prints what it published and heard, a JSON line each. With
--spoiled it publishes what the document forbids, and waits for nothing.
"""

import json
import sys
import uuid

import pika
from jsonschema import Draft7Validator

from document import Document
from forms import forms

HEARD, SAID = "lead.assigned.v1", "company.submitted.v1"
PATIENCE = 60  # seconds


def hold(schema, value, what):
    """Ends the program, naming the place, where `value` is not of `schema`."""
    for error in Draft7Validator(schema, format_checker=forms).iter_errors(value):
        raise SystemExit(f"{what} {error.json_path} is not of {error.validator} {error.validator_value}")


def sending(document, name):
    """How those who publish to a channel do it: the AMQP binding of one of its operations."""
    channel = {"$ref": f"#/channels/{name}"}
    for operation in document.root["operations"].values():
        if operation["action"] == "send" and operation["channel"] == channel:
            return operation["bindings"]["amqp"]
    raise SystemExit(f"nobody publishes {name}")


def declare_exchange(channel, document, name):
    """The exchange as the document says that it is; the broker refuses another."""
    exchange = document.root["channels"][name]["bindings"]["amqp"]["exchange"]
    channel.exchange_declare(
        exchange["name"], exchange["type"], durable=exchange["durable"], auto_delete=exchange["autoDelete"]
    )
    return exchange["name"]


def listen(channel, document):
    """A queue of the stranger's own, gone with it."""
    queue = channel.queue_declare("", exclusive=True).method.queue
    address = document.root["channels"][HEARD]["address"]
    channel.queue_bind(queue, declare_exchange(channel, document, HEARD), routing_key=address)
    return queue


def submit(channel, document, spoiled=False):
    """Publishes the document's example under an identity of its own; returns that identity."""
    message = document.message(SAID)
    example, identity = message["examples"][0], str(uuid.uuid4())
    payload = dict(example["payload"], source="stranger")
    headers = dict(example["headers"], cloudEvents_id=identity, cloudEvents_source="stranger")
    properties = dict(
        example["x-amqp-properties"], message_id=identity, correlation_id=identity, app_id="stranger"
    )
    if spoiled:
        del payload["row"]
    else:
        hold(message["payload"], payload, "my payload")
    hold(message["headers"], headers, "my headers")
    hold(message["x-amqp-properties"], properties, "my properties")
    binding, address = sending(document, SAID), document.root["channels"][SAID]["address"]
    channel.basic_publish(
        declare_exchange(channel, document, SAID),
        address,
        json.dumps(payload).encode(),
        pika.BasicProperties(headers=headers, **properties),
        mandatory=binding["mandatory"],
    )
    print(json.dumps({"published": address, "message_id": identity, "payload": payload}), flush=True)
    return identity


def hear(channel, document, queue, story):
    """Waits for what came of `story`, and holds it to the document."""
    message = document.message(HEARD)
    for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=PATIENCE):
        if method is None:
            raise SystemExit(f"no {HEARD} came of {story} within {PATIENCE} s")
        if properties.correlation_id != story:
            continue
        payload = json.loads(body)
        basic = {name: getattr(properties, name) for name in message["x-amqp-properties"]["properties"]}
        hold(message["payload"], payload, "the payload")
        hold(message["headers"], properties.headers, "the headers")
        hold(message["x-amqp-properties"], basic, "the properties")
        unknown = sorted(set(properties.headers) - set(message["headers"]["properties"]))
        if unknown:
            raise SystemExit(f"the document does not name the headers {', '.join(unknown)}")
        print(json.dumps({"heard": method.routing_key, "payload": payload}), flush=True)
        return


def main(path, url, spoiled):
    document = Document(path)
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        if spoiled:
            submit(channel, document, spoiled)
            return
        queue = listen(channel, document)
        story = submit(channel, document)
        hear(channel, document, queue, story)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[3:] not in ([], ["--spoiled"]):
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2], len(sys.argv) > 3)
