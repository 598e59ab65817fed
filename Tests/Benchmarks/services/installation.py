"""A whole installation of Filon on the benchmark's servers: its release executables, its database, its virtual host."""

import http.client
import json
import os
import shlex
import signal
import subprocess
import time

from common.broker import Broker
from common.servers import CHECKOUT, Missing, Servers, psql

DATABASE = "filon"
VHOST = "filon"
SIMULATORS = ("provider-sandbox", "mail-sink")
# As leads flow; a service that is not named here comes last.
_FLOW = ("ingest", "enrichment", "scoring", "assignment", "notifier", "pipeline-monitor", "client-success", "console")

# PostgreSQL leaves what roles have set in a database (their search path) behind when it copies one.
_ROLE_SETTINGS = """
SELECT format('ALTER ROLE %I IN DATABASE {target} SET %s = %s;', r.rolname, split_part(pair, '=', 1),
    substr(pair, strpos(pair, '=') + 1))
FROM pg_db_role_setting AS s JOIN pg_roles AS r ON r.oid = s.setrole JOIN pg_database AS d ON d.oid = s.setdatabase,
    unnest(s.setconfig) AS pair
WHERE d.datname = '{origin}' AND pair LIKE 'search_path=%'
"""

# As in the demonstration: leads beyond the first five of the same two seconds go as one digest. The simulators stand for
# providers and channels without limits of their own, since what is measured is Filon.
SETTINGS = {
    "FILON_NOTIFIER_DIGEST_SECONDS": "2",
    "FILON_NOTIFIER_SLACK_PER_SECOND": "100",
    "FILON_NOTIFIER_EMAIL_PER_SECOND": "1000",
    "FILON_RECHERCHE_ENTREPRISES_RATE": "10000",
    "FILON_RATIOS_INPI_BCE_RATE": "10000",
    "FILON_BODACC_RATE": "10000",
}


