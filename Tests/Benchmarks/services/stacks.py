"""Sampled stacks: from perf's text, with Swift's names made readable, and what costs most in them."""

import re
import subprocess

_FRAME = re.compile(r"^\s+[0-9a-f]+ (.*?)(?:\+0x[0-9a-f]+)? \(([^)]*)\)$")
_SWIFT = re.compile(r"\$[sS][\w$]+")


def of_perf(recording):
    """{pid: {(outermost, …, innermost): samples}} of a file of `perf record`."""
    text = subprocess.run(
        ["perf", "script", "--no-inline", "--input", recording, "--fields", "pid,ip,sym,symoff,dso"],
        capture_output=True, text=True, errors="replace", timeout=600, check=True,
    ).stdout
    return _read(readable(text))


def _read(text):
    """A sample is a line with its process, then its frames from the inside out, then an empty line."""
    processes = {}
    pid, frames = None, []
    for line in [*text.split("\n"), ""]:
        if not line.strip():
            if pid is not None:
                stacks = processes.setdefault(pid, {})
                stack = tuple(reversed(frames)) or ("[unknown]",)
                stacks[stack] = stacks.get(stack, 0) + 1
            pid, frames = None, []
        elif pid is None:
            pid = int(line.split()[0].rstrip(":"))
        elif match := _FRAME.match(line):
            name, library = match.groups()
            frames.append(f"[{library.rsplit('/', 1)[-1]}]" if name == "[unknown]" else name)
    return processes


def readable(text):
    """Swift's symbols as its tools show them; each is translated once."""
    symbols = sorted(set(_SWIFT.findall(text)))
    if not symbols:
        return text
    shown = subprocess.run(
        ["swift", "demangle", "--simplified", "--compact"], input="\n".join(symbols), capture_output=True, text=True,
        timeout=300, check=True,
    ).stdout.split("\n")
    names = dict(zip(symbols, shown))
    return _SWIFT.sub(lambda found: names.get(found[0], found[0]).replace("(", "⟨").replace(")", "⟩"), text)


def merged(stacks):
    """Several processes' stacks as one."""
    total = {}
    for one in stacks:
        for stack, samples in one.items():
            total[stack] = total.get(stack, 0) + samples
    return total


def report(stacks, title, lines=40):
    """Text: what runs (self) and on whose behalf (with what it calls), in shares of all samples."""
    total = sum(stacks.values()) or 1
    inner, outer = {}, {}
    for stack, samples in stacks.items():
        inner[stack[-1]] = inner.get(stack[-1], 0) + samples
        for name in set(stack):
            outer[name] = outer.get(name, 0) + samples
    text = [f"{title}: {total:,}", ""]
    for head, costs in (("self", inner), ("with what it calls", outer)):
        text.append(head)
        text += [
            f"{100 * samples / total:6.2f} %  {name[:160]}"
            for name, samples in sorted(costs.items(), key=lambda item: -item[1])[:lines]
        ]
        text.append("")
    return "\n".join(text)
