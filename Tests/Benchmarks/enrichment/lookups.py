"""Look-ups at a slow provider: how many are in flight, how much of a limit is used, and whether it is ever exceeded."""

import json
import os
import subprocess
import time

from common.servers import Missing

import programs
import prospects
from installation import Installation

LATENCY_MS = 300
# (limit a second, companies, their number in quick runs)
WIDE, NARROW = (250, 5000, 1500), (7, 210, 70)
IN_FLIGHT, USED = 64, 0.95
OTHERS = ("scoring", "assignment", "notifier", "pipeline-monitor", "console")


class Lookups:
    """One replica of enrichment before a provider that takes 300 ms and enforces its limit."""

    def __init__(self, binaries, quick, say):
        self.binaries, self.say, self.quick = binaries, say, quick
        self.rounds = 1 if quick else 3
        self.details, self.void = {}, []

    def measure(self):
        installation = Installation(self.binaries)
        taken = 0
        found = {"wide": [], "narrow": []}
        try:
            installation.begin(prospects.roster(installation.directory))
            # Their doing nothing leaves the machine to what is measured.
            for name in (*OTHERS, "enrichment"):
                installation.halt(name)
            for _ in range(self.rounds):
                for name, (limit, many, few) in (("wide", WIDE), ("narrow", NARROW)):
                    count = few if self.quick else many
                    sirens = [prospects.siren(index) for index in range(taken, taken + count)]
                    taken += count
                    found[name].append(self._round(installation, limit, sirens))
                    self.say(f"limit {limit}/s: {json.dumps(found[name][-1])}")
        finally:
            installation.stop()
            installation.forget()
        self.details = found
        refused = sum(one["refused"] for rounds in found.values() for one in rounds)
        worst = min(found["wide"], key=lambda one: one["in_flight"])
        least = min(found["narrow"], key=lambda one: one["used"])
        return [
            ((f"look-ups in flight at 300 ms and {WIDE[0]}/s", worst["in_flight"], "look-ups"), {
                "direction": "max", "limit": IN_FLIGHT, "beside": ("calls a second", worst["per_second"], "calls/s"),
            }),
            ((f"used of a limit of {NARROW[0]}/s", least["used"], "share"), {
                "direction": "max", "limit": USED, "beside": ("most in one second", least["most_per_second"], "calls"),
            }),
            (("calls beyond a provider's limit", refused, "calls"), {"direction": "min", "limit": 0}),
        ]

    def _round(self, installation, limit, sirens):
        port = installation.port("provider-sandbox")
        installation.call(port, "DELETE", "/_control")
        order = {"provider": "recherche-entreprises", "latency_ms": LATENCY_MS, "limit_per_second": limit}
        headers = {"Content-Type": "application/json"}
        status, text = installation.call(port, "POST", "/_control", json.dumps(order), headers)
        if status >= 300:
            raise Missing(f"the sandbox answers {status}: {text[:200]!r}")
        began = installation.sql("SELECT clock_timestamp()").strip()
        replica = self._start(installation, limit)
        try:
            time.sleep(2)
            installation.import_list(prospects.listing(sirens))
            done = f"SELECT count(*) FROM enrichment.companies WHERE announced_at > '{began}'"
            if not programs.within(240, lambda: int(installation.sql(done)) >= len(sirens), pause=0.5):
                raise Missing(f"{len(sirens)} companies are not looked up within 240 s")
        finally:
            replica.terminate()
            replica.wait(15)
        counters = json.loads(installation.call(port, "GET", "/_control")[1])["providers"]["recherche-entreprises"]
        calls = f"FROM enrichment.provider_calls WHERE provider = 'recherche_entreprises' AND at > '{began}'"
        seconds = float(installation.sql(f"SELECT extract(epoch FROM max(at) - min(at)) {calls}"))
        per_second = (counters["calls"] - 1) / seconds
        return {
            # What is in flight on average (Little's law), not the highest that was seen once.
            "in_flight": per_second * LATENCY_MS / 1000, "most_in_flight": counters["most_in_flight"],
            "per_second": per_second, "used": per_second / limit, "refused": counters["refused"],
            "most_per_second": counters["most_per_second"],
        }

    def _start(self, installation, limit):
        config = os.path.join(installation.directory, "services", "enrichment.env")
        own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        own |= {
            "FILON_CONFIG": config, "FILON_HTTP_BIND": "127.0.0.1:9300",
            "FILON_RECHERCHE_ENTREPRISES_RATE": str(limit),
        }
        with open(os.path.join(installation.directory, "log", "enrichment-9300.log"), "wb") as log:
            return subprocess.Popen(
                [os.path.join(self.binaries, "enrichment")], env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
