"""Every lead looked at again after a change of rules and in an ordinary night, beside psql, which reads the same inputs,
copies the same result rows into a stage and upserts them in one statement, on a copy of the same database."""

import os
import re
import subprocess
import threading
import time

import amqp
import messages
from common.elsewhere import Elsewhere
from common.processes import peak_bytes
from common.servers import CHECKOUT, Missing, psql
from installation import DATABASE, VHOST, Installation

HERE = os.path.dirname(os.path.realpath(__file__))
LEADS, FEW = 1_000_000, 50_000
RATIO, MEMORY_MIB = 1.3, 150
BESIDE = "filon_psql"
# Whose readers are not there: somebody takes the messages off their queues.
READERS = ("assignment.in", "pipeline-monitor.in")
# Tables with a row a lead or more.
TABLES = {"scores": "lead_id", "score_lines": "lead_id, position", "score_history": "lead_id, version"}
# One lead in a hundred was spoken to today.
_NIGHT = """
INSERT INTO scoring.activities (activity_id, lead_id, department_id, kind, outcome, inbound, at)
SELECT gen_random_uuid(), lead_id, department_id, 'call', 'reached', false, now() FROM scoring.scores
WHERE exclusion_code IS NULL AND abs(hashtextextended(lead_id::text, 1)) % 100 = 0
"""


