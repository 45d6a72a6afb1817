"""What came: the scenes that unfold after a commit (or a look), computed from data and from one's own answers.

Answers are read leniently: whatever isn't there or isn't a number draws no mark, and never stops a reveal.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.data import CHOICES, Condition, guyer
from kith_exercises.errors import KithError
from kith_exercises.fields import Number, Scale

__all__ = ["NAMES", "Scene", "Step", "quotes", "reveal", "targets"]

Scene = dict[str, Any]

SHUFFLES = 1000
_SEED = 1978
_LABELS: Mapping[Condition, str] = {"public": "Public", "anonymous": "Anonymous"}
_PHRASES: Mapping[Condition, str] = {"public": "in public", "anonymous": "when anonymous"}
_AXIS = {"min": 0, "max": CHOICES, "label": f"choices for the group, of {CHOICES}"}


@dataclass(frozen=True)
class Step:
    """One unfolding: the button that asks for it, what is predicted before it, and the scene it shows.

    ``scene`` takes the checked prediction, or None where nothing was asked or predicted.
    """

    button: str
    scene: Callable[[Any], Scene]
    question: Number | None = None

    @property
    def ask(self) -> dict[str, Any] | None:
        """The prediction to commit first, as a widget draws it."""
        return self.question.card() if self.question else None

    def check(self, answer: Any) -> float:
        """The prediction, if it is one; raises ValueError with a sentence."""
        if self.question is None:
            raise ValueError("Nothing is asked before this step.")
        return self.question.check(answer)


def reveal(name: str, answers: Mapping[str, Any] | None) -> tuple[Step, ...]:
    """The steps that unfold the truth ``name`` beside these answers (None: the second door). Raises KithError."""
    return _found(name).steps(answers or {})


def quotes(name: str, answers: Mapping[str, Any] | None) -> list[str]:
    """One's own figures beside what came, in sentences, for the field that asks what to make of the difference."""
    return _found(name).quotes(answers or {})


def targets(name: str) -> dict[str, float]:
    """The true value of each mark that a fold with this truth asks for; empty where there is none."""
    return _found(name).targets()


@dataclass(frozen=True)
class _Truth:
    steps: Callable[[Mapping[str, Any]], tuple[Step, ...]]
    quotes: Callable[[Mapping[str, Any]], list[str]]
    targets: Callable[[], dict[str, float]]


def _found(name: str) -> _Truth:
    if name not in _TRUTHS:
        raise KithError(f"There is no reveal “{name}”; a fold's truth is one of: {', '.join(NAMES)}.")
    return _TRUTHS[name]


# Fox and Guyer: does being seen make people give?


def _guyer_steps(answers: Mapping[str, Any]) -> tuple[Step, ...]:
    marks = _marks(answers)
    return (
        Step("Show the twenty groups", lambda _: _dots(marks)),
        Step("Show the averages", lambda _: _gaps(marks, _width(answers))),
        Step(f"Shuffle the labels {SHUFFLES:,} times", _shuffle, _SHUFFLE_ASK),
    )


_SHUFFLE_ASK = Number(
    "shuffle",
    "In how many of 100 shuffles would chance alone give a gap at least this large?",
    None,
    Scale(0, 100, 1, "of 100 shuffles"),
)


def _guyer_targets() -> dict[str, float]:
    return {condition: guyer().mean(condition) for condition in _LABELS}


def _guyer_quotes(answers: Mapping[str, Any]) -> list[str]:
    marks = _marks(answers)
    said = []
    for condition, phrase in _PHRASES.items():
        truth = round(guyer().mean(condition))
        mine = marks.get(condition)
        said.append(
            f"You expected {round(mine)} {phrase}. It was {truth}."
            if mine is not None
            else f"{_cap(phrase)} it was {truth}."
        )
    return said