class Installation:
    def __init__(self, binaries):
        self.servers = Servers()
        self.broker = Broker(self.servers)
        self.binaries = os.path.realpath(binaries)
        self.directory = self.servers.directory
        self._started = {}

    # What is there

    def services(self):
        """Names of those that run, in the order in which leads flow."""
        folder = os.path.join(self.directory, "services")
        names = [name[:-4] for name in os.listdir(folder) if name.endswith(".pid")]
        places = {name: place for place, name in enumerate(_FLOW)}
        return sorted(set(names) - set(SIMULATORS), key=lambda name: (places.get(name, len(places)), name))

    def pid(self, name):
        return int(self._recorded(f"{name}.pid"))

    def port(self, name, key="port"):
        lines = dict(line.split("=", 1) for line in self._recorded(f"{name}.address").splitlines())
        return int(lines[key])

    def _recorded(self, file):
        with open(os.path.join(self.directory, "services", file), encoding="utf-8") as opened:
            return opened.read().strip()

    def variable(self, name):
        """An address or token that `stack up` wrote for people."""
        with open(os.path.join(self.directory, "env"), encoding="utf-8") as file:
            for line in file:
                if line.startswith(f"export {name}="):
                    return shlex.split(line.split("=", 1)[1])[0]
        raise Missing(f"{self.directory}/env does not name {name}")

    @property
    def url(self):
        return self.servers.database_url(DATABASE)

    def sql(self, text, timeout=120):
        return psql(self.url, text, timeout)

    def numbers(self, text):
        """The first row's columns as integers."""
        return [int(column or 0) for column in self.sql(text).splitlines()[0].split("|")]

    # The whole

    def begin(self, roster):
        """From nothing: an empty database with colleagues and tokens, and every service running."""
        self.clear()
        secrets = os.path.join(self.directory, "secrets")
        for token in ("api_token", "ingest_token"):
            # Their rows are gone.
            if os.path.exists(path := os.path.join(secrets, token)):
                os.remove(path)
        self.up(SEED=roster)

    def clear(self):
        """Nothing runs; neither rows nor queues are left, also of a run that was killed."""
        self.stop()
        psql(self.servers.database_url(), f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self.broker.fresh_vhost(VHOST)

    def up(self, **variables):
        self._stack("up", SANDBOX="1", **SETTINGS, **variables)

    def up_alone(self, service):
        """One service without its neighbours and without the simulators."""
        self._stack("up", ONLY=service)

    def stop(self):
        for process in self._started.values():
            process.terminate()
        self._stack("stop")
        for process in self._started.values():
            process.wait(15)
        self._started = {}

    def copy(self, origin, target):
        """Makes `target` a copy of the database `origin`; nothing may run on either."""
        server = self.servers.database_url()
        psql(server, f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        psql(server, f"CREATE DATABASE {target} TEMPLATE {origin}", timeout=300)
        psql(server, psql(server, _ROLE_SETTINGS.format(origin=origin, target=target)))

    def again(self, name):
        """Everything runs on a copy of a kept database, with empty queues."""
        self.clear()
        self.copy(name, DATABASE)
        self.sql("VACUUM ANALYZE", timeout=300)
        self.up()

    def forget(self, *names):
        """Nothing is left behind but an empty virtual host: `servers up` takes a node without it for broken."""
        for name in (DATABASE, *names):
            psql(self.servers.database_url(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.broker.fresh_vhost(VHOST)

    def _stack(self, command, **variables):
        own = {name: value for name, value in os.environ.items() if not name.startswith("FILON_")}
        own.pop("ONLY", None)
        run = subprocess.run(
            [os.path.join(CHECKOUT, "infra/local/stack"), command],
            env=own | {"DIRECTORY": self.directory, "BINARIES": self.binaries} | variables,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240, check=False,
        )
        if run.returncode != 0:
            raise Missing(f"infra/local/stack {command} failed:\n{(run.stderr + run.stdout)[-2000:]}")

    # One service

    def halt(self, name, seconds=15):
        """Asks the service to end and waits; a service promises to be gone after 10 s."""
        pid = self.pid(name)
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        child = self._started.pop(name, None)
        end = time.monotonic() + seconds
        # Our own child stays in /proc until somebody asks how it ended.
        while child.poll() is None if child else os.path.exists(f"/proc/{pid}"):
            if time.monotonic() > end:
                raise Missing(f"{name} does not end within {seconds} s after SIGTERM")
            time.sleep(0.01)

    def start(self, name, command=None):
        """Starts one service as `stack up` did, or as another command with the same settings; does not wait."""
        settings = os.path.join(self.directory, "services", f"{name}.env")
        own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        with open(os.path.join(self.directory, "log", f"{name}.log"), "ab") as log:
            process = subprocess.Popen(
                command or [os.path.join(self.binaries, name)], env=own | {"LANG": "C.UTF-8", "FILON_CONFIG": settings},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        self._started[name] = process
        with open(os.path.join(self.directory, "services", f"{name}.pid"), "w", encoding="utf-8") as file:
            file.write(f"{process.pid}\n")

    def is_ready(self, name):
        """One look, without waiting."""
        try:
            return self.get(name, "/health/ready", timeout=2)[0] == 200
        except OSError:
            return False

    def await_ready(self, name, seconds=30):
        end = time.monotonic() + seconds
        while not self.is_ready(name):
            if time.monotonic() > end:
                raise Missing(f"{name} is not ready within {seconds} s; its log is {self.directory}/log/{name}.log")
            time.sleep(0.005)

    # Over HTTP

    def get(self, name, path, timeout=30):
        return self.call(self.port(name), "GET", path, timeout=timeout)

    def call(self, port, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def import_list(self, rows):
        """Hands a CSV file to ingest's door; returns when it is accepted: durable, not yet worked through."""
        headers = {"Authorization": f"Bearer {self.variable('FILON_INGEST_TOKEN')}", "Content-Type": "text/csv"}
        status, body = self.call(self.port("ingest"), "POST", "/v1/imports", rows.encode(), headers)
        if status != 202:
            raise Missing(f"ingest answers {status} to an import: {body[:500]!r}")
        return json.loads(body)["id"]

    def mails_received(self):
        return json.loads(self.get("mail-sink", "/_control")[1])["received"]
