"""What a second replica brings, and a fourth; what the images weigh and how soon the stack stands."""

import json
import os
import subprocess
import time

from common.percentiles import median
from common.servers import CHECKOUT, Missing, psql

import programs
import prospects
from installation import Installation
from scene import OUT, SINGLE
from stage import stage

# Budgets.
TWO_REPLICAS, FOUR_REPLICAS = 1.7, 3.6
MIB = 2**20
LAYERS_MIB, SERVICE_MIB, READY_SECONDS = 200, 30, 60

# The transactions' beginnings: how many messages were handled between the first's and the last's.
_PACE = """
SELECT count(*) FILTER (WHERE received_at < last), extract(epoch FROM last - first)
FROM enrichment.inbox, (SELECT min(received_at) AS first, max(received_at) AS last FROM enrichment.inbox) AS ends
GROUP BY first, last
"""


class Replicas:
    """A handler that burns 5 ms of processor time for each message: two replicas beside one."""

    burn_us, batch = 5000, 10

    def __init__(self, binaries, quick, say):
        self.say = say
        self.rounds, self.count = (1, 400) if quick else (3, 1500)
        self.details, self.void = {}, []

    def measure(self):
        rates = {1: [], 2: []}
        with stage() as (scene, stages):
            for _ in range(self.rounds):
                for number in rates:
                    rates[number].append(self._rate(scene, stages.bodies[SINGLE[0]], number))
                    self.say(f"{number} replicas of a 5 ms handler: {rates[number][-1]:.0f} msg/s")
        ratio = median([two / one for one, two in zip(rates[1], rates[2])])
        self.details = {"per_second": rates, "cores": os.cpu_count()}
        # Broker and database want a core of their own beside two replicas that want one each.
        place = "" if os.cpu_count() > 2 else ", on two cores with the servers"
        return [
            (("two replicas of a 5 ms handler beside one" + place, ratio, "×"), {
                "direction": "max", "limit": TWO_REPLICAS, "beside": ("one replica", median(rates[1]), "msg/s"),
            })
        ]

    def _rate(self, scene, body, number):
        service, schema, role, queue, heard = SINGLE
        scene.clear()
        scene.queues_of_single_hop()
        environment = {**scene.amqp, "BENCH_DATABASE_URL": scene.url_of(role)}
        # None ends by itself: how they share the messages is what is measured.
        command = [
            scene.binary, "hop", "--service", service, "--batch", str(self.batch), "--count", str(2 * self.count),
            "--burn", str(self.burn_us),
        ]
        replicas = [programs.Process(command, environment) for _ in range(number)]
        try:
            for replica in replicas:
                replica.wait_until_ready()
            scene.preload(self.count, "full", heard, body)
            total = f"SELECT count(*) FROM {schema}.inbox"
            if not programs.within(120, lambda: int(psql(scene.url, total)) == self.count and replicas[0].is_running()):
                raise Missing(f"{number} replicas do not handle {self.count} messages within 120 s")
            time.sleep(1)
        finally:
            for replica in replicas:
                replica.stop()
        scene.check(self.count, [2], [f"{schema}.outbox"], [queue], OUT)
        handled, seconds = psql(scene.url, _PACE).split("|")
        return int(handled) / float(seconds)


class Lookups:
    """Enrichment before a provider that takes a second: four replicas beside one, far below the provider's limit."""

    at_once, latency_ms = 8, 1000

    def __init__(self, binaries, quick, say):
        self.binaries, self.say = binaries, say
        self.rounds, self.each = (1, 60) if quick else (3, 100)
        self.details, self.void = {}, []

    def measure(self):
        installation = Installation(self.binaries)
        rates = {1: [], 2: [], 4: []}
        begun = 0
        try:
            installation.begin(prospects.roster(installation.directory))
            # Their doing nothing leaves the machine to what is measured.
            for name in ("scoring", "assignment", "notifier", "pipeline-monitor", "console"):
                installation.halt(name)
            installation.halt("enrichment")
            for _ in range(self.rounds):
                for number in rates:
                    sirens = [prospects.siren(index) for index in range(begun, begun + number * self.each)]
                    begun += len(sirens)
                    rates[number].append(self._rate(installation, number, sirens))
                    self.say(f"{number} replicas of enrichment, provider of 1 s: {rates[number][-1]:.1f} companies/s")
        finally:
            installation.stop()
            installation.forget()
        self.details = {"companies_per_second": rates, "lookups_at_once": self.at_once}
        ratios = [four / one for one, four in zip(rates[1], rates[4])]
        return [
            (("four replicas of enrichment beside one, slow provider", median(ratios), "×"), {
                "direction": "max", "limit": FOUR_REPLICAS, "beside": ("one replica", median(rates[1]), "companies/s"),
            })
        ]

    def _rate(self, installation, number, sirens):
        order = json.dumps({"provider": "recherche-entreprises", "latency_ms": self.latency_ms})
        port = installation.port("provider-sandbox")
        status, text = installation.call(port, "POST", "/_control", order, {"Content-Type": "application/json"})
        if status >= 300:
            raise Missing(f"the sandbox answers {status}: {text[:200]!r}")
        began = installation.sql("SELECT clock_timestamp()").strip()
        replicas = [self._start(installation, 9300 + index) for index in range(number)]
        try:
            time.sleep(2)
            installation.import_list(prospects.listing(sirens))
            done = f"SELECT count(*) FROM enrichment.companies WHERE announced_at > '{began}'"
            if not programs.within(180, lambda: int(installation.sql(done)) >= len(sirens)):
                raise Missing(f"{number} replicas do not look up {len(sirens)} companies within 180 s")
        finally:
            for replica in replicas:
                replica.terminate()
            for replica in replicas:
                replica.wait(15)
            installation.call(port, "DELETE", "/_control")
        span = "SELECT extract(epoch FROM max(announced_at) - min(announced_at)) FROM enrichment.companies"
        # The first are announced when a second is over, so that the rest came in this span.
        seconds = float(installation.sql(f"{span} WHERE announced_at > '{began}'"))
        return (len(sirens) - number * self.at_once) / seconds

    def _start(self, installation, port):
        config = os.path.join(installation.directory, "services", "enrichment.env")
        own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        own |= {
            "FILON_CONFIG": config, "FILON_HTTP_BIND": f"127.0.0.1:{port}",
            "FILON_ENRICHMENT_LOOKUPS": str(self.at_once),
        }
        log = open(os.path.join(installation.directory, "log", f"enrichment-{port}.log"), "wb")
        with log:
            return subprocess.Popen(
                [os.path.join(self.binaries, "enrichment")], env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )


class Containers:
    """What `infra/scripts/verify-compose` measured last; this area builds no image by itself."""

    def __init__(self, binaries, quick, say):
        self.details, self.void = {}, []

    def measure(self):
        path = os.path.join(CHECKOUT, ".local", "compose", "figures.json")
        if not os.path.exists(path):
            raise Missing("no figures of containers yet: run infra/scripts/verify-compose first")
        with open(path, encoding="utf-8") as file:
            self.details = figures = json.load(file)
        largest = max(one["own_layer_bytes"] for one in figures["services"].values())
        return [
            (("Filon's image layers above the base", figures["layers_above_base_bytes"] / MIB, "MiB"), {
                "direction": "min", "limit": LAYERS_MIB,
            }),
            (("largest service's own layer", largest / MIB, "MiB"), {
                "direction": "min", "limit": SERVICE_MIB,
            }),
            (("compose stack ready", figures["ready_seconds"], "s"), {"direction": "min", "limit": READY_SECONDS}),
        ]
