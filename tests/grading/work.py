"""Work for a pool that goes well, or wrong in every way."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MIB", "Piece", "work"]

MIB = 1024 * 1024
kept: list[bytearray] = []


@dataclass(frozen=True)
class Piece:
    """What to do."""

    number: int
    do: str


def work(piece: Piece) -> str:
    """Do it."""
    word, _, rest = piece.do.partition(" ")
    return str(_DEEDS.get(word, lambda _: None)(rest) or "done")


def fail(_: str) -> None:
    raise ValueError("this one is bad")


def die(_: str) -> None:
    os.write(2, b"last words")
    os.kill(os.getpid(), signal.SIGKILL)


def hold(place: str) -> None:
    Path(place, str(os.getpid())).touch()
    time.sleep(600)


def spin(_: str) -> None:
    """Longer than anybody waits, and no other thread of its process gets a turn."""
    re.match("(a*)*b", "a" * 50)


_DEEDS: Mapping[str, Callable[[str], object]] = {
    "raise": fail,
    "sys.exit": lambda _: sys.exit(3),
    "exit": lambda _: os._exit(9),
    "kill": die,
    "print": lambda _: print("not for whoever wants the work"),
    "where": lambda _: f"{Path.cwd()} {os.environ['KITH_TEST']}",
    "has": lambda module: "there" if module in sys.modules else "missing",
    "who": lambda _: os.getpid(),
    "wait": lambda seconds: time.sleep(int(seconds)),
    "hold": hold,
    "spin": spin,
    "eat": lambda megabytes: bytearray(int(megabytes) * MIB) and None,
    "keep": lambda megabytes: kept.append(bytearray(int(megabytes) * MIB)),
}
