"""The forms of texts that JSON Schema names: the library's, and instants, which it checks only with an add-on."""

import re
from datetime import datetime

from jsonschema import FormatChecker

forms = FormatChecker()
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


@forms.checks("date-time", raises=ValueError)
def is_instant(value):
    """RFC 3339, with the capital letters that Filon writes."""
    if not isinstance(value, str):
        return True
    if not INSTANT.fullmatch(value):
        return False
    # Digits beyond the microsecond are no fault, but more than the library reads.
    datetime.fromisoformat(re.sub(r"\.\d+", "", value).replace("Z", "+00:00"))
    return True


def unknown_formats(schema):
    """The formats in a schema that would pass unchecked."""
    if isinstance(schema, list):
        return sorted({name for item in schema for name in unknown_formats(item)})
    if not isinstance(schema, dict):
        return []
    own = {schema["format"]} if isinstance(schema.get("format"), str) else set()
    return sorted((own - set(forms.checkers)) | {name for item in schema.values() for name in unknown_formats(item)})
