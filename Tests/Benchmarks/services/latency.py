"""One company from ingest's door to its told owner, on an idle installation."""

import time

import prospects
from common.elsewhere import Elsewhere

PAUSE = 1.2
"""Seconds between two imports: several times what one takes, so that each meets an idle installation."""

# The last message about the company, so also the slower channel. Rows are read afterwards: looking meanwhile would make
# the installation less idle.
_TOLD = """
SELECT c.siren, extract(epoch FROM max(m.ended_at)), bool_and(m.state = 'sent'), extract(epoch FROM min(l.registered_at)),
    extract(epoch FROM min(e.announced_at)), extract(epoch FROM min(s.computed_at)),
    extract(epoch FROM min(d.decided_at)), extract(epoch FROM min(m.created_at))
FROM intake.companies AS c
JOIN intake.leads AS l ON l.company_id = c.id
JOIN enrichment.companies AS e ON e.company_id = c.id
JOIN scoring.scores AS s ON s.lead_id = l.id
JOIN assignment.decisions AS d ON d.lead_id = l.id
JOIN notification.messages AS m ON m.lead_id = l.id
GROUP BY c.siren
"""
_STAGES = ("ingest", "enrichment", "scoring", "assignment", "notifier", "told")


class Latency:
    """Milliseconds of each import; `faults` names those that nobody was told of alone."""

    def __init__(self, installation, sirens):
        roots = [installation.pid(name) for name in (*installation.services(), "provider-sandbox", "mail-sink")]
        watch = Elsewhere([*roots, installation.servers.broker_pid(), installation.servers.database_pid()])
        begun = {}
        for siren in sirens:
            began = time.monotonic()
            begun[siren] = time.time()
            installation.import_list(prospects.listing([siren]))
            time.sleep(max(0.0, began + PAUSE - time.monotonic()))
        self.elsewhere, self.is_disturbed = watch.cores(), watch.is_disturbed()
        time.sleep(PAUSE)
        self.milliseconds, self.stages, self.faults = [], {name: [] for name in _STAGES}, []
        self._read(installation, begun)

    def _read(self, installation, begun):
        rows = {line.split("|")[0]: line.split("|")[1:] for line in installation.sql(_TOLD).splitlines()}
        for siren, began in begun.items():
            told, alone, *moments = rows.get(siren, (None, "f"))
            if not told or alone != "t":
                self.faults.append(f"{siren} was not told alone within {PAUSE} s")
                continue
            self.milliseconds.append(1000 * (float(told) - began))
            before = began
            for name, moment in zip(_STAGES, [*map(float, moments), float(told)]):
                self.stages[name].append(1000 * (moment - before))
                before = moment
