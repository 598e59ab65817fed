"""Runs the areas one after the other, puts their rows together, prints the table, decides the exit code."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

from . import rows
from .broker import Broker
from .elsewhere import TOLERATED_CORES, quiet_check
from .servers import CHECKOUT, Missing, Servers

MET, MISSED, NOT_MEASURABLE = 0, 1, 2


def say(text):
    print(text, file=sys.stderr, flush=True)


def refuse_alarms(servers):
    """With an alarm on, publishers are blocked: nothing could be measured, and a run would hang."""
    alarms = Broker(servers).alarms()
    if alarms:
        raise Missing(
            f"the broker has an alarm on ({' and '.join(alarms)} ran short) and takes no messages; free some, then try again"
        )


def look_around(servers):
    """Says what makes the figures less than those of a quiet machine with two cores or more."""
    notes = []
    if (os.cpu_count() or 1) < 2:
        notes.append("this machine has one core: broker, database and services share it, and the ratios say little")
    others = quiet_check([os.getppid(), servers.broker_pid(), servers.database_pid()])
    if others > TOLERATED_CORES:
        load = os.getloadavg()[0]
        notes.append(f"others keep {others:.1f} cores busy before the start (load {load:.1f}); figures suffer")
    return notes


def run_area(area, options, directory):
    """Runs one part; returns what it wrote, or a part that says why there is nothing."""
    out = os.path.join(directory, f"{area}.json")
    if os.path.exists(out):
        os.remove(out)
    command = [os.path.join(CHECKOUT, "Tests", "Benchmarks", area, "run"), "--out", out]
    command += ["--quick"] if options.quick else []
    say(f"{area}: begins")
    begin = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    say(f"{area}: {time.monotonic() - begin:.0f} s")
    if status != 0 or not os.path.exists(out):
        return rows.part(area, [], [f"{area} ended with status {status} and without figures"])
    with open(out, encoding="utf-8") as file:
        return json.load(file)


def exit_code(parts):
    made = [one for part in parts for one in part["rows"]]
    budgets = [one for one in made if one["limit"] is not None]
    if any(part["missing"] or part["void"] for part in parts) or any(one["value"] is None for one in budgets):
        return NOT_MEASURABLE
    return MET if budgets and all(one["met"] for one in budgets) else MISSED


def tell(parts, notes):
    made = [one for part in parts for one in part["rows"]]
    print(rows.table(made))
    print()
    for note in [*notes, *(text for part in parts for text in part.get("notes", []))]:
        print(f"note: {note}")
    if any(one.get("disturbed") for one in made):
        print(f"note: while rows marked (disturbed) were measured, others used more than {TOLERATED_CORES} of a core")
    for part in parts:
        for text in part["missing"]:
            print(f"not measured: {text}")
        for text in part["void"]:
            print(f"void: {text}")
    budgets = [one for one in made if one["limit"] is not None]
    met = sum(one["met"] for one in budgets)
    print(f"{met} of {len(budgets)} budgets met")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--areas", required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(NOT_MEASURABLE))
    servers = Servers()
    refuse_alarms(servers)
    notes = look_around(servers)
    for note in notes:
        say(f"note: {note}")
    parts = [run_area(area, options, servers.directory) for area in options.areas.split(",") if area]
    rows.write(os.path.join(servers.directory, "summary.json"), [one for part in parts for one in part["rows"]])
    tell(parts, notes)
    return exit_code(parts)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as error:
        say(f"error: {error}")
        sys.exit(NOT_MEASURABLE)
