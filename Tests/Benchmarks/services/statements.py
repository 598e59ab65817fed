"""The database's dearest statements, as pg_stat_statements counts them."""

from common.servers import psql

_TOP = """
SELECT round(total_exec_time), calls, round(mean_exec_time::numeric, 3), rows, shared_blks_hit, wal_records,
    userid::regrole, left(regexp_replace(query, '\\s+', ' ', 'g'), 220)
FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY total_exec_time DESC LIMIT {limit}
"""


class Watch:
    """Counts from its making on. Nothing is counted where the server was started without the extension's library."""

    def __init__(self, installation):
        self._installation = installation
        self.is_there = "pg_stat_statements" in psql(installation.url, "SHOW shared_preload_libraries")
        if self.is_there:
            installation.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset()")

    def write(self, path, leads, limit=60):
        if not self.is_there:
            return
        calls, time = self._installation.sql(
            "SELECT sum(calls), round(sum(total_exec_time)) FROM pg_stat_statements"
        ).strip().split("|")
        lines = self._installation.sql(_TOP.format(limit=limit)).splitlines()
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{int(calls) / leads:.2f} statements and {1000 * float(time) / leads:.0f} µs in them a lead\n\n")
            file.write("ms in all | calls | ms each | rows | blocks | WAL records | role | statement\n")
            file.write("\n".join(lines) + "\n")
