"""What a command says while it works and when it ends."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

__all__ = ["busy", "complain", "say", "tracker"]

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(*lines: str) -> None:
    """Print plain lines; brackets in names stay as they are."""
    for line in lines:
        _out.print(line, markup=False)


def complain(message: str) -> None:
    """Print a user's error."""
    _err.print(message, markup=False, style="bold" if sys.stderr.isatty() else None)


def tracker(label: str) -> Callable[[Sequence[str]], Iterable[str]]:
    """A function that hands out items one by one behind a bar with counts and the time that remains."""

    def track(items: Sequence[str]) -> Iterator[str]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=_err, transient=True) as progress:
            task = progress.add_task(label, total=len(items))
            for item in items:
                progress.update(task, description=f"{label} {item}")
                yield item
                progress.advance(task)

    return track


@contextmanager
def busy(label: str) -> Iterator[None]:
    """A sign that something is under way that can't be counted."""
    with _err.status(label):
        yield
