"""What a program and everything that it starts use: time, processors, memory (Linux only)."""

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

__all__ = ["Run", "memory", "processors", "run"]

#: Between two looks at the processes, in seconds.
_PAUSE = 0.2
#: By how much what is resident must have grown for another look at what is shared.
_GROWN = 1.05
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


@dataclass
class Run:
    """One run of a program: seconds by the clock and of processors, and the most memory at one time, in MiB.

    ``memory`` counts what processes share once (proportional set size), ``resident`` each time; both may miss a
    twentieth. ``lines`` are what it said, each with the second when it did. ``processors`` has the seconds of what ran
    long enough to be looked at, by what it is; ``left`` counts what was still there when the program had ended.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    resident: float = 0.0
    lines: list[tuple[float, str]] = field(default_factory=list)
    processors: dict[str, float] = field(default_factory=dict)
    left: int = 0


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> Run:
    """Run a program to its end and measure it; ends this one with what it said if it fails."""
    # What a child leaves behind becomes ours, so that its time counts too and it can be counted.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    made = Run()
    begin = time.perf_counter()
    with log.open("wb") as errors:
        child = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=errors, text=True)
        looking = _Looking(made)
        looking.start()
        assert child.stdout is not None
        reading = threading.Thread(target=_read, args=(child.stdout, begin, made.lines), daemon=True)
        reading.start()
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    made.seconds = time.perf_counter() - begin
    made.cpu = usage.ru_utime + usage.ru_stime
    looking.end()
    _reap(made)
    reading.join()  # only now: what it left may have held the line open
    if child.returncode:
        said = "\n".join(line for _, line in made.lines) + log.read_text(errors="replace")
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}:\n{said[-4000:]}")
    return made


def _read(said: IO[str], begin: float, lines: list[tuple[float, str]]) -> None:
    with said:
        lines += ((time.perf_counter() - begin, line.rstrip("\n")) for line in said)


def memory(process: int) -> float:
    """What a process and all below it hold at this moment, in MiB; what they share counts once."""
    return sum(_proportional(one) for one in (process, *_below(process)))


def processors(process: int) -> float:
    """The seconds of processor time that those below a process have used, as far as they are still there."""
    return sum(seconds for _, seconds in _below(process).values())


class _Looking(threading.Thread):
    """Looks at all processes below this one, again and again, and notes the most memory and the newest times."""

    def __init__(self, run: Run) -> None:
        super().__init__(daemon=True)
        self._run, self._ended = run, threading.Event()
        self._kinds: dict[int, tuple[str, float]] = {}

    def end(self) -> None:
        """Look no more, and sum up."""
        self._ended.set()
        self.join()
        for kind, seconds in self._kinds.values():
            self._run.processors[kind] = self._run.processors.get(kind, 0.0) + seconds

    def run(self) -> None:
        while not self._ended.wait(_PAUSE):
            found = _below(os.getpid())
            resident = sum(_resident(process) for process in found)
            if resident > self._run.resident * _GROWN:
                # Only now: to add up proportional sizes takes so long that it would slow down what is measured.
                self._run.resident = resident
                self._run.memory = max(self._run.memory, sum(_proportional(process) for process in found))
            for process, (parent, seconds) in found.items():
                kind = self._kinds[process][0] if process in self._kinds else _kind(process, parent)
                self._kinds[process] = (kind, seconds)


def _below(ancestor: int) -> dict[int, tuple[int, float]]:
    """Every process that descends from one, with its parent and the seconds of processor time that it used itself."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # Behind the name, which may hold anything; proc(5) numbers what follows.
            facts = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(folder.name)] = int(facts[1])
            seconds[int(folder.name)] = (int(facts[11]) + int(facts[12])) / _TICK
    found: dict[int, tuple[int, float]] = {}
    new = {ancestor}
    while new := {process for process, parent in parents.items() if parent in new}:
        found.update({process: (parents[process], seconds[process]) for process in new})
    return found


def _resident(process: int) -> float:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE / 2**20
    return 0.0


def _proportional(process: int) -> float:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return _resident(process)  # it ended, or this account may not look: then more than it is
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _kind(process: int, parent: int) -> str:
    """The module that a process runs, for people who read where the time went; a fork has a name of its own."""
    own = _module(process)
    return f"forks of {own}" if own and own == _module(parent) else own


def _module(process: int) -> str:
    with suppress(OSError, IndexError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        if "-m" in words:
            return words[words.index("-m") + 1]
    return ""


def _reap(made: Run) -> None:
    """Wait for what the program left, for a moment; what is still there then is counted and ended."""
    for _ in range(50):
        with suppress(ChildProcessError):
            while (found := os.wait4(-1, os.WNOHANG))[0]:
                made.cpu += found[2].ru_utime + found[2].ru_stime
        left = _below(os.getpid())
        if not left:
            return
        time.sleep(_PAUSE)
    made.left = len(left)
    for process in left:
        with suppress(ProcessLookupError):
            os.kill(process, 9)
