"""The private servers of the benchmark: addresses, process ids, questions to psql."""

import os
import subprocess
import urllib.parse

CHECKOUT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))


class Missing(Exception):
    """Something that a measurement needs is not there; the text says what and what to do."""


class Servers:
    """What `infra/local/servers up --directory DIRECTORY` announced in DIRECTORY/servers.env."""

    def __init__(self, directory=None):
        self.directory = os.path.realpath(
            directory or os.environ.get("FILON_BENCH_DIRECTORY") or os.path.join(CHECKOUT, ".local", "bench")
        )
        self.values = self._read()
        self.amqp_url = self._value("FILON_TEST_AMQP_URL")
        self.management_url = self._value("FILON_TEST_RABBITMQ_MANAGEMENT_URL")
        self._postgres = urllib.parse.urlsplit(self._value("FILON_TEST_DATABASE_URL"))
        self.host, self.port = self._postgres.hostname, self._postgres.port

    def _read(self):
        path = os.path.join(self.directory, "servers.env")
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            raise Missing(f"{path} is missing; infra/local/servers up --directory {self.directory}") from None
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def _value(self, name):
        if not self.values.get(name):
            raise Missing(f"servers.env does not name {name}; infra/local/servers up --directory {self.directory}")
        return self.values[name]

    def database_url(self, name="postgres", user=None, password=None):
        """A libpq URL of one database; as the superuser unless a user is named."""
        who = f"{user}:{password}" if user else f"{self._postgres.username}:{self._postgres.password}"
        return f"postgresql://{who}@{self.host}:{self.port}/{name}"

    def amqp_url_of(self, vhost):
        """The administrator's AMQP URL of another virtual host."""
        return self.amqp_url.rsplit("/", 1)[0] + "/" + urllib.parse.quote(vhost, safe="")

    def broker_pid(self):
        """The Erlang process of the node; its helpers are its children."""
        node = self._value("FILON_TEST_RABBITMQ_NODE")
        for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
            if _read(f"/proc/{pid}/comm").strip() == "beam.smp" and node in _read(f"/proc/{pid}/cmdline").split("\0"):
                return pid
        raise Missing("the broker's process is not there")

    def database_pid(self):
        """The postmaster; every session and worker is its child."""
        data = psql(self.database_url(), "SHOW data_directory").strip()
        first = _read(os.path.join(data, "postmaster.pid")).split("\n", 1)[0]
        if not first.isdigit():
            raise Missing(f"{data}/postmaster.pid cannot be read by this user")
        return int(first)


def psql(url, sql, timeout=120):
    """Runs SQL, several statements too; returns what psql prints, one row a line, columns separated by `|`.

    Raises RuntimeError with psql's message when a statement fails.
    """
    run = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1", url],
        input=sql, capture_output=True, text=True, timeout=timeout, check=False,
    )
    if run.returncode != 0:
        raise RuntimeError(f"psql: {run.stderr.strip()}")
    return run.stdout


def psql_row(url, sql, timeout=120):
    """The columns of the first row."""
    lines = psql(url, sql, timeout).splitlines()
    return lines[0].split("|") if lines else []


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
