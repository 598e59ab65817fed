"""From runs to rows: medians, and ratios taken round by round, so that both sides of a ratio saw the same machine."""

from common.percentiles import median
from common.rows import row


class Runs:
    def __init__(self, runs):
        self._runs = runs

    def has(self, *names):
        return all(self._runs.get(name) for name in names)

    def median(self, name, pick):
        return median([pick(one) for one in self._runs[name].values()])

    def rounds(self, over, under):
        """Rounds in which both ran."""
        return sorted(set(self._runs.get(over, {})) & set(self._runs.get(under, {})))

    def ratio(self, over, under, pick):
        """The median of the rounds' ratios."""
        left, right = self._runs[over], self._runs[under]
        return median([pick(left[number]) / pick(right[number]) for number in self.rounds(over, under)])

    def disturbed(self, *names):
        """An extra key only where it says something."""
        seen = any(_is_disturbed(one) for name in names for one in self._runs.get(name, {}).values())
        return {"disturbed": True} if seen else {}


def _is_disturbed(run):
    return any(part.get("disturbed") for part in (run, *(value for value in run.values() if isinstance(value, dict))))


def _rate(run):
    return run["per_second"]


def make_rows(area, results):
    runs = Runs(results)
    return [*_budgets(area, runs), *_ceilings(area, runs), *_hops(area, runs), *_flows(area, runs), *_latencies(area, runs)]


def _budgets(area, runs):
    """A budget whose contenders did not run is not measured, and so not met."""
    made = []
    for name, over, under, limit, against in (
        ("one hop, batch 200, of bare C alike", "ours 200", "full 200", 0.8, "bare C"),
        ("flow of five hops, of the peer per message", "flow ours", "flow peer 1", 10, "aio-pika + asyncpg"),
        ("flow of five hops, of the peer batching 100", "flow ours", "flow peer 100", 3, "aio-pika + asyncpg"),
    ):
        if runs.rounds(over, under):
            beside = (against, runs.median(under, _rate), "msg/s")
            value = runs.ratio(over, under, _rate)
            made.append(row(area, name, value, "×", "max", limit, beside, **runs.disturbed(over, under)))
        else:
            made.append(row(area, name, None, "×", "max", limit))
    return made


def _ceilings(area, runs):
    made = []
    if runs.has("raw"):
        for what in ("publish", "consume"):
            value = runs.median("raw", lambda one, what=what: one[what]["per_second"])
            cpu = runs.median("raw", lambda one, what=what: one[what]["cpu_us"]["broker"])
            beside = ("broker CPU", cpu, "µs/msg")
            made.append(row(area, f"raw {what}, quorum queue, 517 B", value, "msg/s", beside=beside, **runs.disturbed("raw")))
    for batch in (1, 200):
        name = f"pgbench {batch}"
        if runs.has(name):
            beside = ("database CPU", runs.median(name, lambda one: one["cpu_us"]["database"]), "µs/msg")
            made.append(
                row(area, f"the hop's SQL, {batch} a transaction", runs.median(name, _rate), "msg/s", beside=beside,
                    **runs.disturbed(name))
            )
    return made


def _hops(area, runs):
    made = []
    for batch in (1, 20, 200):
        for kind, text in (("naked", "bare C, naked"), ("full", "bare C, all we carry"), ("ours", "ours")):
            name = f"{kind} {batch}"
            if runs.has(name):
                made.append(
                    row(area, f"one hop, batch {batch}: {text}", runs.median(name, _rate), "msg/s",
                        cpu_us=_cpu(runs, name), **runs.disturbed(name))
                )
    for name, text, other in (("ours 200", "one hop of ours, batch 200", "full 200"), ("flow ours", "flow of ours", "flow peer 100")):
        if runs.has(name, other):
            mine, theirs = _cpu(runs, name), _cpu(runs, other)
            for who in ("broker", "database", "service"):
                beside = ("bare C" if other == "full 200" else "aio-pika + asyncpg, 100", theirs[who], "µs/msg")
                made.append(row(area, f"{text}: CPU of {who}", mine[who], "µs/msg", "min", None, beside, **runs.disturbed(name)))
            peak = runs.median(name, lambda one: one["peak_bytes"] / 2**20)
            beside = (beside[0], runs.median(other, lambda one: one["peak_bytes"] / 2**20), "MiB")
            made.append(row(area, f"{text}: memory of a process", peak, "MiB", "min", None, beside))
    if runs.has("flow ours"):
        value = runs.median("flow ours", lambda one: one["messages_per_batch"])
        made.append(row(area, "flow of ours: messages in a batch", value, "msg"))
    if runs.has("ours 200"):
        for key, text, unit in (
            ("transactions_per_message", "transactions", "/msg"), ("log_bytes_per_message", "write-ahead log", "B/msg"),
            ("messages_per_batch", "messages in a batch", "msg"),
        ):
            made.append(row(area, f"one hop of ours, batch 200: {text}", runs.median("ours 200", lambda one, key=key: one[key]), unit, "min"))
    if runs.has("allocations 200"):
        value = runs.median("allocations 200", lambda one: one["allocations"])
        made.append(row(area, "one hop of ours, batch 200: allocations", value, "/msg", "min"))
    return made


def _cpu(runs, name):
    return {who: float(f"{runs.median(name, lambda one, who=who: one['cpu_us'][who]):.4g}") for who in ("broker", "database", "service")}


def _flows(area, runs):
    made = []
    for name, text in (
        ("flow ours", "flow of five hops: ours"), ("flow peer 1", "flow of five hops: aio-pika + asyncpg, per message"),
        ("flow peer 100", "flow of five hops: aio-pika + asyncpg, batching 100"),
    ):
        if runs.has(name):
            made.append(row(area, text, runs.median(name, _rate), "msg/s", cpu_us=_cpu(runs, name), **runs.disturbed(name)))
    return made


def _latencies(area, runs):
    made = []
    for name, text in (
        ("latency ours", "ours"), ("latency peer 1", "aio-pika + asyncpg, per message"),
        ("latency peer 100", "aio-pika + asyncpg, batching 100"),
    ):
        if not runs.has(name):
            continue
        rate = runs.median(name, lambda one: one["rate"])
        for share in ("p50", "p95", "p99"):
            value = runs.median(name, lambda one, share=share: one["milliseconds"][share])
            beside = ("at half of its maximum,", rate, "msg/s")
            made.append(row(area, f"five hops, end to end, {share}: {text}", value, "ms", "min", None, beside, **runs.disturbed(name)))
    return made
