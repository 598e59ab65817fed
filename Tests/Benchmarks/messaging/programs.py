"""The programs that are measured: the ceilings in C, our own executable, the peer's environment."""

import json
import os
import shutil
import signal
import subprocess
import time

from common import peer
from common.servers import CHECKOUT, Missing

HERE = os.path.dirname(os.path.realpath(__file__))
SOURCES = os.path.join(HERE, "ceiling")
SHARED = ["link.c", "envelope.c", "support.c", "array.c"]


class Failed(Exception):
    """A program ended badly, or not in time; the run says nothing."""


def _output(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def compile_ceilings(directory):
    """Compiles raw, hop, load and the counter of a process's doings; returns {name: path}."""
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None:
        raise Missing("no C compiler; apt-get install gcc libc6-dev")
    os.makedirs(directory, exist_ok=True)
    found = ["libpq", "librabbitmq"]
    flags = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", *_output(["pkg-config", "--cflags", *found])]
    libraries = [*_output(["pkg-config", "--libs", *found]), "-lm", "-lpthread"]
    programs = {}
    for name in ("raw", "hop", "load"):
        programs[name] = os.path.join(directory, name)
        command = [compiler, *flags, "-o", programs[name], f"{name}.c", *SHARED, *libraries]
        subprocess.run(command, cwd=SOURCES, check=True)
    programs["counts"] = os.path.join(directory, "counts.so")
    counter = [compiler, *flags, "-shared", "-fPIC", "-o", programs["counts"], "counts.c", "-ldl"]
    subprocess.run(counter, cwd=SOURCES, check=True)
    return programs


def build_ours():
    """Builds our own executable for release, with nothing of the package that it does not need; returns its path."""
    command = ["swift", "build", "--configuration", "release", "--product", "messaging-bench"]
    environment = {**os.environ, "FILON_ONLY": "MessagingBench"}
    built = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    if built.returncode != 0:
        raise Missing(f"messaging-bench does not build:\n{built.stdout}{built.stderr}")
    return os.path.join(CHECKOUT, ".build", "release", "messaging-bench")


def install_peer(directory):
    """A virtual environment with the peer's pinned versions; returns its interpreter. Missing says why there is none."""
    return peer.install(directory, os.path.join(HERE, "peer", "requirements.txt"))


class Process:
    """A program that prints one JSON object a line: first {"ready": true}, at the end its report."""

    def __init__(self, command, environment):
        variables = {**os.environ, **environment}
        self.command = command
        # A file, not a pipe: nobody needs to read while the measurement runs.
        self._errors = os.memfd_create("errors")
        self._process = subprocess.Popen(
            command, env=variables, stdout=subprocess.PIPE, stderr=self._errors, text=True,
        )
        self.pid = self._process.pid

    def wait_until_ready(self):
        line = self._process.stdout.readline()
        if not line or not json.loads(line).get("ready"):
            self._fail("did not become ready")

    def is_running(self):
        """Raises when it has ended badly."""
        if self._process.poll() is None:
            return True
        if self._process.returncode != 0:
            self._fail(f"ended with {self._process.returncode}")
        return False

    def lines(self, limit=320):
        """Waits for the end; returns all that it printed since it was ready: little enough for a pipe to hold."""
        if not within(limit, lambda: not self.is_running()):
            self._fail(f"did not end within {limit} s")
        return self._process.stdout.read().splitlines()

    def report(self, limit=320):
        """Waits for the end; returns the last object it printed."""
        return json.loads(self.lines(limit)[-1])

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def _fail(self, what):
        self.stop()
        os.lseek(self._errors, 0, os.SEEK_SET)
        said = os.read(self._errors, 65536).decode(errors="replace").strip()
        raise Failed(f"{os.path.basename(self.command[0])} {what}: {said[-2000:]}")


def run(command, environment, limit=320):
    """Runs a program to its end; returns its report."""
    return Process(command, environment).report(limit)


def reports_of(processes, limit=320):
    """Waits for all; as soon as one ends badly the others' waiting is over, too."""
    if not within(limit, lambda: not any([process.is_running() for process in processes])):
        raise Failed(f"not all processes ended within {limit} s")
    return [process.report() for process in processes]


def within(seconds, condition, pause=0.05):
    """Asks again and again until it holds or time is up; a question costs what is measured some of the machine."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)  # between two questions
    return True
