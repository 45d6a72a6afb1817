"""What one kernel may use, and how its end is told."""

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Ended", "Limits"]

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one kernel and all that it starts may use, at most; sizes in bytes, times in seconds."""

    memory: int = 1024 * MIB
    processes: int = 64
    cpu_seconds: int = 300
    wall_seconds: int = 600
    #: One file.
    file: int = 50 * MIB
    #: The one writable folder, with what was in it from the start.
    folder: int = 200 * MIB
    #: Each of the places for temporary files, and shared memory.
    scratch: int = 64 * MIB
    #: In one process.
    open_files: int = 256


class Ended(IntEnum):
    """Why a kernel ended, as the exit code of the process that watched it."""

    DONE = 0
    #: It ended by itself, other than when it was asked to.
    BY_ITSELF = 70
    MEMORY = 71
    TIME = 72
    FOLDER = 73
    #: It was never started, since it could not be confined.
    UNCONFINED = 74
    #: More processes and threads than it may have.
    PROCESSES = 75
    #: By a signal that nobody refuses, and that was not ours: its own code may do that, beside whom it runs with the
    #: rights of that one, and so does Linux where the machine has no memory left.
    KILLED = 76
    #: With the process that it was forked from, which tells nothing any more: no doing of its own. No process says so.
    LOST = -256
