"""What one piece of work may take of the process that does it, so that none starves the others.

What a learner's code may use, its kernel says (``kith_kernels.Limits``). This is about what reads their files, checks
them and writes them: there, too, a small notebook may take gigabytes, and hours.
"""

import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FREE", "MEMORY", "READING", "Bound", "data_size", "limit_data", "processor_seconds"]

#: Seconds of a processor for one notebook, and bytes for one submission, if nothing else is configured: a hundred times
#: what coursework takes, and what its own code may have (``kith_kernels.Limits``).
READING, MEMORY = 120, 1024 * 1024 * 1024
#: Seconds for one notebook beside those in which its code runs, on a machine with much else to do.
_BESIDE = 600
#: The share of the time in which code runs that goes at most into reading what it puts out.
_TO_READ = 0.25


@dataclass(frozen=True)
class Bound:
    """The most that one piece may take; None is as much as there is."""

    #: In seconds, until something came of it, whatever it waited for.
    seconds: float | None = None
    #: In seconds of a processor: what its process works, without kernels and others that it started.
    busy: float | None = None
    #: In bytes, beside what its process had when it began.
    memory: int | None = None

    @classmethod
    def of(cls, pages: int, *, reading: int = READING, memory: int = MEMORY, longest: float | None = 0) -> "Bound":
        """The bound of a submission with so many notebooks, whose code runs at its ``longest`` so many seconds each.

        None is longer than is known: such a piece is held to its memory alone. What code puts out is read while it
        runs, and that is work, too.
        """
        if longest is None:
            return cls(memory=memory)
        count = max(1, pages)
        return cls(count * (longest + _BESIDE), count * (reading + longest * _TO_READ), memory)

    def exceeded(self, seconds: float, busy: float) -> str:
        """What was exceeded by something that took so long and worked so much, as an error; nothing if it was not."""
        if self.busy is not None and busy > self.busy:
            return f"TooSlowError: it was worked on for {busy:.0f} seconds, and {self.busy:.0f} were allowed"
        if self.seconds is not None and seconds > self.seconds:
            return f"TooLongError: nothing came of it in {seconds:.0f} seconds"
        return ""


#: No bound at all.
FREE = Bound()


def data_size() -> int:
    """Bytes of this process's own memory that count for its limit; 0 where the system does not say (proc(5), statm)."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_bytes().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def limit_data(most: int | None) -> None:
    """Let this process have so many bytes, and not a byte more; None lifts that again.

    Whatever it starts inherits that, and may lift it: it is the lower one of two limits (setrlimit(2)).
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = hard if most is None else most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def processor_seconds(process: int | None) -> float:
    """Seconds for which a process has worked; 0 where the system does not say, or it is gone (proc(5), stat)."""
    with suppress(OSError, IndexError):
        # Behind the name, which may hold anything, the first is the third in that page: the 14th and 15th are its time.
        told = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
