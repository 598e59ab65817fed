"""From runs to rows: medians, and ratios taken round by round, so that both sides of a ratio saw the same machine."""

from common.percentiles import median
from common.rows import row

PEER_1, PEER_100 = "aio-pika + asyncpg, per message", "aio-pika + asyncpg, batching 100"
# Name of the budget, the two stages of its ratio, the limit, what the second one is.
BUDGETS = [
    ("one hop, batch 200, of bare C alike", "ours 200", "full 200", 0.8, "bare C"),
    ("flow of five hops, of the peer per message", "flow ours", "flow peer 1", 10, "aio-pika + asyncpg"),
    ("flow of five hops, of the peer batching 100", "flow ours", "flow peer 100", 3, "aio-pika + asyncpg"),
]
# What the hop of ours at batch 200 is counted by, besides CPU: key, text, unit.
COUNTED = [
    ("transactions_per_message", "transactions", "/msg"),
    ("log_bytes_per_message", "write-ahead log", "B/msg"),
]


def make_rows(area, results):
    report = Report(area, results)
    report.budgets()
    report.cpu_ratios()
    report.ceilings()
    report.hops()
    report.costs("ours 200", "one hop of ours, batch 200", "full 200", "bare C")
    report.counts()
    report.flows()
    report.costs("flow ours", "flow of ours", "flow peer 100", "aio-pika + asyncpg, 100")
    report.latencies()
    return report.rows


def _rate(run):
    return run["per_second"]


def _all_cpu(run):
    return sum(run["cpu_us"].values())


def _is_disturbed(run):
    parts = [value for value in run.values() if isinstance(value, dict)]
    return any(part.get("disturbed") for part in [run, *parts])


class Report:
    """`results`: {stage: {round: run}}."""

    def __init__(self, area, results):
        self.area, self.results, self.rows = area, results, []

    # MARK: Reading

    def has(self, *stages):
        return all(self.results.get(stage) for stage in stages)

    def median(self, stage, pick):
        return median([pick(run) for run in self.results[stage].values()])

    def ratios(self, over, under, pick):
        """Of the rounds in which both ran."""
        left, right = self.results.get(over, {}), self.results.get(under, {})
        return [pick(left[number]) / pick(right[number]) for number in sorted(set(left) & set(right))]

    def cpu(self, stage, who):
        return self.median(stage, lambda run: run["cpu_us"][who])

    def add(self, stages, name, value, unit, direction="max", limit=None, beside=None, **more):
        """A row that is marked where one of its stages was disturbed."""
        if any(_is_disturbed(run) for stage in stages for run in self.results.get(stage, {}).values()):
            more["disturbed"] = True
        self.rows.append(row(self.area, name, value, unit, direction, limit, beside, **more))

    def add_rate(self, stage, text):
        """Messages a second, with the CPU that one costs."""
        if self.has(stage):
            used = {who: float(f"{self.cpu(stage, who):.4g}") for who in ("broker", "database", "service")}
            self.add([stage], text, self.median(stage, _rate), "msg/s", cpu_us=used)

    # MARK: Rows

    def budgets(self):
        """A budget whose contenders did not run is not measured, and so not met."""
        for name, over, under, limit, against in BUDGETS:
            ratios = self.ratios(over, under, _rate)
            value = median(ratios) if ratios else None
            beside = (against, self.median(under, _rate), "msg/s") if ratios else None
            self.add([over, under], name, value, "×", "max", limit, beside)

    def cpu_ratios(self):
        """The same comparisons in CPU, which load from elsewhere moves less than it moves messages a second."""
        for name, ours, other, _, against in BUDGETS:
            ratios = self.ratios(other, ours, _all_cpu)
            if ratios:
                beside = (against, self.median(other, _all_cpu), "CPU-µs/msg")
                self.add([ours, other], f"{name}: in CPU of all three", median(ratios), "×", beside=beside)

    def ceilings(self):
        for what in ("publish", "consume") if self.has("raw") else ():
            beside = ("broker CPU", self.median("raw", lambda run, what=what: run[what]["cpu_us"]["broker"]), "µs/msg")
            value = self.median("raw", lambda run, what=what: _rate(run[what]))
            self.add(["raw"], f"raw {what}, quorum queue, 517 B", value, "msg/s", beside=beside)
        for batch in (1, 200):
            stage = f"pgbench {batch}"
            if self.has(stage):
                beside = ("database CPU", self.cpu(stage, "database"), "µs/msg")
                text = f"the hop's SQL, {batch} a transaction"
                self.add([stage], text, self.median(stage, _rate), "msg/s", beside=beside)

    def hops(self):
        for batch in (1, 20, 200):
            for kind, text in (("naked", "bare C, naked"), ("full", "bare C, all we carry"), ("ours", "ours")):
                self.add_rate(f"{kind} {batch}", f"one hop, batch {batch}: {text}")

    def costs(self, stage, text, other, against):
        """Ours and another side by side: CPU and memory."""
        if not self.has(stage, other):
            return
        for who in ("broker", "database", "service"):
            beside = (against, self.cpu(other, who), "µs/msg")
            self.add([stage, other], f"{text}: CPU of {who}", self.cpu(stage, who), "µs/msg", "min", beside=beside)
        mine, theirs = (self.median(one, lambda run: run["peak_bytes"] / 2**20) for one in (stage, other))
        self.add([], f"{text}: memory of a process", mine, "MiB", "min", beside=(against, theirs, "MiB"))

    def counts(self):
        if self.has("ours 200"):
            for key, text, unit in COUNTED:
                value = self.median("ours 200", lambda run, key=key: run[key])
                self.add([], f"one hop of ours, batch 200: {text}", value, unit, "min")
        for batch in (1, 200):
            for what in ("allocations", "statements", "round_trips") if self.has(f"counts {batch}") else ():
                value = self.median(f"counts {batch}", lambda run, what=what: run[what])
                self.add([], f"one hop of ours, batch {batch}: {what.replace('_', ' ')}", value, "/msg", "min")
        for stage, text in (("ours 200", "one hop of ours, batch 200"), ("flow ours", "flow of ours")):
            if self.has(stage):
                value = self.median(stage, lambda run: run["messages_per_batch"])
                self.add([], f"{text}: messages in a batch", value, "msg")

    def flows(self):
        for stage, text in (("flow ours", "ours"), ("flow peer 1", PEER_1), ("flow peer 100", PEER_100)):
            self.add_rate(stage, f"flow of five hops: {text}")

    def latencies(self):
        for stage, text in (("latency ours", "ours"), ("latency peer 1", PEER_1), ("latency peer 100", PEER_100)):
            for share in ("p50", "p95", "p99") if self.has(stage) else ():
                beside = ("at half of its maximum,", self.median(stage, lambda run: run["rate"]), "msg/s")
                value = self.median(stage, lambda run, share=share: run["milliseconds"][share])
                self.add([stage], f"five hops, end to end, {share}: {text}", value, "ms", "min", beside=beside)
