"""Ctrl-C, and being told to end: at once in a command's work, in good order in a server."""

import atexit
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

__all__ = ["Stopped", "leave", "stop_at_once", "until_told"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # the last: a terminal that was closed


#: The code of a program whose last words could not be written, by Python's own custom.
_UNREAD = 120


class Stopped(BaseException):
    """The person wants an end now. No library takes it for an error of its own and goes on."""


def stop_at_once() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal raise Stopped."""
    for number in _SIGNALS:
        signal.signal(number, _raise)


def leave(code: int) -> NoReturn:
    """End this process as Python does, but for taking down what was imported: all of it goes with the process.

    To look through it takes up to half a second, and to take it down a tenth of one. Where something else still runs,
    Python waits for that.
    """
    gc.freeze()
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    for said in (sys.stdout, sys.stderr):
        try:
            said.flush()
        except OSError:  # nobody reads it any more
            code = code or _UNREAD
    os._exit(code)


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets, for what is to end in good order.

    A flag, not an exception: one that is raised in a library's clean-up would be swallowed there.
    """
    told = threading.Event()
    before = {number: signal.signal(number, lambda *_: told.set()) for number in _SIGNALS}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise Stopped
