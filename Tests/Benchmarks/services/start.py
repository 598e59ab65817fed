"""Seconds from a process's start until it says that it is ready, broker and database being there."""

import time

from common.percentiles import median


def seconds_until_ready(installation, name, times=3):
    """Median of several starts of one service, and the slowest."""
    taken = []
    for _ in range(times):
        installation.halt(name)
        begin = time.monotonic()
        installation.start(name)
        installation.await_ready(name)
        taken.append(time.monotonic() - begin)
    return median(taken), max(taken)
