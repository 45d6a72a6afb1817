"""What a module is for, and what it knows of itself, as `module.toml` has it beside its title."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from kith_facilitator.course.finding import Finding, SourceError

__all__ = ["Aims", "Contested", "Measured", "Objective", "load_aims"]


@dataclass(frozen=True)
class Objective:
    """What learners can do in the end: the prompts in which they practise it (``activities``) and show it (``shown``).

    The second may also name one criterion of a rubric: ``prompt/criterion``. Another module's name stands before
    either, with a slash.
    """

    text: str
    activities: tuple[str, ...]
    shown: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Contested:
    """A claim on which works disagree: the ids in `references.json` of one that speaks for it and one against."""

    claim: str
    speaks_for: str
    against: str
    line: int


@dataclass(frozen=True)
class Measured:
    """How long a cohort said that it took: the mean in minutes, and how many people said so."""

    minutes: float
    people: int


@dataclass(frozen=True)
class Aims:
    """All of it; each part is empty until an author writes it.

    ``core`` names, by page, what is enough for whoever has little time: a question, or a part of one, as prompt/part.
    """

    objectives: tuple[Objective, ...] = ()
    contested: tuple[Contested, ...] = ()
    measured: Measured | None = None
    core: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_aims(path: Path) -> Aims:
    """What a `module.toml` says of its module's aims. Raises SourceError, which names the line."""
    text = path.read_text(encoding="utf-8")
    table, lines = tomllib.loads(text), text.splitlines()
    objectives = [
        Objective(one.text("text"), one.texts("activities"), one.texts("shown"), one.line)
        for one in _tables(path, table, lines, "objectives")
    ]
    contested = [
        Contested(one.text("claim"), one.text("for"), one.text("against"), one.line)
        for one in _tables(path, table, lines, "contested")
    ]
    return Aims(tuple(objectives), tuple(contested), _measured(path, table, lines), _core(path, table, lines))


def _measured(path: Path, table: Mapping[str, Any], lines: list[str]) -> Measured | None:
    if "measured" not in table:
        return None
    one = _One(path, table["measured"], _lines_of(lines, "measured", "[")[0])
    return Measured(one.number("minutes"), int(one.number("people")))


def _core(path: Path, table: Mapping[str, Any], lines: list[str]) -> dict[str, tuple[str, ...]]:
    sittings = table.get("sittings")
    said = sittings.items() if isinstance(sittings, dict) else ()
    return {
        page: _One(path, one, _lines_of(lines, f"sittings.{page}", "[")[0]).texts("core")
        for page, one in said
        if isinstance(one, dict) and "core" in one
    }


def _tables(path: Path, table: Mapping[str, Any], lines: list[str], key: str) -> "list[_One]":
    found = table.get(key, [])
    if not isinstance(found, list):
        raise SourceError(_finding(path, _lines_of(lines, key, "[")[0], f"“{key}” is one table", f"write [[{key}]]"))
    starts = _lines_of(lines, key, "[[")
    return [_One(path, one, starts[min(n, len(starts) - 1)]) for n, one in enumerate(found)]


def _lines_of(lines: list[str], key: str, opening: str) -> list[int]:
    header = re.compile(rf"\s*{re.escape(opening)}\s*{key}\s*\]|\s*{key}\s*=")
    return [number for number, line in enumerate(lines, 1) if header.match(line)] or [1]


class _One:
    """One table, whose keys are looked at one by one."""

    def __init__(self, path: Path, table: object, line: int) -> None:
        self.line = line
        self._path = path
        self._table = table if isinstance(table, dict) else {}

    def text(self, key: str) -> str:
        found = self._table.get(key)
        if not isinstance(found, str) or not found:
            self._fail(f"“{key}” must be a text", f'{key} = "..."')
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._table.get(key)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self._fail(f"“{key}” must be a list of texts", f'{key} = ["..."]')
        return tuple(found)

    def number(self, key: str) -> float:
        found = self._table.get(key)
        if not isinstance(found, int | float) or isinstance(found, bool) or found <= 0:
            self._fail(f"“{key}” must be a number above 0", f"{key} = 12")
        return found

    def _fail(self, what: str, remedy: str) -> NoReturn:
        raise SourceError(_finding(self._path, self.line, what, f"write {remedy}"))


def _finding(path: Path, line: int, what: str, remedy: str) -> Finding:
    return Finding(f"{path.parent.name}/{path.name}", line, None, what, remedy)
