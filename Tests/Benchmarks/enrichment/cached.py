"""Looking again at companies whose facts are still valid: nobody is asked, everybody is announced."""

import time
import uuid

import amqp
import messages
import prospects
from common.processes import peak_bytes
from common.servers import Missing
from installation import Installation

import programs

COMPANIES, FEW, SECONDS = 100_000, 10_000, 120
OTHERS = ("ingest", "scoring", "assignment", "notifier", "pipeline-monitor", "console", "enrichment")

# Dossiers made of one that was looked up, for SIRENs of their own.
_COPIES = """
CREATE TEMP TABLE made (siren text, id uuid);
COPY made FROM STDIN;
INSERT INTO enrichment.dossiers (siren, body, facts_at, valid_until)
SELECT made.siren, jsonb_set(one.body, '{siren}', to_jsonb(made.siren)), one.facts_at, now() + interval '30 days'
FROM made, (SELECT * FROM enrichment.dossiers WHERE body ->> 'end' IS NULL LIMIT 1) AS one;
INSERT INTO enrichment.companies (company_id, siren, version, state, heard_at, facts_at, announced_at)
SELECT id, siren, 1, 'done', now(), now(), now() FROM made;
ANALYZE enrichment.dossiers, enrichment.companies;
"""


class Cached:
    """enrichment.requested for 100,000 companies whose dossiers are valid."""

    def __init__(self, binaries, quick, say):
        self.binaries, self.say = binaries, say
        self.count = FEW if quick else COMPANIES
        self.details, self.void = {}, []

    def measure(self):
        installation = Installation(self.binaries)
        try:
            installation.begin(prospects.roster(installation.directory))
            self._example(installation)
            for name in OTHERS:
                installation.halt(name)
            ids = self._companies(installation)
            self._ask(installation, ids)
            seconds, peak = self._run(installation)
        finally:
            installation.stop()
            installation.forget()
        self.details = {"companies": self.count, "seconds": seconds, "peak_mib": peak}
        self.say(f"{self.count} companies looked at again in {seconds:.1f} s, {peak:.0f} MiB")
        whole = seconds * COMPANIES / self.count
        return [
            (("cached re-enrichment of 100,000 companies", whole, "s"), {
                "direction": "min", "limit": SECONDS, "beside": ("enrichment's memory, highest", peak, "MiB"),
            })
        ]

    @staticmethod
    def _example(installation):
        installation.import_list(prospects.listing([prospects.siren(number) for number in range(20)]))
        looked = "SELECT count(*) FROM enrichment.dossiers WHERE body ->> 'end' IS NULL"
        if not programs.within(60, lambda: int(installation.sql(looked)) > 0):
            raise Missing("no company was looked up within 60 s")
        time.sleep(2)

    def _companies(self, installation):
        ids = [str(uuid.uuid4()) for _ in range(self.count)]
        rows = "".join(f"{_siren(number)}\t{one}\n" for number, one in enumerate(ids))
        head, tail = _COPIES.split("COPY made FROM STDIN;\n")
        installation.sql(f"{head}COPY made FROM STDIN;\n{rows}\\.\n{tail}", timeout=300)
        return ids

    @staticmethod
    def _ask(installation, ids):
        with amqp.Publisher(installation.servers.amqp_url_of("filon")) as publisher:
            for one in ids:
                message = messages.uuid7(time.time())
                headers = {
                    "cloudEvents_specversion": "1.0", "cloudEvents_id": message, "cloudEvents_source": "bench",
                    "cloudEvents_type": "enrichment.requested.v1", "cloudEvents_subject": f"company/{one}",
                    "cloudEvents_time": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()), "x-company-id": one,
                }
                described = amqp.properties(
                    message_id=message, type="enrichment.requested.v1", correlation_id=message, headers=headers,
                    app_id="bench", timestamp=int(time.time()),
                )
                body = f'{{"actor":"enrichment","companyID":"{one}","reason":"facts_aged"}}'
                publisher.publish("enrichment.look.in", described, body.encode())

    def _run(self, installation):
        handled = "FROM enrichment.inbox WHERE handler = 'enrichment.enrich-requested'"
        began = time.time()
        installation.start("enrichment")
        if not programs.within(600, lambda: int(installation.sql(f"SELECT count(*) {handled}")) >= self.count):
            raise Missing(f"{self.count} companies are not looked at again within 600 s")
        last = float(installation.sql(f"SELECT extract(epoch FROM max(received_at)) {handled}"))
        return last - began, peak_bytes(installation.pid("enrichment")) / 2**20


def _siren(number):
    """A SIREN of the range 998… with its Luhn key: nobody's."""
    digits = f"998{number:05d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)
