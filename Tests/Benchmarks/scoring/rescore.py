"""Every lead looked at again after a change of rules, and in a night those that time may have changed, beside psql, which
reads the inputs of all, copies the same result rows into a stage and upserts them in one statement, on a copy of the same
database."""

import os
import shutil
import threading
import time

import amqp
import messages
from beside import Beside
from common.elsewhere import Elsewhere
from common.processes import Meter, peak_bytes
from common.servers import Missing, psql
from installation import DATABASE, VHOST, Installation

HERE = os.path.dirname(os.path.realpath(__file__))
LEADS, FEW = 1_000_000, 50_000
RATIO, MEMORY_MIB = 1.3, 150
BESIDE = "filon_psql"
# Whose readers are not there: somebody takes the messages off their queues.
READERS = ("assignment.in", "pipeline-monitor.in")
# One lead in a hundred was spoken to today.
_NIGHT = """
INSERT INTO scoring.activities (activity_id, lead_id, department_id, kind, outcome, inbound, at)
SELECT gen_random_uuid(), lead_id, department_id, 'call', 'reached', false, now() FROM scoring.scores
WHERE exclusion_code IS NULL AND abs(hashtextextended(lead_id::text, 1)) % 100 = 0
"""
# What was heard of a company has ended its quiet; and of all others as many are due as on average, which are more than on the
# day after a look at all.
_DAY = """
DELETE FROM scoring.quiet_companies WHERE company_id IN (
    SELECT company_id FROM scoring.scores
    WHERE exclusion_code IS NULL AND abs(hashtextextended(lead_id::text, 1)) % 100 = 0);
UPDATE scoring.quiet_companies SET until = current_date
WHERE abs(hashtextextended(company_id::text, 2)) % (
    SELECT greatest(1, round(avg(until - current_date)))::bigint FROM scoring.quiet_companies) = 0
"""
_DECAY = """
INSERT INTO scoring.rescore_jobs (id, reason, started_at) VALUES (gen_random_uuid(), 'decay', now())
"""


