"""What the journal and tracing cost the flow of five hops: with and without, in turn."""

import json
import os
import socket
import subprocess
import time
import urllib.request

from common.percentiles import median
from common.servers import Missing, psql

from scene import HOPS
from stage import stage

JOURNAL_SHARE, TRACING_SHARE = 0.15, 0.05
COUNT = 10_000

# A row that a trigger drops is not written: what is left of its cost is the trigger's own microsecond, by which the
# journal's share comes out too small.
_OFF = """
CREATE OR REPLACE FUNCTION bench.drop_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER bench_off BEFORE INSERT ON {schema}.journal FOR EACH ROW EXECUTE FUNCTION bench.drop_row();
"""
_ON = "DROP TRIGGER IF EXISTS bench_off ON {schema}.journal;"


class Cost:
    """The share of the flow's CPU that something takes: broker, database and services, per message."""

    name, limit = "", 0.0

    def __init__(self, binaries, quick, say):
        self.binaries, self.say = binaries, say
        self.rounds, self.count = (1, COUNT // 2) if quick else (5, COUNT)
        self.details, self.void = {}, []

    def switch(self, scene, is_on):
        raise NotImplementedError

    def check(self, scene, is_on):
        """Whether the switch did what it says: a sentence if not."""

    def measure(self):
        try:
            with stage() as (scene, stages):
                return [self._share(scene, stages)]
        finally:
            self.finish()

    def finish(self):
        """Ends what was started besides."""

    def _share(self, scene, stages):
        used, disturbed = {True: [], False: []}, False
        stages.flow(self.count // 4)  # the first run of a database is the slowest
        for number in range(self.rounds):
            for is_on in (True, False) if number % 2 == 0 else (False, True):
                self.switch(scene, is_on)
                one = stages.flow(self.count)
                disturbed = disturbed or one["disturbed"]
                if fault := self.check(scene, is_on):
                    self.void.append(fault)
                used[is_on].append(sum(one["cpu_us"].values()) / len(HOPS))
                kind = "with" if is_on else "without"
                self.say(f"flow {kind} {self.name}: {one['per_second']:.0f} msg/s, {used[is_on][-1]:.0f} CPU-µs a hop")
        # Of each round by itself: the machine changes more between rounds than within one.
        shares = [1 - off / on for on, off in zip(used[True], used[False])]
        share = median(shares)
        self.details = {
            "cpu_us_per_hop_with": used[True], "cpu_us_per_hop_without": used[False], "shares": shares,
        }
        return (f"{self.name}: share of the flow's CPU", share, ""), {
            "direction": "min", "limit": self.limit, "disturbed": disturbed,
            "beside": ("CPU-µs a hop with it", median(used[True]), "µs"),
        }


class JournalCost(Cost):
    name, limit = "the journal", JOURNAL_SHARE

    def switch(self, scene, is_on):
        for _, schema, *_ in HOPS:
            psql(scene.url, (_ON if is_on else _ON + _OFF).format(schema=schema))

    def check(self, scene, is_on):
        kept = int(psql(scene.url, f"SELECT count(*) FROM {HOPS[0][1]}.journal"))
        return None if kept == (self.count if is_on else 0) else f"{kept} rows in the journal"


class TracingCost(Cost):
    """As it is when switched on, with the share of stories that is traced unless told; spans go to a collector that only
    counts, whose own time is not ours."""

    name, limit = "tracing", TRACING_SHARE
    ratio = None
    collector = None

    def switch(self, scene, is_on):
        if self.collector is None:
            self._start()
        for name in ("FILON_OTLP_URL", "FILON_OTLP_RATIO"):
            scene.amqp.pop(name, None)
        if is_on:
            scene.amqp["FILON_OTLP_URL"] = f"http://127.0.0.1:{self.port}"
            if self.ratio:
                scene.amqp["FILON_OTLP_RATIO"] = self.ratio
        self.before = self._requests()

    def check(self, scene, is_on):
        came = self._requests() - self.before
        return None if (came > 0) == is_on else f"{came} requests to the collector"

    def _requests(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
            return json.load(answer)["requests"]

    def _start(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.collector = subprocess.Popen(
            [os.path.join(self.binaries, "trace-collector"), "--port", str(self.port), "--reads", "0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise Missing("the simulator of a collector does not start")

    def finish(self):
        if self.collector is not None:
            self.collector.terminate()
            self.collector.wait(10)


class FullTracingCost(TracingCost):
    """Every story traced, for whoever wants that for a while: no budget."""

    name, limit, ratio = "tracing every story", None, "1"
