"""Who ends kernels from outside, as Linux does on a machine that has no memory left."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

__all__ = ["killed_once", "waits_to_be_killed"]


def waits_to_be_killed(name: str, note: Path) -> str:
    """A cell that takes a name by which it is found from outside, and comes to its end only once the note is there."""
    return f"""
import ctypes, pathlib, time
ctypes.CDLL(None).prctl(15, {name.encode()!r}, 0, 0, 0)  # PR_SET_NAME
while not pathlib.Path({str(note)!r}).exists():
    time.sleep(0.02)
"""


@contextlib.contextmanager
def killed_once(name: str, note: Path) -> Iterator[None]:
    """The first process that takes the name is killed; only then the note is there, and no other one is killed."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            for pid in _named(name):
                os.kill(pid, signal.SIGKILL)
                note.touch()
                return

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def _named(name: str) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):  # it has just ended
            if path.read_text().rstrip("\n") == name:
                yield int(path.parent.name)
