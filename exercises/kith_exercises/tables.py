"""One table of a TOML file, read key by key: whatever is wrong in it is named with file, line and remedy."""

import re
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from kith_exercises.errors import KithError
from kith_exercises.records import REACHES

__all__ = ["Table", "content_of", "tables_in", "tables_of"]

#: TOML knows infinity, and numbers of any length.
_LARGEST = 1e12


def tables_of(path: Path) -> dict[str, "Table"]:
    """The tables of a file by their names, in its order; no file, no tables. Raises KithError."""
    return tables_in(path, content_of(path))


def tables_in(path: Path, content: bytes | None) -> dict[str, "Table"]:
    """The same of a file that was read already; None is no file. Raises KithError."""
    try:
        found = tomllib.loads((content or b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(f"{path}: this is not valid TOML: {error}. Mend that line and try again.") from None
    return {id: Table(path, (id,), table) for id, table in found.items()}


def content_of(path: Path) -> bytes | None:
    """What is in a file; None where there is none. Raises KithError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KithError(f"{path} can't be read: {error.strerror}.") from None


class Table:
    """One table of a file, which hands out each key once, checked, and complains of what is left over."""

    def __init__(self, path: Path, keys: tuple[str, ...], table: Any, above: "Table | None" = None, n: int = 0) -> None:
        """``keys`` lead to it from the top of the file; ``n`` says which of a list it is, from 1."""
        self.path, self._keys, self._above, self._n = path, keys, above, n
        if not isinstance(table, dict):
            self.fail("it must be a table")
        self.rest: dict[str, Any] = dict(table)

    @property
    def id(self) -> str:
        """The name of the table at the top of the file in which this one lies."""
        return self._keys[0]

    @property
    def line(self) -> int:
        """Where the table starts, or the one around it where it has no header of its own.

        TOML readers don't keep it, so headers are looked for.
        """
        lines = self.path.read_text(encoding="utf-8").splitlines()
        if self._above is None:
            return next((number for number, line in enumerate(lines, 1) if _opens(self.id).match(line.strip())), 1)
        start = self._above.line
        header = _header(self._keys)
        found = (number for number, line in enumerate(lines[start - 1 :], start) if header.match(line.strip()))
        return next(islice(found, max(self._n - 1, 0), None), start)

    @property
    def _within(self) -> str:
        if self._above is None:
            return ""
        return f"{self._above._within} {self._keys[-1]}{f' {self._n}' if self._n else ''}"

    def fail(self, what: str, *, line: int | None = None) -> NoReturn:
        """Complain of this table, or of a line in it: ``what`` is the slip and, behind “; ”, its remedy."""
        raise KithError(f"{self.path}, line {line or self.line}: [{self.id}]{self._within}: {what}.")

    def line_in(self, key: str, n: int) -> int:
        """Where the n-th line (from 1) of a long text under ``key`` stands, as far as a file shows it."""
        start = self.line
        lines = self.path.read_text(encoding="utf-8").splitlines()[start - 1 :]
        opens = re.compile(rf"{_key(key)}\s*=\s*(\"\"\"|\'\'\')?(.*)")
        found = ((number, match) for number, one in enumerate(lines) if (match := opens.match(one.strip())))
        number, match = next(found, (0, None))
        if match is None or not match[1]:
            return start + number
        # What begins behind the quotation marks is the first line; a line's end there is no part of the text.
        return start + number + n - bool(match[2])

    def take(self, key: str, kind: type | tuple[type, ...], remedy: str, default: Any = ...) -> Any:
        """What stands under ``key``, if it is of this kind; without a default it must be there."""
        value = self.rest.pop(key, default)
        if value is ...:
            self.fail(f"“{key}” is missing; add {remedy}")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            self.fail(f"“{key}” must be {remedy}")
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        """A text; where it must be there, something must stand in it."""
        found = self.take(key, str, f'a text: {key} = "..."', default)
        if default is ... and not found.strip():
            self.fail(f"“{key}” is empty; write a text there")
        return found

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of texts."""
        found = self.take(key, list, f'a list of texts: {key} = ["..."]', default)
        if not all(isinstance(item, str) for item in found):
            self.fail(f"“{key}” must hold texts only")
        if not all(item.strip() for item in found):
            self.fail(f"“{key}” has an empty text in it; write one there, or take it out")
        return tuple(found)

    def number(self, key: str, default: Any = ...) -> float:
        """A number."""
        found = self.take(key, (int, float), f"a number: {key} = 10", default)
        if found is not default and not abs(found) <= _LARGEST:
            self.fail(f"“{key}” must be a number that fits on a line: {key} = 10")
        return found  # type: ignore[no-any-return]  # taken as one

    def whole(self, key: str, low: int, high: int, default: Any = ...) -> int:
        """A whole number from ``low`` to ``high``."""
        found = self.take(key, int, f"a whole number: {key} = {low}", default)
        if found is not default and not low <= found <= high:
            self.fail(f"“{key}” must be a whole number from {low} to {high}")
        return found  # type: ignore[no-any-return]  # taken as one

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        return self.take(key, bool, "true or false", default)  # type: ignore[no-any-return]  # taken as one

    def words(self) -> tuple[int, int] | None:
        """How many words are aimed at, from low to high; None where nothing is said."""
        words = self.take("words", list, "two whole numbers: words = [200, 400]", None)
        if words is None:
            return None
        if len(words) != 2 or not all(type(word) is int for word in words) or not 0 <= words[0] <= words[1] > 0:
            self.fail("“words” must be two whole numbers, low then high: words = [200, 400]")
        return words[0], words[1]

    def reach(self, default: Any = ...) -> Any:
        """Who sees an answer."""
        reach = self.text("reach", default)
        if reach is not default and reach not in REACHES:
            self.fail(f"“reach” must be one of {', '.join(REACHES)}; it says who sees the answer")
        return reach

    def tables(self, key: str, default: Any = ...) -> list["Table"]:
        """The tables of a list, each of which knows where it stands."""
        found = self.take(key, list, f"at least one [[{self._header_of(key)}]]", default)
        return [Table(self.path, (*self._keys, key), item, self, n) for n, item in enumerate(found, 1)]

    def table(self, key: str) -> "Table | None":
        """The table under ``key``; None where there is none."""
        found = self.take(key, dict, f"a table: [{self._header_of(key)}]", None)
        return None if found is None else Table(self.path, (*self._keys, key), found, self)

    def within(self, key: str, n: int = 0) -> "Table":
        """The place of a table under ``key``, the n-th of a list, whatever stands there."""
        return Table(self.path, (*self._keys, key), {}, self, n)

    def _header_of(self, key: str) -> str:
        return ".".join((*self._keys, key))

    def done(self) -> None:
        """Complain of the first key that nobody asked for."""
        if self.rest:
            self.fail(f"there is no such key as “{next(iter(self.rest))}”; look for a typing slip")


def _opens(id: str) -> re.Pattern[str]:
    """The header of a table at the top, or the first of those within it: it may have none itself."""
    return re.compile(rf"\[+\s*{_key(id)}\s*[\].]")


def _header(keys: tuple[str, ...]) -> re.Pattern[str]:
    between = r"\s*\.\s*"
    return re.compile(rf"\[+\s*{between.join(_key(name) for name in keys)}\s*\]")


def _key(name: str) -> str:
    return rf"[\"']?{re.escape(name)}[\"']?"
