"""Release executables, built once: the whole installation's unless told."""

import os
import subprocess
import sys

from common.servers import CHECKOUT, Missing

TARGETS = (
    "Ingest", "Enrichment", "Scoring", "Assignment", "PipelineMonitor", "Notifier", "Console", "Operator",
    "ProviderSandbox", "MailSink", "TraceCollector",
)


def release(scratch=None, targets=TARGETS):
    """Builds what has changed of `targets`; returns the folder of the executables."""
    command = ["swift", "build", "-c", "release", "--scratch-path", scratch or os.path.join(CHECKOUT, ".build")]
    variables = os.environ | {"FILON_ONLY": ",".join(targets)}
    if subprocess.run(command, cwd=CHECKOUT, env=variables, stdout=sys.stderr, check=False).returncode != 0:
        raise Missing("the release build failed; its messages stand above")
    shown = subprocess.run(
        [*command, "--show-bin-path"], cwd=CHECKOUT, env=variables, capture_output=True, text=True, check=True
    )
    return shown.stdout.strip()
