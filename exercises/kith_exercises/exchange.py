"""What goes from one learner to another: who declares it, the parcel it comes in, and what has arrived.

A learner reads parcels out of the envelopes in their own feedback pages (``FileArrivals``); a facilitator's side is
``Exchange``. Neither says how a parcel travels.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

from kith_exercises.covering import covered, uncovered
from kith_exercises.envelope import Envelope, open_envelope
from kith_exercises.records import Record

__all__ = [
    "MAKERS",
    "PLACE",
    "Arrivals",
    "Exchange",
    "FileArrivals",
    "Inbox",
    "Parcel",
    "Sending",
    "arrived",
    "as_json",
    "inbox_of",
    "parcel_of",
]

#: The origin of what no learner wrote: it stands in for a partner, and says so.
MAKERS = "makers"
#: The sending by which a learner's own place comes; it is read by lots, and listed nowhere.
PLACE = "place"


@dataclass(frozen=True)
class Sending:
    """What a primitive lets travel: these fields of this step, and to whom.

    ``to`` is ``allot`` (by lot), ``back`` (to whom the parcel came from that is answered), ``onward`` (along the
    pair of ``of`` once more), or ``seat``: nobody's words, but a seat in a group of about ``each`` of those who have
    sent anything; the ``arms`` are then the ways in which a group talks, and ``step`` is where the seat is awaited.
    ``of`` names the sending that is answered. A ``step`` that is asked once for each parcel is named without its
    number: ``say`` stands for ``say-1`` and ``say-2``; an empty one means a prompt without steps.

    Whoever has not passed the steps in ``needs`` gets nothing yet; in an allotment they give nothing yet, either.
    ``avoid`` names sendings whose pairs are not repeated, ``makers`` what stands in ``sealed.toml`` for who is left
    without. Two sendings may have one id: the second deals out what the first left over.

    Among fewer than ``least`` no lot is drawn for the ``arms``. Along the first of these arms goes what was said in the
    step ``earlier``, where that is named, in place of what was said in ``step``.
    """

    id: str
    prompt: str
    step: str
    fields: tuple[str, ...]
    to: Literal["allot", "back", "onward", "seat"]
    each: int = 1
    of: str = ""
    needs: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    label: str = ""
    minutes: float = 0
    makers: str = ""
    least: int = 0
    earlier: str = ""


@dataclass(frozen=True)
class Parcel:
    """What came from somebody: ``origin`` is a pseudonym for this pair alone, or ``makers``.

    ``content`` is by field; it is empty where it was taken back. ``part`` is where it is answered, and ``at`` when it
    was sent out, in UTC as ISO 8601. Until when others wait stands in none: dates move, and what is out stays as it is.
    """

    id: str
    sending: str
    prompt: str
    part: str
    origin: str
    content: Mapping[str, Any]
    arm: str = ""
    label: str = ""
    minutes: float = 0
    at: str = ""


@dataclass(frozen=True)
class Inbox:
    """All parcels of a learner in the order in which they came, and their ``place`` among ``of`` people for lots."""

    parcels: tuple[Parcel, ...] = ()
    place: int | None = None
    of: int = 0

    def of_sending(self, id: str) -> tuple[Parcel, ...]:
        """The parcels of one sending, the first first."""
        return tuple(parcel for parcel in self.parcels if parcel.sending == id)


class Arrivals(Protocol):
    """A learner's side: what has come. With ``student`` None, whoever it is for."""

    def inbox(self, student: str | None) -> Inbox:
        """All parcels, of all modules."""
        ...

    def figures(self, student: str | None) -> Mapping[str, Any]:
        """The cohort's released figures, by name."""
        ...


