"""Who watches a kernel from outside: it ends what uses too much, hands interrupts on, and says why it ended.

It looks several times a second, so a kernel may use more for a moment: the limits of each process (`rights`) hold
meanwhile. A tree of processes that never lives long enough to be read is stopped by wall time only.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from kith_kernels.confine.usage import exact_memory, give_way, usage_of
from kith_kernels.limits import Ended, Limits

__all__ = ["SIGNALS", "Watched", "ended_as", "watch"]

#: In seconds.
_LOOK_AGAIN = 0.05
#: What the monitor waits for; blocked from before there is a kernel, so that none is lost.
SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGCHLD})
#: Processes and threads are refused by the system at the limit, where it counts; past this the monitor ends all.
_PATIENCE = 1.5
#: A kernel has about ten threads by itself; one with more than this may not starve the kernels beside it.
_MANY = 24


@dataclass(frozen=True)
class Watched:
    """A kernel that runs, and whether its folders grew too large, where nothing else holds that."""

    pid: int
    limits: Limits
    too_large: Callable[[], bool] = bool


def watch(watched: Watched) -> Ended:
    """Why it ended, once the kernel and all that it started are gone."""
    end = time.monotonic() + watched.limits.wall_seconds
    while True:
        found = signal.sigtimedwait(SIGNALS, _LOOK_AGAIN)
        if found and found.si_signo == signal.SIGINT:
            os.kill(watched.pid, signal.SIGINT)
            os.kill(watched.pid, signal.SIGCONT)  # one that stopped itself would never notice
        gone, status, used = os.wait4(watched.pid, os.WNOHANG)
        if gone:
            return ended_as(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, watched.limits)
        why = Ended.DONE if found and found.si_signo == signal.SIGTERM else _too_much(watched, end)
        if why is not None:
            os.kill(watched.pid, signal.SIGKILL)
            os.waitpid(watched.pid, 0)
            return why


def ended_as(code: int, cpu_seconds: float, limits: Limits) -> Ended:
    """Why a kernel ended that nobody here ended, by its exit code (a signal's number below 0) and what it worked."""
    if code == -signal.SIGKILL and cpu_seconds > limits.cpu_seconds:  # past the limit of a process Linux kills it
        return Ended.TIME
    return Ended.KILLED if code in (-signal.SIGKILL, Ended.KILLED) else Ended.BY_ITSELF


def _too_much(watched: Watched, end: float) -> Ended | None:
    """Which limit it is past, if any."""
    limits = watched.limits
    usage = usage_of(watched.pid)
    if time.monotonic() > end or usage.cpu_seconds > limits.cpu_seconds:
        return Ended.TIME
    if sum(usage.memory.values()) + usage.waiting > limits.memory and exact_memory(usage) > limits.memory:
        return Ended.MEMORY
    if usage.tasks > _MANY:
        give_way(usage)
    if usage.tasks > limits.processes * _PATIENCE:
        return Ended.PROCESSES
    if watched.too_large():
        return Ended.FOLDER
    return None
