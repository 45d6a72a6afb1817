"""What was collected, read once: a page asks for the same journals several times, and mostly none has changed.

What a file held is known as long as it stays the same: its place on the disk, its size, and when it was last changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from kith_exercises.journal import Journalled, read_records

__all__ = ["AsTheyAre", "collected"]

Found = TypeVar("Found")

_State = tuple[int, int, int, int]
#: Bytes of files of which is kept what they held; what was not asked for longest goes first.
_LARGEST = 64_000_000


class AsTheyAre(Generic[Found]):
    """What was read of files, as long as they are as they were."""

    def __init__(self, largest: int = _LARGEST) -> None:
        self._largest = largest
        self._kept: OrderedDict[Hashable, tuple[_State, Found]] = OrderedDict()
        self._bytes = 0

    def of(self, path: Path, read: Callable[[], Found], how: Hashable = None) -> Found:
        """What ``read`` gives of a file; ``how`` tells apart what is read of the same file in different ways."""
        name, state = (path, how), _state(path)
        known = self._kept.get(name)
        if known is not None and known[0] == state:
            self._kept.move_to_end(name)
            return known[1]
        found = read()
        self._forget(name)
        if state is not None and state == _state(path):  # nobody wrote meanwhile
            self._kept[name] = (state, found)
            self._bytes += state[0]
            while self._bytes > self._largest:
                self._forget(next(iter(self._kept)))
        return found

    def _forget(self, name: Hashable) -> None:
        known = self._kept.pop(name, None)
        self._bytes -= known[0][0] if known else 0


def collected(path: Path, names: Mapping[str, str]) -> Journalled:
    """A journal that was collected, as ``read_records`` reads it; read again only once it has changed."""
    return _journals.of(path, lambda: read_records(path, names), frozenset(names.items()))


def _state(path: Path) -> _State | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


_journals: AsTheyAre[Journalled] = AsTheyAre()
