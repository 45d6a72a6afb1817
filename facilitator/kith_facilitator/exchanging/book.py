"""The book of a module's exchanges: who gives what to whom, who sits where, since when, and by whose choice.

It lies in ``course/.kith/exchange/<module>.json``, and holds no word of what was given. By its key, ids of parcels and
pseudonyms are the same each time, and mean nothing to anybody who has not got it.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kith_exercises import KithError
from kith_exercises.exchange import MAKERS
from kith_exercises.files import write_atomically

__all__ = ["ALONE", "Book", "By", "Pair", "Seated", "books_of", "keep_book", "load_book", "place_of"]

#: How a pair came to be: by lot, by lot once others had been paired, by hand, from the makers, or as an answer.
By = Literal["lot", "late", "hand", "makers", "answer"]

#: The group of whoever plays at the makers' table, with nobody else.
ALONE = 0

_VERSION = 2
#: Books of an older Kith know no seats.
_KNOWN = (1, _VERSION)


@dataclass(frozen=True)
class Pair:
    """One giver and one taker of a sending; ``at`` is when they were paired, in UTC."""

    sending: str
    giver: str
    taker: str
    by: By
    arm: str = ""
    at: str = ""

    @property
    def named(self) -> tuple[str, str, str]:
        """What makes it this pair and no other."""
        return self.sending, self.giver, self.taker

    @property
    def made(self) -> bool:
        """Whether the makers give, and nobody of the cohort."""
        return self.giver.startswith(f"{MAKERS}:")  # no learner's id can have a colon


@dataclass(frozen=True)
class Seated:
    """A learner's seat (from 1, of ``seats``) in a ``group`` (from 1, or ``ALONE``), and the way in which it talks."""

    sending: str
    student: str
    group: int
    seat: int
    seats: int
    way: str
    by: By
    at: str = ""


@dataclass(frozen=True)
class Book:
    """One module's pairs and places; ``off`` are pairs that are not to be, ``elsewhere`` those of other modules by id.

    ``taken_places`` are the places that other modules' books have given. Of two ``seats`` of one learner in a sending
    the later one holds.
    """

    key: str
    places: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    off: frozenset[tuple[str, str, str]] = frozenset()
    elsewhere: Mapping[str, Pair] = field(default_factory=dict)
    taken_places: Mapping[str, int] = field(default_factory=dict)
    seats: tuple[Seated, ...] = ()

    def seats_of(self, sending: str) -> dict[str, Seated]:
        """Where everybody sits, by learner."""
        return {one.student: one for one in self.seats if one.sending == sending}

    def seat_id(self, one: Seated) -> str:
        """The id of the parcel that tells somebody their seat."""
        return self._digest("seat", one.sending, one.student, str(one.group), str(one.seat))[:16]

    def id_of(self, pair: Pair) -> str:
        """The id of the parcel that goes along a pair."""
        return self._digest("parcel", *pair.named)[:16]

    def name_of(self, pair: Pair) -> str:
        """What the taker calls the giver: no two takers can find out that it is the same person."""
        return MAKERS if pair.made else self._digest("name", pair.giver, pair.taker)[:8]

    def place_id(self, student: str) -> str:
        """The id of the parcel that tells somebody their place."""
        return self._digest("place", student)[:16]

    def known(self) -> dict[str, Pair]:
        """Every pair by its parcel's id, those of other modules as well."""
        return {**self.elsewhere, **{self.id_of(pair): pair for pair in self.pairs}}

    def _digest(self, *about: str) -> str:
        return hmac.new(bytes.fromhex(self.key), "\0".join(about).encode(), "sha256").hexdigest()


def load_book(course: Path, module: str) -> Book:
    """The book of a module in a course's tree; a new one, with a key of its own, where there is none.

    Raises KithError if it can't be read: to begin anew would give everybody everything twice.
    """
    others = {name: book for name, book in books_of(course).items() if name != module}
    found = _read(_path(course, module)) or Book(secrets.token_hex(32))
    elsewhere = {book.id_of(pair): pair for book in others.values() for pair in book.pairs}
    places = {student: place for book in others.values() for student, place in book.places.items()}
    return replace(found, elsewhere=elsewhere, taken_places=places)


def keep_book(course: Path, module: str, book: Book) -> None:
    """Write the book, whole, and wait until the disk has it: parcels that go by it are out for good."""
    content = {
        "version": _VERSION,
        "key": book.key,
        "places": dict(sorted(book.places.items())),
        "pairs": [asdict(pair) for pair in book.pairs],
        "off": sorted(map(list, book.off)),
        "seats": [asdict(one) for one in book.seats],
    }
    data = (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
    write_atomically(_path(course, module), data, lasting=True)


def books_of(course: Path) -> dict[str, Book]:
    """All books of a course's tree by module, each as it stands there."""
    paths = sorted((course / ".kith" / "exchange").glob("*.json"))
    return {path.stem: found for path in paths if (found := _read(path)) is not None}


def place_of(book: Book, student: str) -> int | None:
    """A learner's place in the course, whichever module gave it; None if there is none yet."""
    return book.taken_places.get(student, book.places.get(student))


def _path(course: Path, module: str) -> Path:
    return course / ".kith" / "exchange" / f"{module}.json"


def _read(path: Path) -> Book | None:
    try:
        data = json.loads(path.read_bytes())
        if data["version"] not in _KNOWN:
            raise KithError(f"{path} is of version {data['version']}; this Kith knows version {_VERSION}. Update Kith.")
        pairs = tuple(_pair(item) for item in data["pairs"])
        off = frozenset((str(sending), str(giver), str(taker)) for sending, giver, taker in data["off"])
        seats = tuple(_seated(item) for item in data.get("seats", ()))
        bytes.fromhex(data["key"])
        places = {str(who): int(place) for who, place in data["places"].items()}
        return Book(data["key"], places, pairs, off, seats=seats)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KithError(
            f"{path} can't be read ({error!r}). It says who gets whose words: put a copy from a backup in its place."
        ) from None


def _pair(item: Mapping[str, Any]) -> Pair:
    texts = {name: str(item[name]) for name in ("sending", "giver", "taker", "arm", "at")}
    return Pair(**texts, by=_by(item))


def _seated(item: Mapping[str, Any]) -> Seated:
    texts = {name: str(item[name]) for name in ("sending", "student", "way", "at")}
    return Seated(**texts, group=int(item["group"]), seat=int(item["seat"]), seats=int(item["seats"]), by=_by(item))


def _by(item: Mapping[str, Any]) -> By:
    if item["by"] not in get_args(By):
        raise ValueError(item["by"])
    return cast(By, item["by"])