def _dots(marks: Mapping[str, float]) -> Scene:
    data = guyer()
    every = [group.cooperation for group in data.groups]
    overlap = sum(value > min(data.of("public")) for value in data.of("anonymous"))
    yours = " Your marks stay where you put them." if marks else ""
    return {
        "kind": "dots",
        "title": f"The twenty groups: from {min(every)} to {max(every)} of {CHOICES}",
        "sentence": "Each diamond is one group of four people. "
        f"{_word(overlap).capitalize()} of the {_word(len(data.of('anonymous')))} anonymous groups gave more than "
        f"the public group that gave least.{yours}",
        "axis": dict(_AXIS),
        "rows": [
            {"id": c, "label": label, "values": list(data.of(c)), "mine": marks.get(c), "mean": None}
            for c, label in _LABELS.items()
        ],
        "table": {
            "head": ["Group", "Seen by the others", "Sex", f"For the group, of {CHOICES}"],
            "rows": [[n, _LABELS[g.condition].lower(), g.sex, g.cooperation] for n, g in enumerate(data.groups, 1)],
        },
        "how": f"All groups of the study, none left out. Source: {data.source}.",
    }


def _gaps(marks: Mapping[str, float], width: float | None) -> Scene:
    data = guyer()
    means: dict[Condition, float] = {condition: data.mean(condition) for condition in _LABELS}
    public, anonymous = round(means["public"]), round(means["anonymous"])
    return {
        "kind": "gap",
        "title": f"Groups gave {public} in public and {anonymous} when anonymous",
        "sentence": " ".join(
            [
                f"Averages of {_word(len(data.of('public')))} groups each, {public - anonymous} apart.",
                *_inside(marks, means, width),
            ]
        ),
        "axis": dict(_AXIS),
        "rows": [
            {
                "id": c,
                "label": label,
                "mine": marks.get(c),
                "truth": round(means[c], 1),
                "words": _apart(marks.get(c), means[c]),
            }
            for c, label in _LABELS.items()
        ],
        "table": {
            "head": ["Condition", "You expected", "Average", "Groups"],
            "rows": [[label, _shown(marks.get(c)), f"{means[c]:.1f}", len(data.of(c))] for c, label in _LABELS.items()],
        },
        "how": f"The average is the sum of the groups' choices divided by the number of groups. Source: {data.source}.",
    }


def _shuffle(guess: Any) -> Scene:
    gaps = _shuffled_gaps()
    observed = guyer().mean("public") - guyer().mean("anonymous")
    # A hair below, as the mean of ten whole numbers is not exact in binary.
    extreme = int(np.count_nonzero(np.abs(gaps) >= observed - 1e-9))
    share = extreme / SHUFFLES
    guessed = _plain_number(guess, 0, 100)
    bins = _bins(gaps)
    said = (
        f"You expected {round(guessed)} of 100; it was {_of_hundred(share)}."
        if guessed is not None
        else f"That is {_of_hundred(share)} of 100."
    )
    return {
        "kind": "shuffle",
        "title": f"Chance alone gave a gap of {observed:.1f} or more in {extreme:,} of {SHUFFLES:,} shuffles",
        "sentence": f"{said} Gaps in either direction count. Chance can give such a gap, but it rarely does.",
        "axis": {"min": bins[0]["from"], "max": bins[-1]["to"], "label": "public minus anonymous, labels shuffled"},
        "bins": bins,
        "observed": round(observed, 1),
        "share": share,
        "guess": guessed,
        "table": {
            "head": ["Gap from", "to", "Shuffles"],
            "rows": [[b["from"], b["to"], b["count"]] for b in bins],
        },
        "how": f"The twenty results stay as they are; the words “public” and “anonymous” are dealt out to them again, "
        f"ten of each, {SHUFFLES:,} times (seed {_SEED}), and the difference of the averages is noted each time. "
        f"Data: {guyer().source}.",
    }


def _shuffled_gaps() -> NDArray[np.float64]:
    """Public minus anonymous, for each of the relabelings."""
    values = np.array([group.cooperation for group in guyer().groups], dtype=np.float64)
    tiled = np.tile(values, (SHUFFLES, 1))
    dealt = np.random.default_rng(_SEED).permuted(tiled, axis=1)
    half = len(guyer().of("public"))
    gaps: NDArray[np.float64] = dealt[:, :half].mean(axis=1) - dealt[:, half:].mean(axis=1)
    return gaps


