"""A search by company in a journal of millions of events over 30 days, as the tool makes it."""

import os
import random
import subprocess

from common.percentiles import percentile, summary
from common.servers import Servers, psql
from tool import Tool

DATABASE = "filon_bench_operate"
PASSWORD = "filon-bench-only"
P95_MILLISECONDS = 200
# Events a company has in 30 days, over the services that announce them.
PER_COMPANY = 20
SHARES = (("intake", "company.registered.v1", 5), ("enrichment", "company.enriched.v1", 3),
          ("scoring", "lead.scored.v1", 5), ("assignment", "lead.assigned.v1", 4),
          ("notification", "notification.delivered.v1", 3))

# The days that a running installation would have made one by one.
_DAYS = """
DO $$
DECLARE
    entry record;
    day date;
BEGIN
    FOR entry IN
        SELECT n.nspname AS schema FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relname = 'journal' AND c.relkind = 'p'
    LOOP
        FOR day IN SELECT current_date - n FROM generate_series(1, 29) AS n LOOP
            EXECUTE format('CREATE TABLE %I.journal_%s PARTITION OF %I.journal FOR VALUES FROM (%L) TO (%L)',
                entry.schema, to_char(day, 'YYYYMMDD'), entry.schema, day::timestamptz, (day + 1)::timestamptz);
        END LOOP;
    END LOOP;
END $$;
"""

_EVENTS = """
INSERT INTO {schema}.journal (message_id, type, correlation_id, causation_id, subject, company_id, department_id, body,
    occurred_at)
SELECT gen_random_uuid(), '{type}', gen_random_uuid(), gen_random_uuid(), 'company/' || company, company, 'commercial',
    convert_to('{{"companyID":"' || company || '","filler":"' || repeat('x', 300) || '"}}', 'UTF8'),
    now() - (29.0 * n / {total}) * interval '1 day'
FROM (SELECT n, ('00000000-0000-4000-8000-' || lpad(to_hex(hashint8(n)::bigint & 2147483647) , 12, '0'))::uuid AS raw,
        ('00000000-0000-4000-8000-' || lpad(to_hex((hashint8(n)::bigint & 2147483647) % {companies}), 12, '0'))::uuid
            AS company
    FROM generate_series(1, {total}) AS n) AS event
"""


class Searching:
    def __init__(self, binaries, quick, say):
        self.binaries, self.say, self.servers = binaries, say, Servers()
        self.events, self.searches = (500_000, 20) if quick else (5_000_000, 60)
        self.url = self.servers.database_url(DATABASE)
        self.details, self.void = {}, []

    def measure(self):
        server = self.servers.database_url()
        try:
            self._prepare(server)
            return [self._search()]
        finally:
            psql(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")

    def _prepare(self, server):
        self.say(f"{self.events:,} events over 30 days")
        psql(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        psql(server, f"CREATE DATABASE {DATABASE}")
        subprocess.run(
            [os.path.join(self.binaries, "filon"), "migrate"], env={**os.environ, "FILON_DATABASE_URL": self.url},
            check=True, timeout=300, stdout=subprocess.DEVNULL,
        )
        psql(self.url, f"ALTER ROLE filon_operator LOGIN PASSWORD '{PASSWORD}'")
        psql(self.url, _DAYS)
        companies = self.events // PER_COMPANY
        for schema, kind, share in SHARES:
            total = self.events * share // PER_COMPANY
            psql(self.url, _EVENTS.format(schema=schema, type=kind, total=total, companies=companies), timeout=900)
        psql(self.url, "VACUUM ANALYZE", timeout=900)

    def _search(self):
        tool = Tool(self.binaries, {
            "FILON_DATABASE_URL": self.servers.database_url(DATABASE, "filon_operator", PASSWORD),
        })
        dice, taken, found = random.Random(20), [], 0
        for _ in range(self.searches):
            number = dice.randrange(self.events // PER_COMPANY)
            company = f"00000000-0000-4000-8000-{number:012x}"
            answer, seconds = tool.ask("journal", "--company", company)
            taken.append(1000 * seconds)
            found += len(answer["messages"])
        if found < self.searches * PER_COMPANY / 2:
            self.void.append(f"{self.searches} searches found {found} events")
        figures = summary(taken)
        self.details = {"milliseconds": figures, "events": self.events, "found": found}
        name = f"journal by company among {self.events:,} events, the whole command, p95"
        return (name, percentile(taken, 0.95), "ms"), {
            "direction": "min", "limit": P95_MILLISECONDS, "beside": ("p50", figures["p50"], "ms"),
        }
