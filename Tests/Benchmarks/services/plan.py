"""The order of the measurements, and the rows that come of them."""

import tempfile

import facts
import memory
import prospects
import start
from common import rows
from common.percentiles import median, percentile, summary
from common.servers import Missing
from latency import Latency
from throughput import Run

AREA = "services"

# DESIGN.md section 4.
LEADS_PER_SECOND = 400
IDLE_MIB = 40
FULL_MIB = 150
READY_SECONDS = 0.5
TOLD_MILLISECONDS = 250


class Plan:
    KEPT = ("filon_seeded", "filon_cached")
    """Databases that measurements start from."""

    def __init__(self, installation, options, say):
        self.installation, self.say = installation, say
        self.companies = options.companies or (2_000 if options.quick else 10_000)
        self.runs = options.runs or (1 if options.quick else 3)
        self.backlog = options.backlog or (20_000 if options.quick else 200_000)
        self.imports = 10 if options.quick else 60
        self.starts = 1 if options.quick else 3
        self.rows, self.void, self.missing, self.details = [], [], [], {}
        self.sirens = [prospects.siren(number) for number in range(self.companies)]
        # More than are needed, since some of them have ceased.
        self.single = [
            prospects.siren(self.companies + number) for number in range(self.imports + self.imports // 5 + 5)
        ]

    def measure(self, parts):
        """The parts in the order in which each finds what it needs."""
        with tempfile.TemporaryDirectory() as folder:
            self.say("an empty installation with colleagues")
            self.installation.begin(prospects.roster(folder))
        steps = (
            (self._start, {"start"}), (self._idle, {"memory"}), (self._look_up, {"throughput", "latency", "memory"}),
            (self._throughput, {"throughput", "memory"}), (self._backlog, {"memory"}), (self._latency, {"latency"}),
        )
        for step, wanted in steps:
            if wanted & set(parts):
                self._attempt(step)

    def _attempt(self, step):
        """A step that cannot be measured is named; those that do not need it still run."""
        try:
            step()
        except (Missing, RuntimeError, OSError) as reason:
            name = step.__name__.strip("_").replace("_", " ")
            self.missing.append(f"{name}: {reason}")
            self.say(f"cannot measure {name}: {reason}")

    def part(self):
        return rows.part(AREA, self.rows, missing=self.missing, void=self.void, details=self.details)

    def _add(self, name, value, unit, **more):
        self.rows.append(rows.row(AREA, name, value, unit, **more))

    # Parts

    def _start(self):
        self.details["start_seconds"] = {}
        for name in self.installation.services():
            usual, slowest = start.seconds_until_ready(self.installation, name, self.starts)
            self.details["start_seconds"][name] = {"median": usual, "slowest": slowest}
            self._add(
                f"{name}: ready after its start", usual, "s", direction="min", limit=READY_SECONDS,
                beside=("slowest", slowest, "s"),
            )
            self.say(f"{name} is ready after {usual:.3f} s")

    def _idle(self):
        self.say(f"memory after {memory.IDLE_SECONDS} s without work")
        for name, (resident, private) in memory.idle(self.installation).items():
            self._add(
                f"{name}: memory when idle", resident, "MiB", direction="min", limit=IDLE_MIB,
                beside=("of it private", private, "MiB"),
            )

    def _look_up(self):
        """Has enrichment look everything up once, and keeps what it found for all further runs."""
        self.installation.stop()
        self.installation.copy("filon", "filon_seeded")
        self.installation.up()
        everything = self.sirens + self.single
        self.say(f"{len(everything)} companies, facts looked up at the sandbox")
        run = Run(self.installation, everything, seconds=600)
        self._note("looked_up", run)
        self._add("leads a second, facts looked up", run.rate, "leads/s", disturbed=run.is_disturbed)
        self.single = facts.known(self.installation, self.single)[:self.imports]
        self.installation.stop()
        self.installation.copy("filon_seeded", "filon_cached")
        facts.copy(self.installation, "filon", "filon_cached")

    def _throughput(self):
        runs = []
        for number in range(self.runs):
            self.installation.again("filon_cached")
            self.say(f"run {number + 1} of {self.runs}: {self.companies} companies, facts cached")
            run = Run(self.installation, self.sirens)
            self._note(f"run_{number + 1}", run)
            if not run.faults:
                runs.append(run)
        if not runs:
            self.missing.append("leads a second: no run counts")
            return
        rates = [run.rate for run in runs]
        disturbed = any(run.is_disturbed for run in runs)
        self._add(
            "leads a second, facts cached", median(rates), "leads/s", limit=LEADS_PER_SECOND,
            beside=("slowest run", min(rates), "leads/s"), disturbed=disturbed,
        )
        for name in runs[0].processor:
            used = median([run.processor[name] for run in runs])
            self._add(f"CPU a lead: {name}", used, "µs", direction="min")
        self._add(
            "CPU a lead: everything", median([sum(run.processor.values()) for run in runs]), "µs", direction="min"
        )
        for name in runs[0].database:
            self._add(
                f"database a lead: {name.replace('_', ' ')}", median([run.database[name] for run in runs]), "",
                direction="min",
            )
        for name in runs[0].peaks:
            peak = max(run.peaks[name] for run in runs)
            self._add(f"{name}: memory at full load", peak, "MiB", direction="min", limit=FULL_MIB)

    def _note(self, key, run):
        self.details[key] = run.details()
        said = f"{run.rate:.0f} leads/s; last of each stage after " + ", ".join(
            f"{name} {last:.1f} s" for name, (_, last) in run.stages.items()
        )
        self.say(said)
        if run.faults:
            self.void.append(f"{key}: {'; '.join(run.faults)}")

    def _backlog(self):
        self.details["backlog"] = {}
        names = self.installation.services()
        for name in names:
            self.installation.halt(name)
        for name in names:
            self.say(f"{name} with {self.backlog} messages waiting")
            backlog = memory.Backlog(self.installation, name, self.backlog)
            self.details["backlog"][name] = {
                "waiting": backlog.waiting, "handled_meanwhile": backlog.handled, "peak_mib": backlog.peak,
                "last_mib": backlog.last,
            }
            self._add(
                f"{name}: memory with {self.backlog:,} messages waiting", backlog.peak, "MiB", direction="min",
                limit=FULL_MIB, beside=("handled meanwhile", backlog.handled, "messages"),
            )

    def _latency(self):
        self.installation.again("filon_cached")
        self.say(f"{len(self.single)} imports of one company each")
        latency = Latency(self.installation, self.single)
        self.details["latency"] = {
            "milliseconds": latency.milliseconds, "cores_busy_elsewhere": latency.elsewhere,
            "stages_median_ms": {name: median(taken) for name, taken in latency.stages.items() if taken},
            "faults": latency.faults,
        }
        self.void += [f"latency: {fault}" for fault in latency.faults]
        if not latency.milliseconds:
            self.missing.append("latency: nobody was told")
            return
        figures = summary(latency.milliseconds)
        self._add(
            "one company to its told owner, p95", percentile(latency.milliseconds, 0.95), "ms", direction="min",
            limit=TOLD_MILLISECONDS, beside=("p50", figures["p50"], "ms"), disturbed=latency.is_disturbed,
        )
