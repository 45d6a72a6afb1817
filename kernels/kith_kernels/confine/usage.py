"""What a process and all its descendants use, as the system's own books say (proc(5))."""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Usage", "exact_memory", "give_way", "usage_of"]

#: Bytes that wait in one at most: twice Linux's own `net.core.wmem_max` (socket(7)).
_SOCKET = 2 * 212_992
#: The niceness of what runs last; its weight is a 68th of an ordinary process's (kernel/sched/core.c).
_LAST = 19
_TICKS = os.sysconf("SC_CLK_TCK")
#: In kB in /proc/<pid>/status: memory that is a process's own or shared with those it forked, and page tables.
_MEMORY = re.compile(r"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s+(\d+) kB", re.MULTILINE)
_THREADS = re.compile(r"^Threads:\s+(\d+)", re.MULTILINE)
_SHARE = re.compile(r"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Usage:
    """Of a tree of processes."""

    #: The bytes of each; what several share counts for each of them.
    memory: dict[int, int]
    #: Processes and threads.
    tasks: int
    #: Open files, as if each were a socket that is full: what waits there counts for nobody.
    waiting: int
    cpu_seconds: float


def usage_of(pid: int) -> Usage:
    """Orphans are counted too where ``pid`` is the first process of its namespace: they become its children."""
    memory: dict[int, int] = {}
    tasks = ticks = waiting = 0
    for each in _tree(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, IndexError):
            status = _read(f"/proc/{each}/status")
            waiting += _SOCKET * _open_files(each)
            memory[each] = 1024 * sum(int(found) for found in _MEMORY.findall(status))
            tasks += sum(int(found) for found in _THREADS.findall(status))
            # user, system, and the same of children that were waited for; counted from behind the name
            ticks += sum(int(found) for found in _read(f"/proc/{each}/stat").rpartition(")")[2].split()[11:15])
    return Usage(memory, tasks, waiting, ticks / _TICKS)


def _open_files(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except PermissionError:
        return 0


def exact_memory(usage: Usage) -> int:
    """What is shared counts once, where the system says so, and what waits in sockets too; it takes longer to ask."""
    return sum(_share(pid, memory) for pid, memory in usage.memory.items()) + _SOCKET * len(_sockets(usage))


def _sockets(usage: Usage) -> set[str]:
    found = set()
    for pid in usage.memory:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            for number in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(FileNotFoundError):
                    found.add(os.readlink(f"/proc/{pid}/fd/{number}"))
    return {name for name in found if name.startswith("socket:")}


def _share(pid: int, memory: int) -> int:
    try:
        return 1024 * sum(int(found) for found in _SHARE.findall(_read(f"/proc/{pid}/smaps_rollup")))
    except (FileNotFoundError, ProcessLookupError):
        return 0
    except PermissionError:  # a program that may be run and not read keeps that for itself
        return memory


def give_way(usage: Usage) -> None:
    """All of it runs only when nobody else wants to: what is many takes no more than what is one."""
    for pid in usage.memory:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for task in os.listdir(f"/proc/{pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(task), _LAST)


def _tree(pid: int) -> Iterator[int]:
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        yield each
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for task in os.listdir(f"/proc/{each}/task"):
                waiting += [int(child) for child in _read(f"/proc/{each}/task/{task}/children").split()]


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()
