"""The stage that every contender plays on: a migrated database, a virtual host, and the check after each run."""

import os
import subprocess

from common.servers import psql, psql_row

from programs import Process, run, within

HERE = os.path.dirname(os.path.realpath(__file__))
DATABASE, VHOST = "filon_bench_messaging", "bench-messaging"
PASSWORD = "filon-bench-only"
# Schema, role, queue and what it hears; the first hop comes first. The last event leaves the flow into OUT.
HOPS = [
    ("ingest", "intake", "filon_ingest", "ingest.in", "company.submitted.v1"),
    ("enrichment", "enrichment", "filon_enrichment", "enrichment.look.in", "company.registered.v1"),
    ("scoring", "scoring", "filon_scoring", "scoring.in", "company.enriched.v1"),
    ("assignment", "assignment", "filon_assignment", "assignment.in", "lead.scored.v1"),
    ("notifier", "notification", "filon_notifier", "notifier.in", "lead.assigned.v1"),
]
OUT, LAST_TYPE = "bench.out", "notification.delivered.v1"
# The single hop is the second: it hears and announces what real services do.
SINGLE = HOPS[1]
SINGLE_OUT_TYPE = HOPS[2][4]


class Void(Exception):
    """A run lost or doubled something, so that its figures count for nothing."""


class Scene:
    def __init__(self, servers, broker, binary, programs):
        self.servers, self.broker, self.binary, self.programs = servers, broker, binary, programs
        self.url = servers.database_url(DATABASE)
        self.amqp = {"BENCH_AMQP_URL": servers.amqp_url_of(VHOST)}

    # MARK: Setting up

    def prepare(self):
        """A new database with this checkout's migrations, and the tables of the benchmark."""
        server = self.servers.database_url()
        psql(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        psql(server, f"CREATE DATABASE {DATABASE}")
        # The migrations' folder is found from the executable upwards, or from here.
        environment = {**os.environ, "BENCH_DATABASE_URL": self.url}
        subprocess.run([self.binary, "prepare"], env=environment, check=True, timeout=300)
        with open(os.path.join(HERE, "sql", "schema.sql"), encoding="utf-8") as file:
            psql(self.url, file.read())
        for _, _, role, _, _ in HOPS:
            psql(self.url, f"ALTER ROLE {role} LOGIN PASSWORD '{PASSWORD}'")

    def remove(self):
        self.broker.drop_vhost(VHOST)
        psql(self.servers.database_url(), f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")

    def url_of(self, role):
        return self.servers.database_url(DATABASE, role, PASSWORD)

    def clear(self):
        """Empty tables, and a checkpoint now rather than in the middle of a measurement."""
        tables = ["bench.fact", "bench.naked_inbox", "bench.naked_outbox"]
        tables += [f"peer.{table}_{hop}" for hop in range(1, 6) for table in ("inbox", "outbox")]
        tables += [f"{schema}.{table}" for _, schema, _, _, _ in HOPS for table in ("inbox", "outbox", "journal")]
        psql(self.url, f"TRUNCATE {', '.join(tables)}; VACUUM ANALYZE bench.fact; CHECKPOINT;")
        self.broker.fresh_vhost(VHOST)

    def queues_of_single_hop(self):
        _, _, _, queue, heard = SINGLE
        self.broker.quorum_queue(VHOST, queue, [heard])
        self.broker.quorum_queue(VHOST, OUT, [SINGLE_OUT_TYPE])

    def queues_of_flow(self):
        for _, _, _, queue, heard in HOPS:
            self.broker.quorum_queue(VHOST, queue, [heard])
        self.broker.quorum_queue(VHOST, OUT, [LAST_TYPE])

    # MARK: Messages

    def body_file(self, service):
        """A first message's body for a hop, made by our own encoder."""
        path = os.path.join(os.path.dirname(self.programs["load"]), f"{service}.json")
        command = [self.binary, "sample", "--service", service]
        made = subprocess.run(command, capture_output=True, check=True, timeout=30)
        with open(path, "wb") as file:
            file.write(made.stdout)
        return path

    def preload(self, count, kind, target, body):
        run([self.programs["load"], kind, str(count), target, body], self.amqp)

    def depths(self, queues):
        lines = Process([self.programs["load"], "depth", *queues], self.amqp).lines(30)
        return [int(line) for line in lines]

    # MARK: After a run

    def check(self, count, hops, outboxes, queues, out=None):
        """Every message has exactly one domain row at each hop, and nothing is left behind.

        `outboxes` must empty within seconds, `queues` must be empty, the queue `out` must hold exactly `count`.
        """
        rows = psql(self.url, "SELECT hop, count(*), count(DISTINCT story) FROM bench.fact GROUP BY hop ORDER BY hop")
        found = {int(hop): (int(total), int(stories)) for hop, total, stories in
                 (line.split("|") for line in rows.splitlines())}
        for hop in hops:
            total, stories = found.get(hop, (0, 0))
            if (total, stories) != (count, count):
                raise Void(f"hop {hop}: {count} messages, {total} domain rows for {stories} of them")
        waiting = " + ".join(f"(SELECT count(*) FROM {table})" for table in outboxes)
        if not within(10, lambda: psql_row(self.url, f"SELECT {waiting}") == ["0"]):
            raise Void(f"{psql_row(self.url, f'SELECT {waiting}')[0]} rows are left in the outbox")
        expected = [0] * len(queues) + ([count] if out else [])
        names = [*queues, out] if out else queues
        if not within(10, lambda: self.depths(names) == expected):
            raise Void(f"queues {dict(zip(names, self.depths(names)))}, expected {dict(zip(names, expected))}")

    def statistics(self):
        """Transactions and bytes of write-ahead log so far, for counts per message."""
        commits, log = psql_row(
            self.url,
            "SELECT xact_commit, pg_current_wal_lsn() - '0/0'::pg_lsn "
            f"FROM pg_stat_database WHERE datname = '{DATABASE}'",
        )
        return int(commits), int(float(log))
