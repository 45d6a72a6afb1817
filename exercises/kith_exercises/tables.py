"""One table of a TOML file, read key by key: whatever is wrong in it is named with file, line and remedy."""

import re
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from kith_exercises.errors import KithError
from kith_exercises.records import REACHES

__all__ = ["Table", "tables_of"]


def tables_of(path: Path) -> dict[str, "Table"]:
    """The tables of a file by their names, in its order; no file, no tables. Raises KithError."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KithError(f"{path} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(f"{path}: this is not valid TOML: {error}. Mend that line and try again.") from None
    return {id: Table(path, id, content) for id, content in found.items()}


class Table:
    """One table of a file, which hands out each key once, checked, and complains of what is left over."""

    def __init__(self, path: Path, id: str, table: Any, within: str = "") -> None:
        self.path, self.id, self.within = path, id, within
        if not isinstance(table, dict):
            self.fail("it must be a table")
        self.rest: dict[str, Any] = dict(table)

    def fail(self, what: str) -> NoReturn:
        """Complain of this table: ``what`` is the slip and, behind “; ”, its remedy."""
        line = _line(self.path, self.id)
        raise KithError(f"{self.path}, line {line}: [{self.id}]{self.within}: {what}.")

    def take(self, key: str, kind: type | tuple[type, ...], remedy: str, default: Any = ...) -> Any:
        """What stands under ``key``, if it is of this kind; without a default it must be there."""
        value = self.rest.pop(key, default)
        if value is ...:
            self.fail(f"“{key}” is missing; add {remedy}")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            self.fail(f"“{key}” must be {remedy}")
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        """A text."""
        return self.take(key, str, f'a text: {key} = "..."', default)

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of texts."""
        found = self.take(key, list, f'a list of texts: {key} = ["..."]', default)
        if not all(isinstance(item, str) for item in found):
            self.fail(f"“{key}” must hold texts only")
        return tuple(found)

    def number(self, key: str, default: Any = ...) -> float:
        """A number."""
        return self.take(key, (int, float), f"a number: {key} = 10", default)  # type: ignore[no-any-return]

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
        found = self.take(key, list, f"at least one [[{self.id}.{key}]]", default)
        return [Table(self.path, self.id, item, f" {key} {n}{self.within}") for n, item in enumerate(found, 1)]

    def done(self) -> None:
        """Complain of the first key that nobody asked for."""
        if self.rest:
            self.fail(f"there is no such key as “{next(iter(self.rest))}”; look for a typing slip")


def _line(path: Path, id: str) -> int:
    """Where the table starts; TOML readers don't keep it, so look for its header."""
    header = re.compile(rf'\[+\s*"?{re.escape(id)}"?\s*[\].]')
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if header.match(line.strip()):
            return number
    return 1