def _bins(gaps: NDArray[np.float64], width: int = 2) -> list[dict[str, Any]]:
    """Counts between even whole numbers, as many bins to the left of zero as to the right."""
    end = width * math.ceil(float(np.abs(gaps).max()) / width)
    counts, edges = np.histogram(gaps, bins=np.arange(-end, end + width, width))
    return [
        {"from": int(low), "to": int(low) + width, "count": int(n)} for n, low in zip(counts, edges[:-1], strict=True)
    ]


def _inside(marks: Mapping[str, float], means: Mapping[Condition, float], width: float | None) -> list[str]:
    """Whether what came lies in the range that would have been no surprise."""
    if width is None or not marks:
        return []
    where = [
        f"{'inside' if abs(marks[c] - means[c]) <= width else 'outside'} it {_PHRASES[c]}"
        for c in _PHRASES
        if c in marks
    ]
    return [f"You allowed {round(width)} either way: what came lies {' and '.join(where)}."]


def _apart(mine: float | None, truth: float) -> str:
    if mine is None:
        return ""
    # Of the rounded figures, so that the words agree with the two numbers beside them.
    distance = abs(round(truth) - round(mine))
    return f"{distance} apart" if distance else "where you put it"


def _of_hundred(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0")


# Three turns of the game, so that the axis means something


def _turns_steps(answers: Mapping[str, Any]) -> tuple[Step, ...]:
    return (Step("Show what the line counts", lambda _: _turns(answers)),)


def _turns(answers: Mapping[str, Any]) -> Scene:
    chosen = [answer for answer in answers.values() if isinstance(answer, str) and answer in (*_GIVES, *_KEEPS)]
    gave = sum(answer in _GIVES for answer in chosen)
    told = "You went on without choosing. That is fine: the line reads the same."
    if chosen:
        kept = len(chosen) - gave
        told = f"Your choices, {_word(len(chosen))} in all: {_word(gave)} for the group, {_word(kept)} for yourself."
    return {
        "kind": "text",
        "title": f"Why the line runs from 0 to {CHOICES}",
        "paragraphs": [told, _LENGTH, _READING],
    }


_LENGTH = (
    "In the study four people made up a group and each of them chose thirty times. "
    f"Four times thirty is {CHOICES}: so many choices could be for the group."
)
_READING = (
    f"At 0 nobody ever chose for the group, at {CHOICES} everybody always did, at {CHOICES // 2} it was every second "
    "choice. One number stands for four people, so two groups with the same number can have got there differently."
)

#: Ids of the options of the game, in the prompts of the course.
_GIVES = ("group", "give", "cooperate")
_KEEPS = ("self", "myself", "keep", "defect")


_TRUTHS: Mapping[str, _Truth] = {
    "guyer": _Truth(_guyer_steps, _guyer_quotes, _guyer_targets),
    "three-turns": _Truth(_turns_steps, lambda _: [], dict),
}
NAMES: tuple[str, ...] = tuple(_TRUTHS)


def _marks(answers: Mapping[str, Any]) -> dict[str, float]:
    """My marks, whatever the field is called: the answer that holds values for both conditions."""
    for answer in answers.values():
        match answer:
            case {"values": {**values}}:
                numbers = {c: _plain_number(values.get(c), 0, CHOICES) for c in _LABELS}
                return {c: number for c, number in numbers.items() if number is not None}
    return {}


def _width(answers: Mapping[str, Any]) -> float | None:
    widths = (
        _plain_number(a["width"], 0, CHOICES) for a in answers.values() if isinstance(a, Mapping) and "width" in a
    )
    return next(widths, None)


def _plain_number(value: Any, low: float, high: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return value


def _shown(value: float | None) -> str:
    return "no mark" if value is None else f"{value:g}"


def _word(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
