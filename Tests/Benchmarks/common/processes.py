"""CPU time and memory of processes, from /proc."""

import os

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _reaped_ticks(pid):
    """CPU of children that the process has waited for; None if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[13]) + int(fields[14])


def _stat(pid):
    """Parent, CPU seconds (own and of reaped children) and resident bytes; None if the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(ticks) for ticks in fields[11:15]) / _TICK, int(fields[21]) * _PAGE


def tree(root):
    """The process and all that descend from it: {pid: (cpu seconds, resident bytes)}."""
    processes = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _stat(name)):
            processes[int(name)] = stat
    children = {}
    for pid, (parent, _, _) in processes.items():
        children.setdefault(parent, []).append(pid)
    found, waiting = {}, [root]
    while waiting:
        pid = waiting.pop()
        if pid in processes:
            found[pid] = processes[pid][1:]
            waiting += children.get(pid, [])
    return found


def cpu_seconds(root):
    """CPU that the tree has used so far. It never falls: what an ended child used stands at its parent."""
    for _ in range(20):
        before = _reaped_ticks(root)
        used = sum(cpu for cpu, _ in tree(root).values())
        # A child that was waited for while we looked may have been missed on both sides: look again.
        if _reaped_ticks(root) == before:
            break
    return used


def resident_bytes(root):
    """Memory of the tree; pages that processes share count once for each of them."""
    return sum(resident for _, resident in tree(root).values())


def peak_bytes(pid):
    """The largest resident memory of one process so far; 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Meter:
    """CPU used between its making and a reading, per named process tree: {"broker": pid, "database": pid, …}."""

    def __init__(self, roots):
        self._roots = dict(roots)
        self._before = {name: cpu_seconds(pid) for name, pid in self._roots.items()}

    def seconds(self):
        return {name: cpu_seconds(pid) - self._before[name] for name, pid in self._roots.items()}

    def microseconds_per(self, count):
        """CPU-µs for each of `count` messages."""
        return {name: 1e6 * used / count for name, used in self.seconds().items()}
