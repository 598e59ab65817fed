"""A month's stock of legal units, loaded by the tool through ingest's door, beside psql's bare COPY of the same file."""

import json
import os
import subprocess
import sys
import time

from common.elsewhere import Elsewhere
from common.percentiles import median
from common.processes import peak_bytes
from common.servers import Missing, psql
from installation import Installation

HERE = os.path.dirname(os.path.realpath(__file__))
COPY_RATIO, INDEX_RATIO, MEMORY_MIB = 1.5, 1.2, 150
# Share of lines that damage has met.
DIRTY = 0.001


class Universe:
    """An installation of which only ingest runs, and the universe in it."""

    def __init__(self, binaries, say):
        self.installation, self.say = Installation(binaries), say
        self.binaries = binaries

    def begin(self):
        self.installation.clear()
        self.installation.up_alone("ingest")

    def end(self):
        self.installation.stop()
        self.installation.forget()

    def file(self, rows, seed, *more):
        """Writes a stock; returns its path."""
        folder = os.path.join(self.installation.directory, "enrichment")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"stock-{rows}-{seed}.csv")
        with open(path, "wb") as out:
            subprocess.run(self.generator(rows, seed, *more), stdout=out, check=True, timeout=900)
        return path

    @staticmethod
    def generator(rows, seed, *more):
        return [sys.executable, os.path.join(HERE, "stock.py"), "--rows", str(rows), "--seed", str(seed), *more]

    def load(self, *arguments, stdin=subprocess.DEVNULL, timeout=1800):
        """`filon import sirene …`: its report, and the seconds of the whole command."""
        names = ("FILON_DATABASE_URL", "FILON_AMQP_URL", "FILON_INGEST_URL")
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own |= {name: self.installation.variable(name) for name in names}
        begin = time.monotonic()
        ran = subprocess.run(
            [os.path.join(self.binaries, "filon"), "import", "sirene", *arguments, "--json"],
            env=own | {"LANG": "C.UTF-8"}, stdin=stdin, capture_output=True, text=True, timeout=timeout, check=False,
        )
        seconds = time.monotonic() - begin
        if ran.returncode != 0:
            raise Missing(f"filon import sirene ended with {ran.returncode}: {ran.stderr.strip()[-800:]}")
        return json.loads(ran.stdout), seconds

    def load_made(self, rows, seed, *more):
        """The same, of rows that are made while they are sent."""
        maker = subprocess.Popen(self.generator(rows, seed, *more), stdout=subprocess.PIPE)
        try:
            kind = [option for option in more if option == "--establishments"]
            return self.load("-", *kind, stdin=maker.stdout)
        finally:
            maker.stdout.close()
            maker.wait(60)