class Rescore:
    """scoring alone with its database and its broker, and a base of leads written in SQL."""

    def __init__(self, binaries, _, quick, say):
        self.installation = Installation(binaries)
        self.leads, self.say = (FEW if quick else LEADS), say
        self.details, self.void = {}, []
        self.folder = os.path.join(self.installation.directory, "rescore")
        self.psql = Beside(self.folder)
        self._used = {}
        self.server, self.url = self.installation.servers.database_url(), self.installation.url
        self.beside = self.installation.servers.database_url(BESIDE)

    def measure(self):
        os.makedirs(self.folder, exist_ok=True)
        try:
            rows = self._begin()
            rules = self._ours("rules", "publish", "tpe-pme-v2")
            psql(self.url, _DAY, timeout=600)
            self._prepare_night(self.url)
            night = self._ours("night", "decay")
            self._settle(self.url)
            asked = self._ours("asked", "rescore")
            if self.details["asked"]["changed"]:
                self.void.append(f"night: it left out {self.details['asked']['changed']} leads that had changed")
            psql(self.url, "TRUNCATE scoring.quiet_companies")
            self._settle(self.url)
            first = self._ours("first_night", "decay")
            # A million leads fill a disk soon enough.
            self.installation.stop()
            psql(self.server, f"DROP DATABASE {DATABASE} WITH (FORCE)")
            rows += self._compared("rules", "other rules for", rules)
            self._prepare_night(self.beside)
            rows += self._compared("night", "a night's look at", night)
            theirs = sum(self.details["night"]["psql_seconds"].values())
            return rows + self._besides("the first night of a release for", first, theirs) + self._besides(
                "a look that was asked for at", asked, theirs)
        finally:
            self.installation.stop()
            self.installation.forget(BESIDE)
            shutil.rmtree(self.folder)

    # MARK: The base

    def _begin(self):
        """Scores that all comparisons begin with, and a copy of them for psql."""
        self.installation.clear()
        self.installation.up_alone("scoring")
        self.installation.halt("scoring")
        self.say(f"writing {self.leads:,} leads")
        with open(os.path.join(HERE, "base.sql"), encoding="utf-8") as file:
            psql(self.url, f"\\set leads {self.leads}\n{file.read()}", timeout=1800)
        self._settle(self.url)
        seconds, _, disturbed = self._look("publish", "tpe-pme-v1")
        self._settle(self.url)
        psql(self.server, f"DROP DATABASE IF EXISTS {BESIDE} WITH (FORCE)")
        psql(self.server, f"CREATE DATABASE {BESIDE} TEMPLATE {DATABASE} STRATEGY file_copy", timeout=1800)
        psql(self.server, "CHECKPOINT", timeout=600)
        self.details["first"] = {"seconds": seconds, "leads": self.leads}
        return [self._row(f"{self.leads:,} leads scored for the first time", self.leads / seconds, "/s", disturbed)]

    @staticmethod
    def _settle(url):
        """Nothing is left to be done that a run would pay for."""
        psql(url, "TRUNCATE scoring.journal, scoring.outbox")
        psql(url, "VACUUM ANALYZE", timeout=1800)
        psql(url, "CHECKPOINT", timeout=600)

    def _prepare_night(self, url):
        psql(url, _NIGHT, timeout=600)
        self._settle(url)

    # MARK: Ours

    def _look(self, action, rules=None):
        """Seconds until every lead was looked at and every announcement confirmed; the service's largest memory."""
        installation = self.installation
        generation = installation.numbers("SELECT number FROM scoring.quiet_generation")[0]
        installation.start("scoring")
        installation.await_ready("scoring", 60)
        # A start makes what is known of the days ahead void; a service that looks at night has run for long.
        while installation.numbers("SELECT number FROM scoring.quiet_generation")[0] == generation:
            time.sleep(0.1)
        psql(self.url, "UPDATE scoring.quiet_generation SET number = number - 1")
        servers = installation.servers
        roots = {
            "scoring": installation.pid("scoring"), "broker": servers.broker_pid(), "database": servers.database_pid(),
        }
        watch, meter, stop = Elsewhere([os.getpid(), *roots.values()]), Meter(roots), threading.Event()
        reader = threading.Thread(target=self._read, args=(stop,))
        reader.start()
        try:
            began = time.time()
            self._request(action, rules)
            ended = self._await(began, "rules" if rules else "request" if action == "rescore" else "decay")
            self._used = meter.seconds()
            peak = peak_bytes(roots["scoring"]) / 2**20
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
        if action == "decay":
            # As the service does at half past three.
            return psql(self.url, _DECAY)
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

    def _await(self, began, reason):
        """The moment at which the job had ended and the broker had taken its last announcement."""
        told, ended = time.monotonic(), None
        # The night's own look may be under way when the request comes; it then gives way.
        job = f"FROM scoring.rescore_jobs WHERE reason = '{reason}' AND started_at >= to_timestamp({began - 1})"
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

    def _ours(self, name, action, rules=None):
        seconds, peak, disturbed = self._look(action, rules)
        looked, changed = self.installation.numbers(
            "SELECT looked, changed FROM scoring.rescore_jobs ORDER BY started_at DESC LIMIT 1")
        counts = self.psql.export(self.url, name)
        if looked < self.leads and name != "night":
            self.void.append(f"{name}: {looked} of {self.leads} leads were looked at")
        if counts["scores"] != changed or counts["events"] != changed:
            self.void.append(f"{name}: {changed} scores changed, {counts} rows were written")
        self.details[name] = {"looked": looked, "changed": changed, "rows": counts, "seconds": seconds, "peak_mib": peak,
                              "cpu_seconds": self._used}
        rows = ", ".join(f"{many:,} {what}" for what, many in counts.items())
        self.say(f"{name}: {seconds:.1f} s, {peak:.0f} MiB; {rows}; CPU {self._told(self._used)}")
        return seconds, peak, disturbed

    # MARK: Beside

    def _compared(self, name, what, ours):
        seconds, peak, disturbed = ours
        watch = Elsewhere([os.getpid(), self.installation.servers.database_pid()])
        meter = Meter({"database": self.installation.servers.database_pid()})
        laps = self.psql.seconds(self.beside, name)
        used = meter.seconds()
        disturbed = disturbed or watch.is_disturbed()
        theirs = sum(laps.values())
        self.details[name] |= {"psql_seconds": laps, "psql_cpu_seconds": used}
        self.say(f"{name}: ours {seconds:.1f} s, psql {theirs:.1f} s ({self._told(laps)}; CPU {self._told(used)}): "
                 f"{seconds / theirs:.2f} ×")
        title = f"{what} {self.leads:,} leads"
        return [
            self._row(f"{title}, by psql's read, stage and upsert", seconds / theirs, "×", disturbed, limit=RATIO,
                      beside=("psql", theirs, "s")),
            self._row(f"{title}, until the last was announced", seconds, "s", disturbed,
                      beside=("leads a second", self.details[name]["looked"] / seconds, "/s")),
            self._row("scoring's largest memory meanwhile", peak, "MiB", False, limit=MEMORY_MIB),
        ]

    def _besides(self, what, ours, theirs):
        seconds, peak, disturbed = ours
        title = f"{what} {self.leads:,} leads"
        return [
            self._row(f"{title}, by psql's look in a night", seconds / theirs, "×", disturbed, beside=("psql", theirs, "s")),
            self._row("scoring's largest memory meanwhile", peak, "MiB", False, limit=MEMORY_MIB),
        ]

    @staticmethod
    def _told(seconds):
        return ", ".join(f"{what} {taken:.1f} s" for what, taken in seconds.items())

    @staticmethod
    def _row(name, value, unit, disturbed, **more):
        marks = {"disturbed": True} if disturbed else {}
        return ((name, value, unit), {"direction": "max" if unit == "/s" else "min", **more, **marks})
