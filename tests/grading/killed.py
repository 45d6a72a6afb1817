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
def killed_once(name: str, note: Path, *, by_its_parent: bool = False) -> Iterator[None]:
    """The first process that takes the name is killed, or its parent, with which it ends; no other one ever is.

    The note is there only once that process is gone.
    """
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            for pid in _named(name):
                os.kill(_parent_of(pid) if by_its_parent else pid, signal.SIGKILL)
                while _lives(pid) and not over.wait(0.02):
                    pass
                note.touch()
                return

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def _parent_of(pid: int) -> int:
    parent = int(_facts(pid)[1])
    assert parent > 1, "it has been left alone already"
    return parent


def _lives(pid: int) -> bool:
    try:
        return _facts(pid)[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _facts(pid: int) -> list[str]:
    """Its state, and the id of its parent (proc(5), stat)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]


def _named(name: str) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):  # it has just ended
            pid = int(path.parent.name)
            if path.read_text().rstrip("\n") == name and _lives(pid):
                yield pid