class Exchange(Protocol):
    """A facilitator's side, for one module: what was sent, who can be reached, and handing over."""

    def waiting(self) -> Collection[str]:
        """Who has sent something of the module that was not collected yet; looking changes nothing."""
        ...

    def collect(self) -> Sequence[tuple[str, str]]:
        """Take in what was sent of the module since; what was refused comes back by name, each with its reason."""
        ...

    def sent(self, module: str) -> Mapping[str, Sequence[Record]]:
        """What was collected of a module, any of the course's, by learner; who sent it empty is there, too."""
        ...

    def delivered(self, student: str) -> Mapping[str, Parcel]:
        """Every parcel that was handed over to a learner, of whatever module, by id."""
        ...

    def reachable(self, students: Collection[str]) -> frozenset[str]:
        """Those of them to whom something can be handed over now."""
        ...

    def deliver(self, student: str, parcels: Sequence[Parcel], figures: Mapping[str, Any]) -> bool:
        """Hand over what has not been handed over yet; True if anything changed."""
        ...


@dataclass(frozen=True)
class FileArrivals:
    """What has come into a learner's folder by nbgrader's Fetch Feedback."""

    learner: Path

    def inbox(self, student: str | None) -> Inbox:
        """All parcels, of all modules."""
        return inbox_of(parcel for envelope in arrived(self.learner, student) for parcel in _parcels(envelope))

    def figures(self, student: str | None) -> Mapping[str, Any]:
        """The cohort's released figures, by name; the newest page of a module says them last."""
        found: dict[str, Any] = {}
        for envelope in reversed(arrived(self.learner, student)):
            found |= envelope.cohort
        return found


def arrived(learner: Path, student: str | None) -> tuple[Envelope, ...]:
    """The envelopes for ``student`` in a learner's folder, whatever the module, those of the newest submission first.

    A page that can't be read is passed over; one that was read is not read again until it changes.
    """
    pages = sorted(learner.glob("*/feedback/*/*.html"), key=lambda page: (page.parent.name, str(page)), reverse=True)
    found = (_opened(page) for page in pages)
    return tuple(envelope for envelope in found if envelope is not None and student in (None, envelope.student))


def inbox_of(parcels: Iterable[Parcel]) -> Inbox:
    """Parcels as an inbox. Of two with one id the first counts: it comes from a newer page."""
    found: dict[str, Parcel] = {}
    for parcel in parcels:
        found.setdefault(parcel.id, parcel)
    place, of = _place(parcel for parcel in found.values() if parcel.sending == PLACE)
    shown = sorted((one for one in found.values() if one.sending != PLACE), key=lambda one: (one.at, one.id))
    return Inbox(tuple(shown), place, of)


def as_json(parcel: Parcel) -> dict[str, Any]:
    """The parcel as it stands in an envelope: nobody reads there by the way which way was drawn for it."""
    return {**asdict(parcel), "arm": "", "cover": covered(parcel.arm, parcel.id)}


def parcel_of(item: object) -> Parcel | None:
    """The parcel in an envelope's ``delivery``; None for what has not its form, as in a page that was edited."""
    if not isinstance(item, Mapping) or not isinstance(item.get("content"), Mapping):
        return None
    minutes = item.get("minutes", 0)
    texts, cover = {name: item.get(name, "") for name in _TEXTS}, item.get("cover", "")
    if not all(isinstance(text, str) for text in (*texts.values(), cover)) or not texts["id"]:
        return None
    texts["arm"] = texts["arm"] or uncovered(cover, texts["id"])
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 <= minutes < 1e6:
        return None
    return Parcel(**texts, content=dict(item["content"]), minutes=minutes)


_TEXTS = ("id", "sending", "prompt", "part", "origin", "arm", "label", "at")


def _parcels(envelope: Envelope) -> list[Parcel]:
    return [parcel for item in envelope.delivery if (parcel := parcel_of(item)) is not None]


def _place(parcels: Iterable[Parcel]) -> tuple[int | None, int]:
    """The place that came first: a lot that was drawn stays."""
    for parcel in sorted(parcels, key=lambda one: (one.at, one.id)):
        match parcel.content:
            case {"place": int(place), "of": int(of)} if 0 <= place < of and not isinstance(place, bool):
                return place, of
    return None, 0


def _opened(page: Path) -> Envelope | None:
    try:
        state = page.stat()
        return _read(str(page), state.st_size, state.st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=256)
def _read(path: str, _size: int, _changed: int) -> Envelope | None:
    return open_envelope(Path(path).read_text(encoding="utf-8", errors="replace"))
