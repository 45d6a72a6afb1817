"""What a process of a pool does: one piece of work after the other, each within its bound of memory."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from kith_facilitator.grading.bound import data_size, limit_data
from kith_kernels.warm import Lent, take

__all__ = ["Start", "serve"]


@dataclass(frozen=True)
class Start:
    """How a worker is to find its surroundings; it is the fork of a process that began earlier."""

    said: str
    folder: str
    environment: dict[str, str]
    path: list[str]
    lent: Lent | None


def serve(line: Connection, life: Connection, start: Start) -> None:
    """What a worker does until nobody gives it work any more."""
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    # Ctrl-C reaches the whole group: whoever gave the work ends its workers. A handler, since kernels would inherit
    # that a signal is ignored.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _settle(start)
    began = data_size()
    last = False
    while not last:
        try:
            work, piece, memory = line.recv()
        except (EOFError, OSError):
            return
        limit_data(began + memory if memory and began else None)
        told = _tried(work, piece)
        # The next piece is to find as much as this one did; what lies scattered is not given back to the system.
        last = bool(memory) and data_size() > began + memory // 2
        line.send((*told, last))


def _settle(start: Start) -> None:
    os.chdir(start.folder)
    os.environ.clear()
    os.environ.update(start.environment)
    sys.path[:] = start.path
    if start.lent is not None:
        take(start.lent)
    said = os.open(start.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in (1, 2):  # the command's own words are not mixed with those of libraries and of learners' code
        os.dup2(said, number)
    os.close(said)


def _tried(work: Callable[[Any], Any], piece: Any) -> tuple[Any, str, str]:
    try:
        return work(piece), "", ""
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a piece holds, the next one is to be done
        # By its class and words alone: an error of any library may be one that can't be pickled.
        return None, f"{type(error).__name__}: {error}", traceback.format_exc()


def _end_with(life: Connection) -> None:
    """End this process, whatever it is at, when the one that wants its work is gone."""
    with suppress(EOFError, OSError):
        life.recv()
    os._exit(1)
