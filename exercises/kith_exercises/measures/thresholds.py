"""Who asks first, in rooms like ours?

*Method.* Answers are known in bands only. A room is drawn person by person: a band, as often as it was chosen, and
any threshold in it; then Granovetter's rule says how many ask in the end (1978, Threshold models of collective
behavior, American Journal of Sociology 83, 1420-1443). There is no null and no single outcome: "our" room is never
run, since its thresholds would give people away, and the interval is where 95 of 100 such rooms end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import room, whole
from kith_exercises.measures._given import MOST, holds_values, rows, some
from kith_exercises.measures.finding import LEVEL, Finding, Interval

__all__ = ["Band", "Rooms", "counted", "merged", "sampled_rooms"]


@dataclass(frozen=True)
class Band:
    """How many chose this band: "I would ask if ``low`` to ``high`` had asked before me".

    ``high`` None is "or more", and ``low`` None "not here".
    """

    low: int | None
    high: int | None
    people: int = 0


@dataclass(frozen=True)
class Rooms:
    """How many ask in the end: over all rooms, and in each of them."""

    finding: Finding
    ends: tuple[int, ...]


def counted(bands: Sequence[Band], chosen: Sequence[int]) -> tuple[Band, ...]:
    """These bands with how often each was chosen, ``chosen`` being places in the list."""
    bands = _each_checked(bands)
    places = chosen if holds_values(chosen) else [chosen]
    found = [whole("chosen", place, 0, len(bands) - 1) for place in places]
    return tuple(Band(band.low, band.high, found.count(place)) for place, band in enumerate(bands))


def merged(bands: Sequence[Band], *, least: int) -> tuple[Band, ...]:
    """Neighbours put together, from the lowest on, until each holds at least so many people.

    What is left joins the last. How many may be told of is for whoever tells (`kith_exercises.privacy`).
    """
    bands = _checked(bands)
    whole("least", least, 1)
    found: list[Band] = []
    for band in bands:
        if found and found[-1].people < least:
            found[-1] = _joined(found[-1], band)
        else:
            found.append(band)
    if len(found) > 1 and found[-1].people < least:
        last = found.pop()
        found[-1] = _joined(found[-1], last)
    return tuple(found)


def sampled_rooms(
    bands: Sequence[Band],
    *,
    people: int | None = None,
    first: int = 0,
    easier: int = 0,
    rooms: int = 200,
    seed: int = 0,
) -> Rooms:
    """Where rooms end that are drawn from these bands.

    ``people`` is the size of a room, by default as many as answered. Levers: ``first`` others ask before anybody (a
    facilitator does), and everybody's threshold is lower by ``easier``.
    """
    bands = _checked(bands)
    answers = sum(band.people for band in bands)
    size = answers if people is None else whole("people", people, 1, MOST)
    heard = whole("first", first, 0, MOST) + whole("easier", easier, 0, MOST)
    chance = np.random.default_rng(whole("seed", seed, 0))
    # A threshold that nobody can reach stands for "not here".
    never = size + heard + 1 + max(band.low or 0 for band in bands)
    # For each person, a band, its ends, a threshold, and the same in order.
    rooms = room("rooms", whole("rooms", rooms, 1), 8 * 5 * size)
    ends = _ends(_drawn(bands, (rooms, size), never, chance), heard)
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(ends, [tail, 100 - tail], method="closest_observation")
    middle = float(np.median(ends))
    sentence = (
        f"In half of {rooms} rooms of {size} like ours, at least {middle:g} ask in the end; "
        f"in {LEVEL} of 100, it is {low:g} to {high:g} ({answers} answers)."
    )
    finding = Finding(middle, Interval(float(low), float(high)), answers, sentence)
    return Rooms(finding, tuple(int(end) for end in ends))


def _drawn(bands: Sequence[Band], shape: tuple[int, int], never: int, chance: np.random.Generator) -> NDArray[np.int_]:
    """A threshold for each person of each room; "or more" ends with as many as are in the room."""
    lows = np.array([never if band.low is None else band.low for band in bands])
    highs = np.array(
        [max(low, shape[1]) if band.high is None else band.high for band, low in zip(bands, lows, strict=True)]
    )
    weights = np.array([band.people for band in bands]) / sum(band.people for band in bands)
    chosen = chance.choice(len(bands), size=shape, p=weights)
    return chance.integers(lows[chosen], highs[chosen] + 1)


def _ends(thresholds: NDArray[np.int_], heard: int) -> NDArray[np.int_]:
    """How many ask in each room: in order of their thresholds, all before the first who has not heard enough."""
    ordered = np.sort(thresholds, axis=1)
    waits = ordered > np.arange(ordered.shape[1]) + heard
    return np.asarray(np.where(waits.any(axis=1), waits.argmax(axis=1), ordered.shape[1]))


def _joined(one: Band, other: Band) -> Band:
    """One band from where the first begins to where the second ends; "or not here" has no end."""
    return Band(one.low, None if other.low is None else other.high, one.people + other.people)


def _checked(bands: Sequence[Band]) -> list[Band]:
    """Bands that were chosen, in order."""
    known = _each_checked(bands)
    if not sum(band.people for band in known):
        raise OutOfRange("bands", bands, "bands that somebody chose")
    if not all(_follows(later, earlier) for earlier, later in pairwise(known)):
        raise OutOfRange("bands", bands, "bands from the lowest to the highest, none of which overlap")
    return known


def _each_checked(bands: Sequence[Band]) -> list[Band]:
    """The bands, each of which holds what a band may."""
    known = rows("bands", bands, Band)
    some("bands", known, "band")
    for band in known:
        whole("people", band.people, 0, MOST)
        if band.low is None and band.high is not None:
            raise OutOfRange("high", band.high, "None, as in every band without a low end")
        if band.low is not None:
            whole("high", band.low if band.high is None else band.high, whole("low", band.low, 0, MOST), MOST)
    return known


def _follows(later: Band, earlier: Band) -> bool:
    if later.low is None:
        return earlier.low is not None
    return earlier.high is not None and earlier.high < later.low
