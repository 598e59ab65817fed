"""Resident memory of services: idle, and with many messages waiting."""

import time

import messages
from common.processes import peak_bytes
from common.servers import Missing

IDLE_SECONDS = 10
"""How long a service is ready and has nothing to do before it is looked at."""

_WATCHED_SECONDS = 20
"""How long a service works on its backlog while its memory is watched; the peak is reached within the first seconds."""


def resident(pid):
    """(resident, private) in MiB: pages in memory, and those of them that no other process shares."""
    fields = {}
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            name, _, rest = line.partition(":")
            if rest.strip().endswith("kB"):
                fields[name] = int(rest.split()[0]) / 1024
    return fields["Rss"], fields["Private_Clean"] + fields["Private_Dirty"]


def idle(installation):
    """{service: (resident, private)} of services that were ready for ten seconds and had nothing to do."""
    time.sleep(IDLE_SECONDS)
    return {name: resident(installation.pid(name)) for name in installation.services()}


class Backlog:
    """The peak of one service that starts with `count` messages in its queue and works on them."""

    def __init__(self, installation, name, count):
        """Every other service is halted, so that the machine is the service's own."""
        # Enrichment hears what makes it look on a queue of its own.
        queue = "enrichment.look.in" if name == "enrichment" else f"{name}.in"
        # What the services before it announced while it was halted.
        installation.broker.call("DELETE", f"/api/queues/filon/{queue}/contents")
        self.waiting = messages.fill(installation, name, queue, count)
        installation.start(name)
        pid = installation.pid(name)
        installation.await_ready(name)
        before = self._handled(installation, name)
        self.peak, end = 0.0, time.monotonic() + _WATCHED_SECONDS
        while time.monotonic() < end:
            time.sleep(0.5)
            if not (peak := peak_bytes(pid) / 2**20):
                raise Missing(f"{name} ended with {count} messages waiting; see {installation.directory}/log/{name}.log")
            self.peak = peak
        self.handled = self._handled(installation, name) - before
        self.last = resident(pid)[0]
        installation.halt(name)

    @staticmethod
    def _handled(installation, name):
        text = installation.get(name, "/metrics")[1].decode()
        for line in text.splitlines():
            if line.startswith("filon_messages_handled_total"):
                return int(float(line.rsplit(" ", 1)[1]))
        return 0
