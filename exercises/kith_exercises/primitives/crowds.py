"""Rooms in which each asks once enough others have asked: rooms and bands as authors write them, and levers.

The rule is Granovetter's, in `kith_exercises.models.cascade`. A group's own room is never run, since its thresholds
would give people away: rooms like it are drawn from bands that were released, and from nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kith_widgets.words import say

if TYPE_CHECKING:  # these bring NumPy, which a page that only asks can do without
    from kith_exercises.measures import thresholds as measured
    from kith_exercises.models.trajectory import Trajectory
    from kith_exercises.privacy import Steps

__all__ = ["Band", "Lever", "crowd_of", "in_words", "like_ours", "read_bands", "read_crowd", "room", "rooms_like_ours"]

#: As many people as a learner can look through.
MOST_PEOPLE = 500
#: So many others nobody counts who waits for some to ask.
_LARGEST = 1_000_000

_PIECE = re.compile(r"(\d{1,6})(?:\.\.(\d{1,6}))?(?:\s*x\s*(\d{1,3}))?")


@dataclass(frozen=True)
class Band:
    """Enough is ``low`` to ``high`` others; without ``high`` that many or more, and without ``low`` none is enough."""

    low: int | None
    high: int | None

    @property
    def id(self) -> str:
        """What stands for it in a record: "0", "3-5", "11-", or "none"."""
        if self.low is None:
            return "none"
        if self.high is None:
            return f"{self.low}-"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True)
class Lever:
    """Something that a room can agree on: ``first`` others ask before anybody, or all find it ``easier`` by so many."""

    id: str
    label: str
    first: int = 0
    easier: int = 0


def read_crowd(text: str) -> tuple[int, ...]:
    """The thresholds that an author wrote: "0, 2, 2..99", or "3 x 12" for twelve people. Raises ValueError."""
    found: list[int] = []
    for piece in text.split(","):
        fits = _PIECE.fullmatch(piece.strip())
        if fits is None:
            raise ValueError(
                f"“{piece.strip()}” is no threshold; write 3, 2..99 for one person each, or 3 x 12 for twelve"
            )
        low, high, times = int(fits[1]), int(fits[2] or fits[1]), int(fits[3] or 1)
        if high < low or (high - low + 1) * times > MOST_PEOPLE:
            raise ValueError(f"“{piece.strip()}” must rise, and be at most {MOST_PEOPLE} people")
        found += [threshold for threshold in range(low, high + 1) for _ in range(times)]
    if len(found) > MOST_PEOPLE:
        raise ValueError(f"the room has {len(found)} people; {MOST_PEOPLE} are the most")
    return tuple(found)


def read_bands(bands: Sequence[Any]) -> tuple[Band, ...]:
    """Bands as an author wrote them: [0, 0], [3, 5], [11, -1] for "or more", [] for "not here". Raises ValueError."""
    found = [_band(ends) for ends in bands]
    known = [band for band in found if band.low is not None]
    if not known or len(found) - len(known) > 1 or (found[-1].low is not None and len(known) < len(found)):
        raise ValueError("give bands from the lowest to the highest, and at most one [] for “not here”, at the end")
    if any(one.high is None or one.high >= (other.low or 0) for one, other in pairwise(known)):
        raise ValueError("bands must rise, and none may overlap with the next; [11, -1] can only be the last of them")
    return tuple(found)


def in_words(band: Band) -> str:
    """A band as one reads it among others."""
    if band.low is None:
        return say("bandNever")
    if band.high is None:
        return say("bandMore", low=band.low)
    return str(band.low) if band.low == band.high else say("bandRange", low=band.low, high=band.high)


def crowd_of(counts: Mapping[str, int]) -> tuple[int, ...]:
    """The thresholds of a room that was put together by hand: how many people stand at each."""
    at = sorted((int(threshold), people) for threshold, people in counts.items())
    return tuple(threshold for threshold, people in at for _ in range(people))


def room(thresholds: Sequence[int], lever: Lever | None = None) -> "Trajectory":
    """A run of a room; whoever asks by way of a lever is one of those who act."""
    from kith_exercises.models.cascade import threshold_cascade

    first, easier = (lever.first, lever.easier) if lever else (0, 0)
    return threshold_cascade(thresholds=(*(0,) * first, *(max(0, one - easier) for one in thresholds)))


def like_ours(released: "Steps", bands: Sequence[Band]) -> "tuple[measured.Band, ...]":
    """The bands to draw rooms from: as they were released, neighbours put together, each with about so many people."""
    from kith_exercises.measures import thresholds as measured

    by_id = {band.id: band for band in bands}
    found = []
    for names, people in released.parts:
        one, last = by_id[names[0]], by_id[names[-1]]
        high = one.high if last is one else None if last.low is None else last.high
        found.append(measured.Band(one.low, high, round(people.middle)))
    return tuple(found)


def rooms_like_ours(
    released: "Steps", bands: Sequence[Band], lever: Lever | None = None, *, rooms: int = 200, seed: int = 0
) -> "measured.Rooms":
    """Where rooms like ours end. What is pictured holds nothing but the released bands, so it tells nothing more."""
    from kith_exercises.measures import thresholds as measured

    lever, drawn_from = lever or Lever("", ""), like_ours(released, bands)
    return measured.sampled_rooms(drawn_from, first=lever.first, easier=lever.easier, rooms=rooms, seed=seed)


def _band(ends: Any) -> Band:
    if not isinstance(ends, list) or not all(type(end) is int for end in ends):
        raise ValueError("each band is a list of two whole numbers, [3, 5], or empty")
    if not ends:
        return Band(None, None)
    if len(ends) != 2 or not 0 <= ends[0] <= _LARGEST or (not ends[0] <= ends[1] <= _LARGEST and ends[1] != -1):
        raise ValueError(f"{ends} is no band; write [3, 5], [11, -1] for “or more”, or [] for “not here”")
    return Band(ends[0], None if ends[1] == -1 else ends[1])
