"""What a learner should know before they submit: said once, and never in the way of who means it."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kith_exercises.things import sheets_in
from kith_exercises.work import Work, copies_in, work_in
from kith_facilitator.intake import Limits
from kith_widgets.words import say

__all__ = ["before_submitting"]

_NOT_SENT = frozenset({".ipynb_checkpoints", "__pycache__", "feedback"})  # as nbgrader has it


def before_submitting(folder: Path, released: Path | None = None, limits: Limits | None = None) -> tuple[str, ...]:
    """Sentences about an assignment folder, the gravest first; none if there is nothing to say.

    ``released`` is the module as it lies in the exchange: a page of it that is missing here is named.
    """
    limits = limits or Limits()
    found = _Folder.of(folder)
    work = work_in(folder.parent, folder.name)
    said = [*_what_stops(found, folder.name, limits), *_missing(folder, released)]
    copies = copies_in(folder)
    if copies:
        said.append(say("checkCopies", names=[_quoted(name) for name in copies], module=folder.name))
    said += [say("checkDamaged", n=count, page=_quoted(page)) for page, count in work.damaged.items()]
    left = [prompt for prompt in work.left if prompt.id not in _for_later(folder, work)]
    if left:
        said.append(say("checkEmpty", titles=[_quoted(prompt.title) for prompt in left]))
    return tuple(said)


def _for_later(folder: Path, work: Work) -> frozenset[str]:
    """Prompts that go on upon a page not begun yet: a module is handed in after each sitting, and later ones can wait.

    Where no page is begun, there is nothing that could wait.
    """
    sheets = sheets_in(folder)
    begun = [
        sheet
        for sheet in sheets
        if (page := sheet.name.rpartition("/")[2]) in work.journals and work.journals[page].records
    ]
    return frozenset(prompt for sheet in sheets if begun and sheet not in begun for prompt, _ in sheet.shows)


@dataclass(frozen=True)
class _Folder:
    """What lies in a folder, as far as submitting and collecting look at it."""

    size: int
    entries: int
    depth: int
    largest: str
    broken: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> "_Folder":
        sizes: dict[str, int] = {}
        broken: list[str] = []
        entries = depth = 0
        for base, folders, names in os.walk(folder):
            inside = Path(base).relative_to(folder)
            folders[:] = [name for name in folders if name not in _NOT_SENT]
            depth = max(depth, len(inside.parts))
            entries += len(names) + len(folders)
            for name in names:
                path, called = Path(base, name), (inside / name).as_posix()
                if path.is_symlink() and not path.exists():
                    broken.append(called)
                elif path.is_file():
                    sizes[called] = path.stat().st_size
        largest = max(sizes, key=lambda name: sizes[name], default="")
        return cls(sum(sizes.values()), entries, depth, largest, tuple(sorted(broken)))


def _what_stops(found: _Folder, module: str, limits: Limits) -> Iterator[str]:
    """What would be refused on the way."""
    if found.size > limits.size:
        size, most = math.ceil(found.size / 1_000_000), round(limits.size / 1_000_000)
        yield say("checkLarge", size=size, limit=most, name=_quoted(found.largest), module=module)
    if found.entries > limits.entries:
        yield say("checkMany", limit=limits.entries)
    if found.depth > limits.depth:
        yield say("checkDeep", limit=limits.depth)
    if found.broken:
        yield say("checkLinks", names=[_quoted(name) for name in found.broken[:3]])


def _missing(folder: Path, released: Path | None) -> Iterator[str]:
    pages = {path.name for path in released.glob("*.ipynb")} if released and released.is_dir() else set()
    missing = sorted(name for name in pages if not (folder / name).is_file())
    if missing:
        yield say("checkMissing", names=[_quoted(name) for name in missing])


def _quoted(name: str) -> str:
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return say("statusQuoted", title=plain)
