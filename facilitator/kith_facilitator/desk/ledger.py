"""What only the desk knows, one line a step: undo, bank, care, skips, shares, second marks. Never in the gradebook.

It lies in the course's own folder and travels nowhere. Answers stand in it under names that tell nobody who wrote them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith_exercises import log

__all__ = ["Entry", "Ledger"]

_VERSION = 1


@dataclass(frozen=True)
class Entry:
    """One step: the how manieth, when (UTC in ISO 8601), by whom, what, and what is to be known about it."""

    n: int
    at: str
    marker: str
    do: str
    data: Mapping[str, Any]


class Ledger:
    """The ledger of one module; safe for several markers at once, read again only when somebody else has written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = path.with_suffix(".lock")
        self._seen: tuple[int, ...] | None = None
        self._entries: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """Every step so far, oldest first; a line that can't be read is passed over."""
        state = self._state()
        if state != self._seen:
            found = (_entry(line) for line in log.read(self._path).entries)
            self._entries = tuple(entry for entry in found if entry is not None)
            self._seen = state
        return self._entries

    def add(self, at: str, marker: str, do: str, **data: Any) -> Entry:
        """Note one step, and return it once the disk has it."""
        with log.locked(self._lock):
            entries = self.entries()
            entry = Entry(1 + max((entry.n for entry in entries[-1:]), default=0), at, marker, do, data)
            line = {"v": _VERSION, "n": entry.n, "at": at, "marker": marker, "do": do, "data": data}
            log.append(self._path, log.encode(line))
            self._entries, self._seen = (*entries, entry), self._state()
        return entry

    def named(self) -> dict[str, str]:
        """By a question's id, the one named last at the end: the id by which its answers are named."""
        found: dict[str, str] = {}
        for entry in self.entries():
            names = entry.data.get("names") if entry.do == "asked" else None
            for id, name in names.items() if isinstance(names, dict) else ():
                found.pop(id, None)
                found[id] = str(name)
        return found

    def answers(self) -> frozenset[str]:
        """Every answer that has a seat or a line."""
        found: set[str] = set()
        for entry in self.entries():
            match entry.do, entry.data:
                case "seats", {"about": str(about), "names": list(names)} if about:
                    found |= {str(name) for name in names}
                case _, {"answer": str(answer)}:
                    found.add(answer)
        return frozenset(found)

    def _state(self) -> tuple[int, ...]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return (0,)
        return found.st_ino, found.st_size, found.st_mtime_ns


def _entry(line: Mapping[str, Any]) -> Entry | None:
    match line:
        case {"v": 1, "n": int(n), "at": str(at), "marker": str(marker), "do": str(do), "data": dict(data)}:
            return Entry(n, at, marker, do, data)
    return None
