"""Ctrl-C, and being told to end: at once in a command's work, in good order in a server."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Stopped", "stop_at_once", "until_told"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # the last: a terminal that was closed


class Stopped(BaseException):
    """The person wants an end now. No library takes it for an error of its own and goes on."""


def stop_at_once() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal raise Stopped."""
    for number in _SIGNALS:
        signal.signal(number, _raise)


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
