"""The measurements. Each makes one run and returns a dictionary, or raises when the run says nothing."""

import os
import struct
import subprocess

from common import percentiles
from common.elsewhere import Elsewhere
from common.processes import Meter
from common.servers import psql

from programs import Failed, Process, reports_of, run
from scene import HOPS, OUT, SINGLE, SINGLE_OUT_TYPE, VHOST

HERE = os.path.dirname(os.path.realpath(__file__))
WARM_UP_SECONDS = 2


class Stages:
    def __init__(self, scene, peer_python=None):
        self.scene = scene
        self.peer_python = peer_python
        self.broker_pid = scene.servers.broker_pid()
        self.database_pid = scene.servers.database_pid()
        self.bodies = {service: scene.body_file(service) for service, *_ in HOPS}

    # MARK: What every run has

    def _meter(self):
        return Meter({"broker": self.broker_pid, "database": self.database_pid})

    def _watch(self):
        return Elsewhere([os.getpid(), self.broker_pid, self.database_pid])

    def _result(self, count, reports, meter, watch):
        """From the first hop's first message to the last hop's last."""
        seconds = max(one["ended"] for one in reports) - min(one["began"] for one in reports)
        used = meter.microseconds_per(count)
        used["service"] = 1e6 * sum(one["cpu_seconds"] for one in reports) / count
        return {
            "messages": count, "seconds": seconds, "per_second": count / seconds, "cpu_us": used,
            "peak_bytes": max(one["peak_bytes"] for one in reports), "cores_elsewhere": watch.cores(),
            "disturbed": watch.is_disturbed(), "reports": reports,
        }

    # MARK: (a) Ceilings

    def raw(self, count):
        """The broker alone: publish with confirms, then consume."""
        scene, results = self.scene, {}
        scene.clear()
        scene.broker.quorum_queue(VHOST, OUT)
        for what in ("publish", "consume"):
            meter, watch = self._meter(), self._watch()
            report = run([scene.programs["raw"], what, str(count), OUT], scene.amqp)
            results[what] = self._result(count, [report], meter, watch)
        if scene.depths([OUT]) != [0]:
            raise Failed("the raw queue is not empty")
        return results

    def bare(self, kind, batch, count):
        """One hop in C."""
        scene, (service, schema, role, queue, heard) = self.scene, SINGLE
        scene.clear()
        scene.queues_of_single_hop()
        is_full = kind == "full"
        scene.preload(count, kind, heard if is_full else queue, self.bodies[service])
        environment = {**scene.amqp, "BENCH_DATABASE_URL": scene.url_of(role)}
        target = SINGLE_OUT_TYPE if is_full else OUT
        meter, watch = self._meter(), self._watch()
        report = run([scene.programs["hop"], kind, str(count), str(batch), queue, target], environment)
        result = self._result(count, [report], meter, watch)
        scene.check(count, [1], [f"{schema}.outbox" if is_full else "bench.naked_outbox"], [queue], OUT)
        return result

    def statements(self, batch, clients, seconds):
        """The hop's SQL under pgbench."""
        scene, (_, _, role, _, _) = self.scene, SINGLE
        scene.clear()
        meter, watch = self._meter(), self._watch()
        command = [
            "pgbench", "--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--jobs={min(2, clients)}",
            f"--time={seconds}", f"--define=batch={batch}", "--file", os.path.join(HERE, "sql", "hop.sql"),
            scene.url_of(role),
        ]
        said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
        rate = [line for line in said.stdout.splitlines() if line.startswith("tps =")]
        if said.returncode != 0 or not rate:
            raise Failed(f"pgbench: {said.stderr.strip()[-500:]}")
        count = int(psql(scene.url, "SELECT count(*) FROM bench.fact"))
        return {
            "messages": count, "per_second": batch * float(rate[0].split()[2]), "batch": batch, "clients": clients,
            "cpu_us": meter.microseconds_per(max(1, count)), "cores_elsewhere": watch.cores(),
            "disturbed": watch.is_disturbed(),
        }

    # MARK: (b) One hop of ours

    def ours(self, batch, count, preload_library=None):
        scene, (service, schema, role, queue, heard) = self.scene, SINGLE
        scene.clear()
        scene.queues_of_single_hop()
        scene.preload(count, "full", heard, self.bodies[service])
        environment = {**scene.amqp, "BENCH_DATABASE_URL": scene.url_of(role), **(preload_library or {})}
        before = scene.statistics()
        meter, watch = self._meter(), self._watch()
        report = run(
            [scene.binary, "hop", "--service", service, "--batch", str(batch), "--count", str(count)], environment
        )
        result = self._result(count, [report], meter, watch)
        scene.check(count, [2], [f"{schema}.outbox"], [queue], OUT)
        after = scene.statistics()
        result["transactions_per_message"] = (after[0] - before[0]) / count
        result["log_bytes_per_message"] = (after[1] - before[1]) / count
        result["messages_per_batch"] = count / max(1, report["batches"])
        return result

    def counts(self, batch, count):
        """What one message costs our process in allocations, statements and round trips to the database; counted in a
        run of its own, because counting costs."""
        path = os.path.join(os.path.dirname(self.scene.programs["load"]), "counts")
        totals = []
        for messages in (count, 2 * count):
            if os.path.exists(path):
                os.remove(path)
            self.ours(batch, messages, {"LD_PRELOAD": self.scene.programs["counts"], "BENCH_COUNTS": path})
            with open(path, "rb") as file:
                totals.append(struct.unpack("<3Q", file.read(24)))
        # The difference of two runs leaves out what starting costs.
        names = ("allocations", "statements", "round_trips")
        return {name: (late - early) / count for name, early, late in zip(names, *totals)}

    # MARK: (c) and (d) The flow of five hops

    def _commands(self, count, peer_batch):
        """What starts each hop, the last one first, with its environment. `peer_batch` None: ours."""
        for number in range(5, 0, -1):
            service, _, role, _, _ = HOPS[number - 1]
            if peer_batch is None:
                command = [self.scene.binary, "hop", "--service", service, "--count", str(count)]
                url = self.scene.url_of(role)
            else:
                script = os.path.join(HERE, "peer", "hop.py")
                command = [self.peer_python, script, "--hop", str(number), "--count", str(count)]
                command += ["--batch", str(peer_batch)]
                url = self.scene.url
            yield command, {**self.scene.amqp, "BENCH_DATABASE_URL": url}

    def _outboxes(self, peer_batch):
        if peer_batch is None:
            return [f"{schema}.outbox" for _, schema, _, _, _ in HOPS]
        return [f"peer.outbox_{number}" for number in range(1, 6)]

    def flow(self, count, peer_batch=None):
        """Everything waits in the first queue; the last hop starts first. `peer_batch` None: ours."""
        scene = self.scene
        scene.clear()
        scene.queues_of_flow()
        scene.preload(count, "full", HOPS[0][4], self.bodies["ingest"])
        processes, meter, watch = [], None, None
        try:
            for command, environment in self._commands(count, peer_batch):
                # Nothing flows before the first hop, which starts last; the others' connecting is not counted.
                meter, watch = self._meter(), self._watch()
                processes.append(Process(command, environment))
                processes[-1].wait_until_ready()
            reports = reports_of(processes)
        finally:
            for process in processes:
                process.stop()
        result = self._result(count, reports, meter, watch)
        scene.check(count, range(1, 6), self._outboxes(peer_batch), [hop[3] for hop in HOPS], OUT)
        if peer_batch is None:
            result["messages_per_batch"] = 5 * count / max(1, sum(one["batches"] for one in reports))
        return result

    def latency(self, rate, seconds, peer_batch=None):
        """End to end at a fixed rate, from when a message was due to when it left the flow."""
        scene, warm_up = self.scene, int(rate * WARM_UP_SECONDS)
        count = warm_up + int(rate * seconds)
        scene.clear()
        scene.queues_of_flow()
        processes, watch = [], self._watch()
        try:
            for command, environment in self._commands(count, peer_batch):
                processes.append(Process(command, environment))
                processes[-1].wait_until_ready()
            results = os.path.join(os.path.dirname(scene.programs["load"]), "latency.txt")
            first, body = HOPS[0][4], self.bodies["ingest"]
            command = [scene.programs["load"], "open", f"{rate:.3f}", str(count), first, body, OUT, results]
            processes.append(Process(command, scene.amqp))
            reports_of(processes)
        finally:
            for process in processes:
                process.stop()
        with open(results, encoding="utf-8") as file:
            arrived = [tuple(int(part) for part in line.split()) for line in file]
        if len({index for index, _ in arrived}) != count:
            raise Failed("a message came out twice or never")
        scene.check(count, range(1, 6), self._outboxes(peer_batch), [hop[3] for hop in HOPS] + [OUT])
        summary = percentiles.summary([us / 1000 for index, us in arrived if index >= warm_up])
        return {
            "rate": rate, "milliseconds": summary, "cores_elsewhere": watch.cores(), "disturbed": watch.is_disturbed(),
        }
