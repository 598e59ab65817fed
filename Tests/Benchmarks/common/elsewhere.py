"""Load that is not the benchmark's own: figures taken beside it are marked as disturbed."""

import os
import time

from . import processes

_TICK = os.sysconf("SC_CLK_TCK")
# Less than this much of one core is an ordinary machine's housekeeping.
TOLERATED_CORES = 0.15


def _machine():
    """Seconds that all cores were busy, and that a host took away (steal), since boot."""
    with open("/proc/stat", encoding="utf-8") as file:
        fields = [int(ticks) / _TICK for ticks in file.readline().split()[1:9]]
    user, nice, system, _, _, irq, soft, steal = fields
    return user + nice + system + irq + soft, steal


class Elsewhere:
    """Watches from its making on. `roots` are the trees that belong to the benchmark."""

    def __init__(self, roots):
        self._roots = list(roots)
        self._begin = self._now()

    def _now(self):
        busy, steal = _machine()
        ours = sum(processes.cpu_seconds(pid) for pid in self._roots)
        return time.monotonic(), busy, steal, ours

    def cores(self):
        """Cores that others kept busy on average since the making, stolen time included."""
        (t0, busy0, steal0, ours0), (t1, busy1, steal1, ours1) = self._begin, self._now()
        others = (busy1 - busy0) + (steal1 - steal0) - (ours1 - ours0)
        return max(0.0, others / max(0.001, t1 - t0))

    def is_disturbed(self):
        return self.cores() > TOLERATED_CORES


def quiet_check(roots, seconds=2.0):
    """Looks for a moment before anything is measured; returns the cores that others keep busy."""
    watch = Elsewhere(roots)
    time.sleep(seconds)  # the length of the look
    return watch.cores()
