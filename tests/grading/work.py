"""Work for a pool that goes well, or wrong in every way."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Piece", "leave_a_mark", "work"]


@dataclass(frozen=True)
class Piece:
    """What to do."""

    number: int
    do: str


def leave_a_mark(place: str) -> None:
    """Leave one that tells which process it was."""
    Path(place, str(os.getpid())).touch()


def work(piece: Piece) -> str:
    """Do it."""
    match piece.do.split():
        case ["raise"]:
            raise ValueError("this one is bad")
        case ["sys.exit"]:
            sys.exit(3)
        case ["exit"]:
            os._exit(9)
        case ["kill"]:
            os.write(2, b"last words")
            os.kill(os.getpid(), signal.SIGKILL)
        case ["print"]:
            print("not for whoever wants the work")
        case ["where"]:
            return f"{Path.cwd()} {os.environ['KITH_TEST']}"
        case ["hold", place]:
            Path(place, str(os.getpid())).touch()
            time.sleep(600)
    return "done"
