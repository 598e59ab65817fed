"""psql's part: reads the inputs of all leads, copies the rows that a run of ours wrote into a stage and upserts them in one
statement. Everything in COPY's binary form, the fastest it has."""

import os
import re
import subprocess

from common.servers import CHECKOUT, Missing, psql

# Tables with a row a lead or more, and their keys; announcements stand in journal and outbox.
TABLES = {
    "scores": "lead_id", "score_lines": "lead_id, position", "score_history": "lead_id, version", "advice": "lead_id",
}


class Beside:
    def __init__(self, folder):
        self.folder = folder

    def _path(self, *names):
        return os.path.join(self.folder, "-".join(names))

    @staticmethod
    def _columns(url, table):
        return psql(
            url, f"SELECT attname FROM pg_attribute WHERE attrelid = 'scoring.{table}'::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attidentity = '' ORDER BY attnum").split()

    def export(self, url, name):
        """Writes what the run wrote into a file a table; returns their rows."""
        since = "(SELECT max(started_at) FROM scoring.rescore_jobs)"
        wanted = {
            "scores": f"scores WHERE computed_at >= {since}",
            "score_lines": f"score_lines WHERE lead_id IN (SELECT lead_id FROM scoring.scores WHERE computed_at >= {since})",
            "score_history": f"score_history WHERE computed_at >= {since}",
            "advice": f"advice WHERE since >= {since}",
            "events": f"journal WHERE type = 'lead.scored.v1' AND occurred_at >= {since}",
        }
        counts = {}
        for table, rows in wanted.items():
            columns = ", ".join(self._columns(url, "journal" if table == "events" else table))
            query = f"COPY (SELECT {columns} FROM scoring.{rows}) TO STDOUT (FORMAT binary)"
            psql(url, f"{query} \\g '{self._path(name, table)}'\n", timeout=3600)
            counts[table] = int(psql(url, f"SELECT count(*) FROM scoring.{rows}"))
        return counts

    def seconds(self, url, name):
        """Seconds that psql takes to read, to copy into the stage and to upsert, all in one session."""
        steps = {"read": self._reading(), "copy": self._staging(url, name), "upsert": self._upsert(url)}
        script = "SET search_path = scoring;\n" + "".join(
            f"\\echo lap {step} :`date +%s.%N`\n{sql}\n" for step, sql in steps.items()
        ) + "\\echo lap end :`date +%s.%N`\n"
        run = subprocess.run(
            ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url], input=script, capture_output=True,
            text=True, timeout=7200, check=False,
        )
        if run.returncode != 0:
            raise Missing(f"psql failed: {run.stderr.strip()[:500]}")
        laps = [(step, float(at)) for step, at in re.findall(r"^lap (\w+) :?(\S+)$", run.stdout, re.MULTILINE)]
        return {step: after - at for (step, at), (_, after) in zip(laps, laps[1:])}

    def _reading(self):
        """The service's own statements, of every company at once."""
        return "\n".join([self._load("Leads/LeadStateStore", "leads"), self._load("Advice/AdviceStore", "advice")])

    def _load(self, store, path):
        some = "WHERE c.root_id IN (SELECT root_id FROM companies WHERE company_id = ANY($1))"
        with open(os.path.join(CHECKOUT, f"Services/Scoring/{store}.swift"), encoding="utf-8") as file:
            found = re.search(r'static func load.*?"""\n(.*?)"""', file.read(), re.DOTALL)
        if not found or some not in found[1]:
            raise Missing(f"{store}.load reads in another way; Tests/Benchmarks/scoring/beside.py follows it")
        query = found[1].replace(some, "").replace("$2", "'Europe/Paris'")
        return f"COPY ({query}) TO STDOUT (FORMAT binary) \\g '{self._path('inputs', path)}'"

    def _staging(self, url, name):
        lines = []
        for table in (*TABLES, "events"):
            source = "journal" if table == "events" else table
            lines += [
                f"CREATE TEMP TABLE stage_{table} (LIKE {source});",
                f"\\copy stage_{table} ({', '.join(self._columns(url, source))}) FROM "
                f"'{self._path(name, table)}' WITH (FORMAT binary)",
                f"ANALYZE stage_{table};",
            ]
        return "\n".join(lines)

    def _upsert(self, url):
        parts = []
        for table, key in TABLES.items():
            columns = self._columns(url, table)
            new = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key.split(", "))
            names = ", ".join(columns)
            parts.append(f"{table}_kept AS (INSERT INTO {table} ({names}) SELECT {names} FROM stage_{table} "
                         f"ON CONFLICT ({key}) DO UPDATE SET {new})")
        parts.append(
            "surplus AS (DELETE FROM score_lines AS l USING stage_scores AS s LEFT JOIN (SELECT lead_id, count(*) AS lines "
            "FROM stage_score_lines GROUP BY lead_id) AS k USING (lead_id) WHERE l.lead_id = s.lead_id "
            "AND l.position >= coalesce(k.lines, 0))")
        names = ", ".join(self._columns(url, "journal"))
        parts.append(f"journaled AS (INSERT INTO journal ({names}) SELECT {names} FROM stage_events)")
        return f"WITH {', '.join(parts)} INSERT INTO outbox ({names}) SELECT {names} FROM stage_events;"
