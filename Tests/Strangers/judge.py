#!/usr/bin/python3
"""Holds messages to their JSON Schemas, by an implementation of JSON Schema that is not Filon's.

usage: judge.py SCHEMAS < MESSAGES

SCHEMAS is the folder of <type>.json; MESSAGES are lines of {"origin": where it is from, "type": ..., "message": ...}.
Prints a line for each fault, without values, and last how much was judged. Ends with 1 if there was a fault.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from forms import forms, unknown_formats


def closed(schema):
    """The schema as it binds those who announce: no members but those that it names."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {
        # The members of these two are names, not words of the schema.
        word: {name: closed(each) for name, each in value.items()} if word in ("properties", "$defs") else closed(value)
        for word, value in schema.items()
    }
    if result.get("type") == "object":
        result.setdefault("additionalProperties", False)
    return result


def validator(file):
    """The validator of one type; raises when its schema is none, or when it holds a form that nobody would check."""
    schema = json.loads(file.read_text())
    Draft202012Validator.check_schema(schema)
    unknown = unknown_formats(schema)
    if unknown:
        raise SystemExit(f"{file.name}: no check for the formats {', '.join(unknown)}")
    return Draft202012Validator(closed(schema), format_checker=forms)


def sentence(error):
    """What is wrong and where, without the value that is."""
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"{error.json_path} lacks {', '.join(missing)}"
    if error.validator == "additionalProperties" and error.validator_value is False:
        extra = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        return f"{error.json_path} has {', '.join(extra)}, which the schema does not name"
    return f"{error.json_path} is not of {error.validator} {error.validator_value}"


def main(folder):
    validators = {file.stem: validator(file) for file in sorted(Path(folder).glob("*.json"))}
    judged, faults, types = 0, 0, set()
    for line in sys.stdin:
        record = json.loads(line)
        judged += 1
        types.add(record["type"])
        judge = validators.get(record["type"])
        errors = judge.iter_errors(record["message"]) if judge else []
        # Of two absent members the library says the same twice.
        found = list(dict.fromkeys(map(sentence, errors))) if judge else ["there is no schema"]
        faults += len(found)
        for each in found:
            print(f"{record['origin']}: {record['type']}: {each}")
    print(f"{judged} messages of {len(types)} types judged, {faults} faults")
    return 1 if faults or not judged else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
