"""Fox and Guyer: does being seen make people give? Twenty groups, their averages, and what chance alone would do."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.data import CHOICES, Condition, guyer
from kith_exercises.fields import Field, Marks, Number, Scale
from kith_exercises.truths.step import Said, Scene, Step, Truth

__all__ = ["TRUTH"]

SHUFFLES = 1000
_SEED = 1978
#: So many deals are shown one by one before the others come quicker.
_BY_ONE = 12
_LABELS: Mapping[Condition, str] = {"public": "Public", "anonymous": "Anonymous"}
_PHRASES: Mapping[Condition, str] = {"public": "in public", "anonymous": "when anonymous"}
_AXIS = {"min": 0, "max": CHOICES, "label": f"choices for the group, of {CHOICES}"}


def _steps(fields: Sequence[Field]) -> tuple[Step, ...]:
    mine = _marks_field(fields)
    return (
        Step("Show the twenty groups", lambda: _dots(mine)),
        Step("Show the averages", lambda: _gaps(mine)),
        Step(f"Shuffle the labels {SHUFFLES:,} times", _shuffle, _SHUFFLE_ASK, lambda: 100 * _extreme() / SHUFFLES),
    )


_SHUFFLE_ASK = Number(
    "shuffle",
    "In how many of 100 shuffles would chance alone give a gap at least this large?",
    None,
    Scale(0, 100, 1, "of 100 shuffles"),
    "To shuffle is to take the words “public” and “anonymous” off the twenty results and to deal them out again by "
    "chance, ten of each. Whatever gap the averages have then, being seen has no part in it.",
)


def _targets() -> dict[str, float]:
    return {condition: guyer().mean(condition) for condition in _LABELS}


def _quotes(fields: Sequence[Field]) -> list[Said]:
    mine = _marks_field(fields)
    came = {condition: f"{round(guyer().mean(condition))}." for condition in _PHRASES}
    return [
        {
            "of": [mine, condition],
            "with": f"You expected {{mine}} {phrase}. It was {came[condition]}",
            "without": f"{_cap(phrase)} it was {came[condition]}",
        }
        for condition, phrase in _PHRASES.items()
    ]


def _dots(mine: str) -> Scene:
    data = guyer()
    every = [group.cooperation for group in data.groups]
    overlap = sum(value > min(data.of("public")) for value in data.of("anonymous"))
    return {
        "kind": "dots",
        "title": f"The twenty groups: from {min(every)} to {max(every)} of {CHOICES}",
        "sentence": "Each diamond is one group of four people. "
        f"{_word(overlap).capitalize()} of the {_word(len(data.of('anonymous')))} anonymous groups gave more than "
        f"the public group that gave least.",
        "said": [{"of": [mine, "public"], "with": "Your marks stay where you put them.", "without": ""}],
        "of": mine,
        "axis": dict(_AXIS),
        "rows": [{"id": c, "label": label, "values": list(data.of(c)), "mean": None} for c, label in _LABELS.items()],
        "table": {
            "head": ["Group", "Seen by the others", "Sex", f"For the group, of {CHOICES}"],
            "rows": [[n, _LABELS[g.condition].lower(), g.sex, g.cooperation] for n, g in enumerate(data.groups, 1)],
        },
        "how": f"All groups of the study, none left out. Source: {data.source}.",
    }


def _gaps(mine: str) -> Scene:
    data = guyer()
    means: dict[Condition, float] = {condition: data.mean(condition) for condition in _LABELS}
    public, anonymous = round(means["public"]), round(means["anonymous"])
    return {
        "kind": "gap",
        "title": f"Groups gave {public} in public and {anonymous} when anonymous",
        "sentence": f"Averages of {_word(len(data.of('public')))} groups each, {public - anonymous} apart.",
        "of": mine,
        "axis": dict(_AXIS),
        "rows": [{"id": c, "label": label, "truth": round(means[c], 1)} for c, label in _LABELS.items()],
        "table": {
            "head": ["Condition", "Average", "Groups"],
            "rows": [[label, f"{means[c]:.1f}", len(data.of(c))] for c, label in _LABELS.items()],
        },
        "how": f"The average is the sum of the groups' choices divided by the number of groups. Source: {data.source}.",
    }


def _shuffle() -> Scene:
    gaps, observed, extreme = _shuffled_gaps(), _observed(), _extreme()
    share = extreme / SHUFFLES
    bins = _bins(gaps)
    return {
        "kind": "shuffle",
        "title": f"Chance alone gave a gap of {observed:.1f} or more in {extreme:,} of {SHUFFLES:,} shuffles",
        "sentence": "Gaps in either direction count. Chance can give such a gap, but it rarely does.",
        "said": [
            {
                "of": "guess",
                "with": f"You expected {{mine}} of 100; it was {_of_hundred(share)}.",
                "without": f"That is {_of_hundred(share)} of 100.",
            }
        ],
        "axis": {"min": bins[0]["from"], "max": bins[-1]["to"], "label": "public minus anonymous, labels shuffled"},
        "bins": bins,
        "observed": round(observed, 1),
        "share": share,
        "dealing": _dealing(gaps, bins),
        "table": {
            "head": ["Gap from", "to", "Shuffles"],
            "rows": [[b["from"], b["to"], b["count"]] for b in bins],
        },
        "how": f"The twenty results stay as they are; the words “public” and “anonymous” are dealt out to them again, "
        f"ten of each, {SHUFFLES:,} times (seed {_SEED}), and the difference of the averages is noted each time. "
        f"Data: {guyer().source}.",
    }


def _observed() -> float:
    """The gap that the study found."""
    return guyer().mean("public") - guyer().mean("anonymous")


def _extreme() -> int:
    """In how many shuffles chance alone gave a gap as large."""
    # A hair below, as the mean of ten whole numbers is not exact in binary.
    return int(np.count_nonzero(np.abs(_shuffled_gaps()) >= _observed() - 1e-9))


@cache
def _shuffled_gaps() -> NDArray[np.float64]:
    """Public minus anonymous, for each of the relabelings."""
    values = np.array([group.cooperation for group in guyer().groups], dtype=np.float64)
    dealt, half = values[_deals()], len(guyer().of("public"))
    gaps: NDArray[np.float64] = dealt[:, :half].mean(axis=1) - dealt[:, half:].mean(axis=1)
    return gaps


@cache
def _deals() -> NDArray[np.int64]:
    """The places of the groups in each of the relabelings: first those that are called public."""
    places = np.arange(len(guyer().groups))
    return np.random.default_rng(_SEED).permuted(np.tile(places, (SHUFFLES, 1)), axis=1)


def _dealing(gaps: NDArray[np.float64], bins: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """The same relabelings to be played: the first so many deal by deal, then which bar each of all belongs to."""
    data, edges = guyer(), [*(one["from"] for one in bins), bins[-1]["to"]]
    bars = np.minimum(np.searchsorted(edges, gaps, side="right") - 1, len(bins) - 1)
    return {
        "labels": [_LABELS["public"], _LABELS["anonymous"]],
        "values": [group.cooperation for group in data.groups],
        "first": _deals()[:_BY_ONE, : len(data.of("public"))].tolist(),
        "order": bars.tolist(),
    }


def _bins(gaps: NDArray[np.float64], width: int = 2) -> list[dict[str, Any]]:
    """Counts between even whole numbers, as many bins to the left of zero as to the right."""
    end = width * math.ceil(float(np.abs(gaps).max()) / width)
    counts, edges = np.histogram(gaps, bins=np.arange(-end, end + width, width))
    return [
        {"from": int(low), "to": int(low) + width, "count": int(n)} for n, low in zip(counts, edges[:-1], strict=True)
    ]


def _of_hundred(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0")


def _marks_field(fields: Sequence[Field]) -> str:
    """The field whose marks are the study's conditions, whatever it is called; empty where none is."""
    ids = (field.id for field in fields if isinstance(field, Marks) and {*_LABELS} <= {m.id for m in field.marks})
    return next(ids, "")


def _word(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


TRUTH = Truth(_steps, _quotes, _targets)
