"""The operator's tool as a process, under an installation's settings."""

import json
import os
import subprocess
import time

from common.servers import Missing


class Tool:
    def __init__(self, binaries, variables):
        self.path = os.path.join(binaries, "filon")
        self.variables = variables

    def ask(self, *arguments, timeout=300):
        """What `filon … --json` prints, and the seconds that it took from start to end."""
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        begin = time.monotonic()
        ran = subprocess.run(
            [self.path, *arguments, "--json"], env=own | {"LANG": "C.UTF-8"} | self.variables,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False,
        )
        seconds = time.monotonic() - begin
        if ran.returncode != 0:
            raise Missing(f"filon {' '.join(arguments[:2])} ended with {ran.returncode}: {ran.stderr.strip()[-500:]}")
        return json.loads(ran.stdout), seconds
