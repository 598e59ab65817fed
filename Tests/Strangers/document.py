"""An AsyncAPI document as its readers need it: references followed, messages with their parts."""

import json
from pathlib import Path


class Document:
    def __init__(self, path):
        self.root = json.loads(Path(path).read_text())

    def at(self, reference):
        """What a reference names. Raises KeyError where it names nothing."""
        if not reference.startswith("#/"):
            raise KeyError(reference)
        value = self.root
        for step in reference[2:].split("/"):
            value = value[step.replace("~1", "/").replace("~0", "~")]
        return value

    def whole(self, value, depth=0):
        """`value` with what it refers to in the references' places."""
        if depth > 64:
            raise RecursionError("references in a circle")
        if isinstance(value, list):
            return [self.whole(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return self.whole(self.at(value["$ref"]), depth + 1)
        return {name: self.whole(item, depth + 1) for name, item in value.items()}

    def references(self, value=None):
        """All references below `value`, by default in the whole document."""
        value = self.root if value is None else value
        if isinstance(value, list):
            return [found for item in value for found in self.references(item)]
        if not isinstance(value, dict):
            return []
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for item in value.values() for found in self.references(item)]

    def message(self, name):
        """One message, whole: `headers`, `payload`, `x-amqp-properties` are schemas, `examples` have the same parts."""
        return self.whole(self.root["components"]["messages"][name])
