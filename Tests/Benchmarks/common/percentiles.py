"""Percentiles, and an open-loop schedule that hides no waiting (no coordinated omission)."""

import math
import time


def percentile(values, share):
    """Nearest rank: the smallest value that at least `share` (0…1) of all do not exceed."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary(values):
    """p50, p95, p99 and the largest, in the values' own unit, with their number."""
    return {
        "p50": percentile(values, 0.50), "p95": percentile(values, 0.95), "p99": percentile(values, 0.99),
        "max": max(values), "count": len(values),
    }


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


class OpenLoop:
    """Due times at a fixed rate, whatever the answers do. Latency counts from the due time, not from the sending, so
    that a stall is felt by everything that should have been sent meanwhile."""

    def __init__(self, rate, count):
        self.rate, self.count = rate, count
        self.begin = None

    def __iter__(self):
        """Yields (index, due time on time.monotonic()), each when it is due; at once when it is late."""
        self.begin = time.monotonic()
        for index in range(self.count):
            due = self.due(index)
            delay = due - time.monotonic()
            if delay > 0:
                time.sleep(delay)  # until the schedule says so
            yield index, due

    def due(self, index):
        return self.begin + index / self.rate
