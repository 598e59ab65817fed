"""A Python of a peer's own, with the versions that its requirements pin."""

import os
import shutil
import subprocess

from .servers import Missing


def install(directory, requirements):
    """Makes the environment, or keeps the one that is there; returns its interpreter. Missing says why there is none."""
    python = os.path.join(directory, "bin", "python")
    mark = os.path.join(directory, "installed.txt")
    if os.path.exists(mark) and _same(mark, requirements):
        return python
    try:
        shutil.rmtree(directory, ignore_errors=True)
        _quiet(["python3", "-m", "venv", directory], 120)
        _quiet([python, "-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements], 300)
    except (subprocess.SubprocessError, OSError) as error:
        text = getattr(error, "stderr", None) or str(error)
        raise Missing(f"the peer cannot be installed: {text.strip().splitlines()[-1]}") from None
    shutil.copyfile(requirements, mark)
    return python


def _same(left, right):
    with open(left, encoding="utf-8") as one, open(right, encoding="utf-8") as other:
        return one.read() == other.read()


def _quiet(command, seconds):
    subprocess.run(command, check=True, timeout=seconds, capture_output=True, text=True)
