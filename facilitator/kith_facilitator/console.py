"""What a command says while it works and when it ends.

A program that runs a command, as the marking desk does, sets KITH_PROGRESS=json: then each line of stdout is JSON.
"""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import category

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["busy", "complain", "say", "tell", "tracker"]

_LINES = 10
_JOINING = "\u200d\ufe0f"  # of emoji


def say(*lines: str) -> None:
    """Print plain lines; brackets in names stay as they are, and no name makes a line of its own."""
    for line in map(_in_one, lines):
        if _told_to_a_program():
            tell(said=line)
        else:
            _console().print(line, markup=False)


def tell(**facts: Any) -> None:
    """Say facts to a program that runs this command; a person is told in words."""
    if _told_to_a_program():
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


def complain(message: str) -> None:
    """Print a user's error."""
    _console(stderr=True).print(message, markup=False, style="bold" if sys.stderr.isatty() else None)


def tracker(label: str) -> Callable[[Collection[str]], Iterable[str]]:
    """A function that hands out items one by one behind a bar with counts and the time that remains.

    They may be such as come one after the other, as long as it is known how many there are.
    """

    def track(items: Collection[str]) -> Iterator[str]:
        if _told_to_a_program():
            tell(done=0, total=len(items))
            for done, item in enumerate(items, 1):
                yield item
                tell(done=done, total=len(items))
            return None
        err = _console(stderr=True)
        if not err.is_terminal:
            yield from _in_lines(label, items)
            return None
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task(label, total=len(items))
            for item in items:
                progress.update(task, description=escape(f"{label} {_in_one(item)}"))
                yield item
                progress.advance(task)
        return None

    return track


def _in_lines(label: str, items: Collection[str]) -> Iterator[str]:
    """How far it is for a log, where no bar can be drawn: a line for each tenth."""
    tenth = max(1, len(items) // _LINES)
    for done, item in enumerate(items, 1):
        yield item
        if done % tenth == 0 or done == len(items):
            _console(stderr=True).print(f"{label} {_in_one(item)} ({done} of {len(items)})", markup=False)


@contextmanager
def busy(label: str) -> Iterator[None]:
    """A sign that something is under way that can't be counted."""
    with _console(stderr=True).status(label):
        yield


def _in_one(line: str) -> str:
    """A line in which names that strangers chose end nothing, and turn or move nothing on a terminal."""
    unshown = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join("\ufffd" if category(letter) in unshown and letter not in _JOINING else letter for letter in line)


@cache
def _console(*, stderr: bool = False) -> "Console":
    """What draws on a terminal, imported when something is to be drawn: a program that is told facts needs none."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _told_to_a_program() -> bool:
    return os.environ.get("KITH_PROGRESS") == "json"
