"""Leads a second from ingest's door until every lead is owned and its owner told, with what each part used."""

import time

import oracle
import prospects
from common.elsewhere import Elsewhere
from common.processes import Meter, peak_bytes

# By the services' own records, all on this machine's clock.
_STAGES = """
SELECT 'ingest', extract(epoch FROM min(registered_at)), extract(epoch FROM max(registered_at)) FROM intake.leads
UNION ALL SELECT 'enrichment', extract(epoch FROM min(announced_at)), extract(epoch FROM max(announced_at))
    FROM enrichment.companies
UNION ALL SELECT 'scoring', extract(epoch FROM min(computed_at)), extract(epoch FROM max(computed_at)) FROM scoring.scores
UNION ALL SELECT 'assignment', extract(epoch FROM min(decided_at)), extract(epoch FROM max(decided_at))
    FROM assignment.decisions
UNION ALL SELECT 'notifier', extract(epoch FROM min(created_at)), extract(epoch FROM max(created_at))
    FROM notification.messages
UNION ALL SELECT 'told', extract(epoch FROM min(ended_at)), extract(epoch FROM max(ended_at)) FROM notification.messages
"""

_DATABASE = """
SELECT xact_commit, (SELECT wal_bytes FROM pg_stat_wal), (SELECT wal_records FROM pg_stat_wal), tup_inserted,
    tup_updated
FROM pg_stat_database WHERE datname = current_database()
"""


class Run:
    """One import of many companies, measured; `faults` is empty when it counts."""

    def __init__(self, installation, sirens, seconds=300):
        self.count = len(sirens)
        self.seconds = None
        self._measure(installation, prospects.listing(sirens), seconds)

    def _measure(self, installation, rows, seconds):
        mails = installation.mails_received()
        roots = {name: installation.pid(name) for name in installation.services()}
        roots |= {"broker": installation.servers.broker_pid(), "database": installation.servers.database_pid()}
        simulators = [installation.pid(name) for name in ("provider-sandbox", "mail-sink")]
        for name in installation.services():
            forget_peak(roots[name])
        before = installation.numbers(_DATABASE)
        watch, meter = Elsewhere([*roots.values(), *simulators]), Meter(roots)
        begin = time.time()
        installation.import_list(rows)
        self.accepted = time.time() - begin
        came = oracle.await_leads(installation, self.count, seconds)
        self.processor = meter.microseconds_per(self.count)
        self.elsewhere, self.is_disturbed = watch.cores(), watch.is_disturbed()
        self.peaks = {name: peak_bytes(roots[name]) / 2**20 for name in installation.services()}
        self.stages = self._stages(installation, begin)
        self.seconds = max(last for _, last in self.stages.values())
        found, self.owned, self.excluded = oracle.faults(installation, self.count, mails)
        self.faults = found if came else [f"not finished after {seconds} s", *found]
        self.database = self._database(before, installation.numbers(_DATABASE))

    @staticmethod
    def _stages(installation, begin):
        """Seconds after the beginning of each stage's first and last lead."""
        lines = [line.split("|") for line in installation.sql(_STAGES).splitlines()]
        return {name: (float(first or begin) - begin, float(last or begin) - begin) for name, first, last in lines}

    def _database(self, before, after):
        names = ("transactions", "wal_bytes", "wal_records", "rows_inserted", "rows_updated")
        return {name: (late - early) / self.count for name, early, late in zip(names, before, after)}

    @property
    def rate(self):
        return self.count / self.seconds

    def details(self):
        return {
            "leads": self.count, "owned": self.owned, "excluded": self.excluded, "seconds": self.seconds,
            "leads_per_second": self.rate, "accepted_after_seconds": self.accepted,
            "cpu_us_per_lead": self.processor, "peak_mib": self.peaks, "stages_first_last_seconds": self.stages,
            "database_per_lead": self.database, "cores_busy_elsewhere": self.elsewhere, "faults": self.faults,
        }


def forget_peak(pid):
    """Lets the kernel count the peak of resident memory anew (proc(5), clear_refs)."""
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
