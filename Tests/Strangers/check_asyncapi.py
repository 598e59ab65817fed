#!/usr/bin/python3
"""Says what is wrong with an AsyncAPI 3.0 document; ends with 1 if anything is.

usage: check_asyncapi.py DOCUMENT

Its structure is held to asyncapi_rules.json, the rules of the specification for the parts that Filon uses; then every
reference must name something, every operation's messages must be of its channel, and every example must be of the
schemas that it is an example of.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft7Validator, Draft202012Validator

from document import Document
from forms import forms, unknown_formats

RULES = Path(__file__).with_name("asyncapi_rules.json")


def sentences(place, errors):
    return [f"{place}{error.json_path}: {error.message[:200]}" for error in errors]


def structure(document):
    """Faults by the rules of the specification."""
    rules = json.loads(RULES.read_text())
    Draft202012Validator.check_schema(rules)
    return sentences("", Draft202012Validator(rules).iter_errors(document.root))


def references(document):
    """References that name nothing."""
    faults = []
    for reference in sorted(set(document.references())):
        try:
            document.at(reference)
        except (KeyError, TypeError):
            faults.append(f"{reference} names nothing")
    return faults


def operations(document):
    """Messages of operations that are none of their channel's."""
    faults = []
    for name, operation in document.root["operations"].items():
        own = operation["channel"]["$ref"] + "/messages/"
        faults += [
            f"{name}: {message['$ref']} is no message of its channel"
            for message in operation["messages"]
            if not message["$ref"].startswith(own)
        ]
    return faults


def examples(document):
    """Examples that are not what they are examples of, schemas that are none, and messages without an example."""
    faults = []
    for name in document.root["components"]["messages"]:
        message = document.message(name)
        if not message.get("examples"):
            faults.append(f"{name} has no example")
        for part in ("payload", "headers", "x-amqp-properties"):
            Draft7Validator.check_schema(message[part])
            faults += [f"{name} {part}: nobody checks the format {each}" for each in unknown_formats(message[part])]
            validator = Draft7Validator(message[part], format_checker=forms)
            for example in message["examples"]:
                faults += sentences(f"{name} {part} ", validator.iter_errors(example[part]))
    return faults


def main(path):
    document = Document(path)
    faults = structure(document) or references(document) or operations(document) + examples(document)
    for fault in faults:
        print(fault)
    root = document.root
    if not faults:
        print(f"{len(root['components']['messages'])} messages, {len(root['channels'])} channels, "
              f"{len(root['operations'])} operations, no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
