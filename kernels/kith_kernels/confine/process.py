"""What every process of a kernel begins with: nothing of its parent's but its memory."""

import os
import signal
import sys
import tempfile
from collections.abc import Callable

from kith_kernels.confine.line import Line, Unconfined
from kith_kernels.confine.syscalls import call

__all__ = ["be_alone", "die_with_parent", "forked", "keep_open", "settle"]

_PDEATHSIG = 1
#: More than any process can have open.
_ALL = 1 << 30


def be_alone() -> None:
    """A session of its own, no open files but three that lead nowhere, and an end that comes with the parent's."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    keep_open()
    die_with_parent()


def die_with_parent() -> None:
    """Linux kills this process when its parent ends, whatever ends it."""
    call("prctl", _PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def keep_open(*numbers: int) -> None:
    """Only the first three files and these are open."""
    begin = 3
    for number in sorted(numbers):
        os.closerange(begin, number)
        begin = number + 1
    os.closerange(begin, _ALL)


def forked(work: Callable[[], Callable[[], None]], end: Line) -> int:
    """The id of a new process that does the work, then what it returned; why it could not is told at ``end``."""
    pid = os.fork()
    if pid:
        return pid
    try:
        rest = work()
    except Exception as reason:  # noqa: BLE001  # whatever it was, who waits at the other end is told, and this ends
        end.tell(str(reason) if isinstance(reason, Unconfined) else f"{type(reason).__name__}: {reason}")
        os._exit(1)
    end.end.close()
    rest()
    sys.exit(0)  # as a kernel ends anywhere: what was opened is closed, what was buffered is written


def settle(environment: dict[str, str]) -> None:
    """Signals do what they do in a new process, and variables name places that are there."""
    for each in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.environ.update(environment)
    tempfile.tempdir = None  # the parent may have looked where that is for itself