class Rescore:
    """scoring alone with its database and its broker, and a base of leads written in SQL."""

    def __init__(self, binaries, _, quick, say):
        self.installation = Installation(binaries)
        self.leads, self.say = (FEW if quick else LEADS), say
        self.details, self.void = {}, []
        self.folder = os.path.join(self.installation.directory, "rescore")

    def measure(self):
        os.makedirs(self.folder, exist_ok=True)
        try:
            self._begin()
            rows = self._first()
            rows += self._compared("rules", "other rules for", self._keep_copy, "publish", "tpe-pme-v2")
            self.installation.sql(_NIGHT, timeout=600)
            rows += self._compared("night", "a night's look at", lambda: None, "rescore")
            return rows
        finally:
            self.installation.stop()
            self.installation.forget(BESIDE)
            self._clean()

    # MARK: The base

    def _begin(self):
        self.installation.clear()
        self.installation.up_alone("scoring")
        self.installation.halt("scoring")
        self.say(f"writing {self.leads:,} leads")
        with open(os.path.join(HERE, "base.sql"), encoding="utf-8") as file:
            self.installation.sql(f"\\set leads {self.leads}\n{file.read()}", timeout=1800)
        self._settle()

    def _settle(self):
        """Nothing is left to be done that a run would pay for."""
        self.installation.sql("TRUNCATE scoring.journal, scoring.outbox")
        self.installation.sql("VACUUM ANALYZE", timeout=1800)
        self.installation.sql("CHECKPOINT", timeout=600)

    def _first(self):
        """The scores that all comparisons begin with."""
        seconds, _, disturbed = self._look("publish", "tpe-pme-v1")
        self._settle()
        self.details["first"] = {"seconds": seconds, "leads": self.leads}
        return [self._row(f"{self.leads:,} leads scored for the first time", self.leads / seconds, "/s", disturbed)]

    def _keep_copy(self):
        """psql begins with what the service begins with."""
        url = self.installation.servers.database_url()
        psql(url, f"DROP DATABASE IF EXISTS {BESIDE} WITH (FORCE)")
        psql(url, f"CREATE DATABASE {BESIDE} TEMPLATE {DATABASE} STRATEGY file_copy", timeout=1800)
        psql(url, "CHECKPOINT", timeout=600)

    # MARK: Ours

    def _look(self, action, rules=None):
        """Seconds until every lead was looked at and every announcement confirmed; the service's largest memory."""
        installation = self.installation
        installation.start("scoring")
        installation.await_ready("scoring", 60)
        roots = [installation.pid("scoring"), installation.servers.broker_pid(), installation.servers.database_pid()]
        watch, stop = Elsewhere([os.getpid(), *roots]), threading.Event()
        reader = threading.Thread(target=self._read, args=(stop,))
        reader.start()
        try:
            began = time.time()
            self._request(action, rules)
            ended = self._await(began)
            peak = peak_bytes(installation.pid("scoring")) / 2**20
        finally:
            stop.set()
            reader.join()
            installation.halt("scoring")
        return ended - began, peak, watch.is_disturbed()

    def _read(self, stop):
        while not stop.wait(1):
            for queue in READERS:
                self.installation.broker.call("DELETE", f"/api/queues/{VHOST}/{queue}/contents")

    def _request(self, action, rules):
        in_force = self.installation.numbers("SELECT max(version) FROM scoring.rules_in_force")[0]
        body = f'{{"actor":"bench","action":"{action}"' + (
            f',"name":"{rules}","expected":{in_force}}}' if rules else "}")
        now, message = time.time(), messages.uuid7(time.time())
        headers = {
            "cloudEvents_specversion": "1.0", "cloudEvents_id": message, "cloudEvents_source": "bench",
            "cloudEvents_type": "rules.requested.v1", "cloudEvents_subject": f"rules/{action}",
            "cloudEvents_time": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(now)),
        }
        described = amqp.properties(
            message_id=message, type="rules.requested.v1", correlation_id=message, headers=headers, app_id="bench",
            timestamp=int(now),
        )
        with amqp.Publisher(self.installation.servers.amqp_url_of(VHOST)) as publisher:
            publisher.publish("scoring.in", described, body.encode())

    def _await(self, began):
        """The moment at which the job had ended and the broker had taken its last announcement."""
        told, ended = time.monotonic(), None
        job = f"FROM scoring.rescore_jobs WHERE started_at >= to_timestamp({began - 1})"
        while time.time() < began + 7200:
            time.sleep(0.5)
            if not ended:
                looked, ended = self.installation.numbers(
                    f"SELECT max(looked), (max(extract(epoch FROM ended_at)) * 1000)::bigint {job}")
                late = 0
            if ended:
                if not self.installation.numbers("SELECT count(*) FROM (SELECT FROM scoring.outbox LIMIT 1) AS o")[0]:
                    return time.time() if late else ended / 1000
                late += 1
            if time.monotonic() > told + 30:
                told = time.monotonic()
                self.say(f"{looked:,} leads looked at after {time.time() - began:.0f} s")
        raise Missing("not every lead is looked at within two hours")

    # MARK: Beside

    def _compared(self, name, what, prepare, action, rules=None):
        self._settle()
        prepare()
        seconds, peak, disturbed = self._look(action, rules)
        job = "FROM scoring.rescore_jobs ORDER BY started_at DESC LIMIT 1"
        looked, changed = self.installation.numbers(f"SELECT looked, changed {job}")
        if looked < self.leads:
            self.void.append(f"{name}: {looked} of {self.leads} leads were looked at")
        counts = self._export()
        if counts["scores"] != changed or counts["outbox"] != changed:
            self.void.append(f"{name}: {changed} scores changed, {counts} rows were written")
        copied = name == "rules"
        url = self.installation.servers.database_url(BESIDE if copied else DATABASE)
        watch = Elsewhere([os.getpid(), self.installation.servers.database_pid()])
        laps = self._psql(url)
        disturbed = disturbed or watch.is_disturbed()
        if copied:
            psql(self.installation.servers.database_url(), f"DROP DATABASE {BESIDE} WITH (FORCE)")
        theirs, ratio = sum(laps.values()), seconds / sum(laps.values())
        self.details[name] = {"looked": looked, "changed": changed, "rows": counts, "seconds": seconds, "peak_mib": peak,
                              "psql_seconds": laps}
        self._tell(name, counts, seconds, peak, laps)
        title = f"{what} {self.leads:,} leads"
        return [
            self._row(f"{title}, by psql's read, stage and upsert", ratio, "×", disturbed, limit=RATIO,
                      beside=("psql", theirs, "s")),
            self._row(f"{title}, until the last was announced", seconds, "s", disturbed,
                      beside=("leads a second", looked / seconds, "/s")),
            self._row("scoring's largest memory meanwhile", peak, "MiB", False, limit=MEMORY_MIB),
        ]

    @staticmethod
    def _row(name, value, unit, disturbed, **more):
        marks = {"disturbed": True} if disturbed else {}
        return ((name, value, unit), {"direction": "max" if unit == "/s" else "min", **more, **marks})

    def _tell(self, name, counts, seconds, peak, laps):
        rows = ", ".join(f"{count:,} {table}" for table, count in counts.items())
        steps = ", ".join(f"{step} {taken:.1f} s" for step, taken in laps.items())
        theirs = sum(laps.values())
        self.say(f"{name}: rows {rows}")
        self.say(f"{name}: ours {seconds:.1f} s, {peak:.0f} MiB; psql {theirs:.1f} s ({steps}); {seconds / theirs:.2f} ×")

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _columns(self, table):
        text = self.installation.sql(
            f"SELECT attname FROM pg_attribute WHERE attrelid = 'scoring.{table}'::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attidentity = '' ORDER BY attnum")
        return text.split()

    def _export(self):
        """Writes what the run wrote into a file a table; returns their rows."""
        since = "(SELECT max(started_at) FROM scoring.rescore_jobs)"
        changed = f"SELECT lead_id FROM scoring.scores WHERE computed_at >= {since}"
        wanted = {table: f"lead_id IN ({changed})" for table in TABLES}
        wanted["score_history"] = f"computed_at >= {since}"
        counts = {}
        for table, condition in wanted.items():
            columns = ", ".join(self._columns(table))
            counts[table] = self._copy_out(table, f"SELECT {columns} FROM scoring.{table} WHERE {condition}")
        columns = ", ".join(self._columns("journal"))
        counts["outbox"] = self._copy_out(
            "events", f"SELECT {columns} FROM scoring.journal WHERE type = 'lead.scored.v1' AND occurred_at >= {since}")
        return counts

    def _copy_out(self, name, query):
        self.installation.sql(f"COPY ({query}) TO STDOUT \\g '{self._path(name)}'\n", timeout=3600)
        with open(self._path(name), "rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))

    def _psql(self, url):
        """Seconds that psql takes to read, to copy into the stage and to upsert, all in one session."""
        steps = {"read": self._reading(), "copy": self._staging(), "upsert": self._upsert()}
        script = "SET search_path = scoring;\n" + "".join(
            f"\\echo lap {step} :`date +%s.%N`\n{sql}\n" for step, sql in steps.items()
        ) + "\\echo lap end :`date +%s.%N`\n"
        run = subprocess.run(
            ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url], input=script, capture_output=True, text=True,
            timeout=7200, check=False,
        )
        if run.returncode != 0:
            raise Missing(f"psql failed: {run.stderr.strip()[:500]}")
        laps = [(step, float(at)) for step, at in re.findall(r"^lap (\w+) :?(\S+)$", run.stdout, re.MULTILINE)]
        return {step: after - at for (step, at), (_, after) in zip(laps, laps[1:])}

    def _reading(self):
        """The service's own statement, of every company at once."""
        with open(os.path.join(CHECKOUT, "Services/Scoring/Leads/LeadStateStore.swift"), encoding="utf-8") as file:
            found = re.search(r'static func load.*?"""\n(.*?)"""', file.read(), re.DOTALL)
        some = "WHERE c.root_id IN (SELECT root_id FROM companies WHERE company_id = ANY($1))"
        if not found or some not in found[1]:
            raise Missing("LeadStateStore.load reads leads in another way; Tests/Benchmarks/scoring/rescore.py follows it")
        query = found[1].replace(some, "").replace("$2", "'Europe/Paris'")
        # Two columns of the same name are no matter to COPY of a query.
        return f"COPY ({query}) TO STDOUT \\g '{self._path('inputs')}'"

    def _staging(self):
        lines = [f"CREATE TEMP TABLE stage_{table} (LIKE {table});" for table in TABLES]
        lines.append("CREATE TEMP TABLE stage_events (LIKE journal);")
        for table in (*TABLES, "events"):
            columns = ", ".join(self._columns("journal" if table == "events" else table))
            lines.append(f"\\copy stage_{table} ({columns}) FROM '{self._path(table)}'")
        return "\n".join([*lines, *(f"ANALYZE stage_{table};" for table in (*TABLES, "events"))])

    def _upsert(self):
        parts = []
        for table, key in TABLES.items():
            columns = self._columns(table)
            new = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key.split(", "))
            names = ", ".join(columns)
            parts.append(f"{table}_kept AS (INSERT INTO {table} ({names}) SELECT {names} FROM stage_{table} "
                         f"ON CONFLICT ({key}) DO UPDATE SET {new})")
        parts.append(
            "surplus AS (DELETE FROM score_lines AS l USING stage_scores AS s LEFT JOIN (SELECT lead_id, count(*) AS lines "
            "FROM stage_score_lines GROUP BY lead_id) AS k USING (lead_id) WHERE l.lead_id = s.lead_id "
            "AND l.position >= coalesce(k.lines, 0))")
        names = ", ".join(self._columns("journal"))
        parts.append(f"journaled AS (INSERT INTO journal ({names}) SELECT {names} FROM stage_events)")
        return f"WITH {', '.join(parts)} INSERT INTO outbox ({names}) SELECT {names} FROM stage_events;"

    def _clean(self):
        for name in os.listdir(self.folder):
            os.remove(self._path(name))
        os.rmdir(self.folder)
