"""Fills a service's queue with messages like those that it gets: copied from a run's journals, each about companies and
leads of its own, so that the service has its ordinary work with every one of them."""

import json
import os
import re
import time
import uuid

import amqp
from common.servers import CHECKOUT

# What each queue gets, in turn, with the schema whose journal holds examples.
_TYPES = {
    "ingest": [("enrichment", "company.enriched.v1")],
    "enrichment": [("intake", "company.registered.v1")],
    "scoring": [("intake", "lead.registered.v1"), ("enrichment", "company.enriched.v1")],
    "assignment": [("scoring", "lead.scored.v1")],
    "pipeline-monitor": [("scoring", "lead.scored.v1"), ("assignment", "lead.assigned.v1")],
    "notifier": [("assignment", "lead.assigned.v1")],
    "console": [(None, "audit.recorded.v1")],
}
_EXAMPLES = 500
_OWN = re.compile(r'"(?:companyID|leadID|decisionID)":"([0-9a-fA-F-]{36})"')


def fill(installation, service, queue, count):
    """Publishes `count` messages into `queue`; returns how many it then holds."""
    series = [_examples(installation, schema, kind) for schema, kind in _TYPES[service]]
    url = installation.servers.amqp_url_of("filon")
    with amqp.Publisher(url) as publisher:
        for number in range(count):
            examples = series[number % len(series)]
            # One company after another, all its messages about the same copy of it.
            turn = number // len(series)
            publisher.publish(queue, *_copy(examples[turn % len(examples)], turn // len(examples) + 1))
    return count


def _examples(installation, schema, kind):
    """(type, subject, department, version, body) of messages, in the order of their companies."""
    if schema is None:
        with open(os.path.join(CHECKOUT, "Tests/Fixtures/contracts", f"{kind}.json"), encoding="utf-8") as file:
            return [(kind, "audit/1", "", "", json.dumps(json.load(file)))]
    lines = installation.sql(
        f"""
        SELECT type, subject, department_id, aggregate_version, convert_from(body, 'UTF8') FROM {schema}.journal
        WHERE type = '{kind}' ORDER BY company_id LIMIT {_EXAMPLES}
        """
    ).splitlines()
    if not lines:
        raise RuntimeError(f"the journal of {schema} holds no {kind} to copy")
    return [tuple(line.split("|", 4)) for line in lines]


def _copy(example, copy):
    """Properties and body of the example's message number `copy`, about things of its own."""
    kind, subject, department, version, body = example
    for old in set(_OWN.findall(body)):
        new = _renamed(old, copy)
        body, subject = body.replace(old, new), subject.replace(old.lower(), new.lower())
    now = time.time()
    message = uuid7(now)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
    headers = {
        "cloudEvents_specversion": "1.0", "cloudEvents_id": message, "cloudEvents_source": "bench",
        "cloudEvents_type": kind, "cloudEvents_subject": subject, "cloudEvents_time": moment,
    }
    if company := re.search(r'"companyID":"([0-9a-fA-F-]{36})"', body):
        headers["x-company-id"] = company[1].lower()
    if department:
        headers["x-department"] = department
    if version:
        headers["x-aggregate-version"] = int(version)
    described = amqp.properties(
        message_id=message, type=kind, correlation_id=message, headers=headers, app_id="bench", timestamp=int(now)
    )
    return described, body.encode()


def _renamed(identity, copy):
    """Another UUIDv7 of the same moment, the same one for the same copy."""
    head, tail = identity[:24], int(identity[24:], 16)
    return f"{head}{tail ^ copy:012x}"


def uuid7(now):
    """UUIDv7 (RFC 9562): milliseconds, then random bits."""
    number = (int(now * 1000) << 80) | uuid.uuid4().int & (1 << 80) - 1
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))
