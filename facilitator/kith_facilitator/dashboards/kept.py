"""What was published of each question, and of whom: kept with the course, on no page.

People stand here as digests under a key of this file, so that a name is in no list of who answered; whoever is
erased stays counted in figures that are out, and can't be counted again.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_exercises.log import locked, replace
from kith_exercises.privacy import Series

__all__ = ["Kept", "kept_as_it_is", "kept_in"]

_VERSION = 1


class Kept:
    """The waves of a course's questions; what changes here lasts once ``kept_in`` is left without an error."""

    def __init__(self, key: bytes, series: dict[str, Series]) -> None:
        self.key = key
        self.series = series

    def digest(self, learner: str) -> str:
        """The learner's name here."""
        return hmac.new(self.key, learner.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def find(self, question: str, formerly: Sequence[str] = ()) -> Series:
        """The waves of a question, also where it has another name by now."""
        return next((self.series[name] for name in (question, *formerly) if name in self.series), Series())

    def take(self, question: str, formerly: Sequence[str] = ()) -> Series:
        """The same, until they are put under its name of today."""
        found = next((name for name in (question, *formerly) if name in self.series), None)
        return self.series.pop(found) if found else Series()

    def put(self, question: str, series: Series) -> None:
        """Keep them under its name of today."""
        if series.waves:
            self.series[question] = series


@contextmanager
def kept_in(path: Path) -> Iterator[Kept]:
    """What the file keeps, for one at a time; written back in one step at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock")):
        kept = _read(path)
        yield kept
        content = {
            "version": _VERSION,
            "key": kept.key.hex(),
            "series": {name: series.to_json() for name, series in sorted(kept.series.items())},
        }
        data = (json.dumps(content, indent=1, sort_keys=True) + "\n").encode("ascii")
        replace(path, data, path.with_name(f".{path.name}.new"))


def kept_as_it_is(path: Path) -> Kept:
    """What the file keeps, to work out what would be; nothing is written."""
    return _read(path)


def _read(path: Path) -> Kept:
    try:
        data: Any = json.loads(path.read_bytes())
        if data["version"] != _VERSION:
            raise KithError(f"{path} is of version {data['version']}; this Kith knows version {_VERSION}. Update Kith.")
        series = {str(name): Series.from_json(waves) for name, waves in data["series"].items()}
        return Kept(bytes.fromhex(data["key"]), series)
    except FileNotFoundError:
        return Kept(secrets.token_bytes(32), {})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Without it nobody knows whose answers are out, and figures that are worked out anew can be subtracted.
        raise KithError(f"{path} can't be read ({error!r}). Bring it back from a backup before publishing.") from None
