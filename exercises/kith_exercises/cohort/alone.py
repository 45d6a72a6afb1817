"""What each simulated learner answers by themselves: ratings, say-backs, guesses, forecasts, claims, questionnaires.

The rows have the fields, in the order, of the measures that take them; nothing here measures anything. Each learner's
own effect differs from the planted one, which is the mean over all learners there could be.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kith_exercises.cohort._drawn import around, on_scale
from kith_exercises.cohort._own import filled_in, hope, mark, rater, surer, teller
from kith_exercises.cohort.learner import MOST, Cohort, SimulatedLearner
from kith_exercises.inputs import instance, number, whole
from kith_exercises.instruments import Instrument

__all__ = [
    "LABELS",
    "WAYS",
    "Claim",
    "Forecast",
    "Marked",
    "Miss",
    "Rating",
    "Revision",
    "answers",
    "claims",
    "doings",
    "forecasts",
    "misses",
    "ratings",
    "revisions",
    "say_backs",
]

LABELS = ("senior", "newcomer")
WAYS = ("full", "words")
_SAID = (0.5, 0.6, 0.7, 0.8, 0.9)


class Rating(NamedTuple):
    """A note with its label, and how it was rated (0 to 10)."""

    learner: str
    note: str
    label: str
    value: float


class Revision(NamedTuple):
    """A rating before the label was seen, and after (0 to 10)."""

    learner: str
    note: str
    label: str
    before: float
    after: float


class Marked(NamedTuple):
    """A teller's marks on a say-back: each point's, and how understood they feel (1 to 7)."""

    teller: str
    way: str
    points: tuple[str, ...]
    understood: float


class Forecast(NamedTuple):
    """What was said would come, and what came (0 to 100)."""

    learner: str
    said: float
    came: float


class Miss(NamedTuple):
    """How far off a prediction was, as a share of its scale, and in which module."""

    learner: str
    time: float
    size: float


class Claim(NamedTuple):
    """How sure somebody was (0 to 1), and whether it was so."""

    learner: str
    said: float
    right: bool


def ratings(cohort: Cohort, notes: int = 6) -> list[Rating]:
    """Everybody rates every note, half of them under each label; two learners at a time have opposite labels."""
    instance("cohort", cohort, Cohort)
    worth = _worth(cohort, notes)
    rows = []
    for learner, labels in _labelled(cohort, "ratings", notes):
        dice = learner.dice("ratings")
        mild, gap = rater(dice, cohort.effects)
        for note, label in enumerate(labels):
            mean = worth[note] + mild + gap / 2 * (1 - 2 * label)
            rows.append(Rating(learner.id, f"note-{note + 1}", LABELS[label], on_scale(dice, mean, 1.2, 0, 10)))
    return rows


def revisions(cohort: Cohort, notes: int = 6) -> list[Revision]:
    """Everybody rates every note blind, then again with its label; a second look alone changes ratings too."""
    instance("cohort", cohort, Cohort)
    worth = _worth(cohort, notes)
    rows = []
    for learner, labels in _labelled(cohort, "revisions", notes):
        dice = learner.dice("revisions")
        drift = around(dice, 0, 0.3, -0.5, 0.5)
        moves = cohort.effects.moves + around(dice, 0, 0.15, -0.3, 0.3)
        for note, label in enumerate(labels):
            before = on_scale(dice, worth[note], 1, 2, 8)
            after = on_scale(dice, before + drift + moves * (1 - 2 * label), 0.8, 0, 10)
            rows.append(Revision(learner.id, f"note-{note + 1}", LABELS[label], before, after))
    return rows


def say_backs(cohort: Cohort, points: int = 3) -> list[Marked]:
    """Every teller gets a say-back of each way, and marks each of their points in both."""
    instance("cohort", cohort, Cohort)
    whole("points", points, 1, MOST)
    rows = []
    for learner in cohort.learners:
        dice = learner.dice("say-backs")
        one = teller(dice, cohort.effects)
        for way, side in zip(WAYS, (1, -1), strict=True):
            marks = tuple(mark(dice, one.through(side)) for _ in range(points))
            rows.append(Marked(learner.id, way, marks, on_scale(dice, one.felt(side), 1.2, 1, 7)))
    return rows


def doings(cohort: Cohort) -> tuple[dict[str, float], dict[str, float]]:
    """How often (0 to 20) each did something this week, and how often they guess that people here do it."""
    instance("cohort", cohort, Cohort)
    own, guessed = {}, {}
    for learner in cohort.learners:
        dice = learner.dice("doings")
        own[learner.id] = float(on_scale(dice, 6, 4, 0, 20))
        guessed[learner.id] = float(on_scale(dice, 6 + cohort.effects.norm, 3, 0, 20))
    return own, guessed


def forecasts(cohort: Cohort, each: int = 3) -> list[Forecast]:
    """Everybody forecasts some figures, too high or too low."""
    instance("cohort", cohort, Cohort)
    whole("each", each, 1, MOST)
    rows = []
    for learner in cohort.learners:
        dice = learner.dice("forecasts")
        off = hope(dice, cohort.effects)
        for _ in range(each):
            truth = around(dice, 50, 10, 30, 70)
            said, came = on_scale(dice, truth + off, 10, 0, 100), on_scale(dice, truth, 12, 0, 100)
            rows.append(Forecast(learner.id, said, came))
    return rows


def misses(cohort: Cohort, modules: int = 4) -> list[Miss]:
    """How far off everybody was, module after module."""
    instance("cohort", cohort, Cohort)
    whole("modules", modules, 2, 4)
    rows = []
    for learner in cohort.learners:
        dice = learner.dice("misses")
        size = around(dice, 0.4, 0.08, 0.25, 0.55)
        slope = cohort.effects.learning + around(dice, 0, 0.015, -0.03, 0.03)
        for module in range(1, modules + 1):
            mean = size + slope * (module - (modules + 1) / 2)
            rows.append(Miss(learner.id, module, around(dice, mean, 0.12, 0, 1)))
    return rows


def claims(cohort: Cohort, each: int = 10) -> list[Claim]:
    """Everybody says how sure they are of some things; what is so, is so as often as they say less what is planted."""
    instance("cohort", cohort, Cohort)
    whole("each", each, 1, MOST)
    rows = []
    for learner in cohort.learners:
        dice = learner.dice("claims")
        over = surer(dice, cohort.effects)
        for _ in range(each):
            said = _SAID[int(dice.integers(len(_SAID)))]
            rows.append(Claim(learner.id, said, bool(dice.random() < said - over)))
    return rows


def answers(cohort: Cohort, instrument: Instrument, wave: int = 0) -> dict[str, dict[str, int | None]]:
    """Everybody's answers to a questionnaire by item, as given (not turned round), a few left out.

    From each wave to the next everybody's mean rises by ``effects.change``, in points of this scale. Traits stay.
    """
    instance("cohort", cohort, Cohort)
    instance("instrument", instrument, Instrument)
    low, high = instrument.low, instrument.high
    reach = number(
        "change", cohort.effects.change * whole("wave", wave, 0, MOST), -0.2 * (high - low), 0.2 * (high - low)
    )
    return {learner.id: dict(filled_in(learner, instrument, wave, reach)) for learner in cohort.learners}


def _worth(cohort: Cohort, notes: int) -> list[float]:
    """How good each note is: some are better than others, whoever signs them."""
    whole("notes", notes, 2, MOST)
    return [float(worth) for worth in cohort.dice("notes").uniform(4, 6, notes)]


def _labelled(cohort: Cohort, what: str, notes: int) -> Iterator[tuple[SimulatedLearner, list[int]]]:
    """Each learner with the label (0 or 1) of each note, dealt by lot."""
    dice = cohort.dice(what, "labels")
    labels: list[int] = []
    for place, learner in enumerate(cohort.learners):
        if place % 2:
            labels = [1 - label for label in labels]
        else:
            labels = [int(label) for label in dice.permutation([note % 2 for note in range(notes)])]
        yield learner, labels