class Sirene:
    def __init__(self, binaries, quick, say):
        self.universe, self.say = Universe(binaries, say), say
        self.rows, self.runs = (100_000, 1) if quick else (1_000_000, 3)
        self.details, self.void = {}, []

    def measure(self):
        self.universe.begin()
        path = None
        try:
            path = self.universe.file(self.rows, 1, "--dirty", str(DIRTY))
            self.say(f"{self.rows:,} rows, {os.path.getsize(path) / 2**20:.0f} MiB")
            return self._measure(path)
        finally:
            if path:
                os.remove(path)
            self.universe.end()

    def _measure(self, path):
        installation = self.universe.installation
        roots = [installation.pid("ingest"), installation.servers.broker_pid(), installation.servers.database_pid()]
        bare, ours, ratios, indexes, reports, disturbed = [], [], [], [], [], False
        for run in range(self.runs):
            watch = Elsewhere([os.getpid(), *roots])
            bare.append(self._bare_copy(path))
            report, seconds = self.universe.load(path)
            # The whole command, its start and its token included, but for what follows the key.
            after = sum(report["seconds"][lap] for lap in ("merged", "indexed", "analysed"))
            ours.append(seconds - after)
            ratios.append(ours[-1] / bare[-1])
            indexes.append((report["seconds"]["indexed"], self._bare_indexes()))
            reports.append(report)
            disturbed = disturbed or watch.is_disturbed()
            self.say(f"run {run + 1}: COPY {bare[-1]:.2f} s, ours {ours[-1]:.2f} s; indexes {indexes[-1][0]:.2f} s "
                     f"beside {indexes[-1][1]:.2f} s")
        self._judge(reports[-1])
        memory = peak_bytes(installation.pid("ingest")) / 2**20
        ratio, index_ratio = median(ratios), median([one / other for one, other in indexes])
        self.details = {
            "rows": self.rows, "bare_copy_seconds": bare, "load_seconds": ours, "ratios": ratios,
            "index_seconds": [one for one, _ in indexes], "bare_index_seconds": [other for _, other in indexes],
            "ingest_peak_mib": memory, "report": reports[-1],
        }
        name = f"{self.rows:,} stock rows validated and durable under their key"
        marks = {"disturbed": True} if disturbed else {}
        return [
            ((f"{name}, by psql's bare COPY", ratio, "×"), {
                "direction": "min", "limit": COPY_RATIO, "beside": ("bare COPY", median(bare), "s"), **marks}),
            ((f"{name}, the whole command", median(ours), "s"), {
                "direction": "min", "beside": ("rows a second", self.rows / median(ours), "/s"), **marks}),
            (("their search indexes, by CREATE INDEX alone", index_ratio, "×"), {
                "direction": "min", "limit": INDEX_RATIO,
                "beside": ("CREATE INDEX", median([other for _, other in indexes]), "s"), **marks}),
            (("ingest's largest memory meanwhile", memory, "MiB"), {"direction": "min", "limit": MEMORY_MIB}),
        ]

    def _bare_copy(self, path):
        """Seconds of psql's \\copy of the file as it is, clean lines only, into a table without a key."""
        url = self.universe.installation.url
        clean = path + ".clean"
        with open(path, "rb") as file, open(clean, "wb") as out:
            header = file.readline()
            out.write(header)
            columns = header.count(b",")
            # COPY takes no line of another width or with an open quote; there is one in five thousand.
            out.writelines(line for line in file if line.count(b",") >= columns and line.count(b'"') % 2 == 0)
        names = ", ".join(f'"{name}" text' for name in header.decode().strip().split(","))
        psql(url, f"DROP TABLE IF EXISTS public.bare; CREATE TABLE public.bare ({names})")
        begin = time.monotonic()
        run = subprocess.run(
            ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url, "--command",
             f"\\copy public.bare FROM '{clean}' WITH (FORMAT csv, HEADER)"],
            capture_output=True, text=True, timeout=600, check=False,
        )
        seconds = time.monotonic() - begin
        os.remove(clean)
        psql(url, "DROP TABLE public.bare")
        if run.returncode != 0:
            raise Missing(f"psql's COPY failed: {run.stderr.strip()[:500]}")
        return seconds

    def _bare_indexes(self):
        """Seconds of the same CREATE INDEX statements on a copy of the registry, by psql."""
        url = self.universe.installation.url
        psql(url, "DROP TABLE IF EXISTS public.bare; CREATE TABLE public.bare (LIKE intake.registry); "
                  "INSERT INTO public.bare SELECT * FROM intake.registry", timeout=900)
        psql(url, "VACUUM public.bare", timeout=900)
        statements = psql(url, "SELECT 'CREATE INDEX ON public.bare ' || definition || ';' FROM intake.registry_indexes()")
        begin = time.monotonic()
        psql(url, "SET maintenance_work_mem = '256MB';\n" + statements, timeout=900)
        seconds = time.monotonic() - begin
        psql(url, "DROP TABLE public.bare")
        return seconds

    def _judge(self, report):
        """A fast load that loses rows is none."""
        there = self.universe.installation.numbers("SELECT count(*) FROM intake.registry")[0]
        if report["lines"] != self.rows or report["stored"] + report["refused"] + report["doubled"] != self.rows:
            self.void.append(f"of {self.rows} lines {report['stored']} are stored and {report['refused']} refused")
        if there != report["stored"] or report["refused"] == 0:
            self.void.append(f"{there} rows stand in the registry, {report['stored']} were stored")
