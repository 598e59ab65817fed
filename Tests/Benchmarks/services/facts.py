"""Facts as enrichment caches them, carried from a run that looked them up into databases that have seen no company."""

import subprocess

from common.servers import Missing

_TABLES = ("dossiers", "facts", "turnover", "turnover_status", "cached_replies")


def copy(installation, origin, target):
    """Copies what enrichment knows of SIRENs, and nothing of companies, from one database into another."""
    servers = installation.servers
    tables = [f"--table=enrichment.{name}" for name in _TABLES]
    # Its warning about facts that replace each other does not concern us: the constraint is deferred.
    source = subprocess.Popen(
        ["pg_dump", "--data-only", *tables, servers.database_url(origin)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    sink = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", servers.database_url(target)],
        stdin=source.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=300, check=False,
    )
    source.stdout.close()
    if source.wait(60) != 0 or sink.returncode != 0:
        raise Missing(f"the cached facts could not be copied: {sink.stderr.strip()[-500:]}")


def known(installation, sirens):
    """Those of `sirens` whose company is active by what was looked up, so that its lead can be owned."""
    active = set(
        installation.sql(
            "SELECT siren FROM enrichment.dossiers WHERE body->>'end' IS NULL AND body->>'exclusion' IS NULL"
        ).split()
    )
    return [siren for siren in sirens if siren in active]
