"""What simulated learners do together: who gives to whom, who talks, who knows what, and what became of it."""

from itertools import combinations

from kith_exercises.cohort._drawn import gamma_shape, level, on_scale
from kith_exercises.cohort._own import threshold
from kith_exercises.cohort.learner import MOST, Cohort
from kith_exercises.inputs import instance, whole

__all__ = [
    "LEVELS",
    "LOTS",
    "STEPS",
    "levels",
    "outcomes",
    "steps",
    "talk",
    "thresholds",
    "ties",
    "topics",
]

LOTS = ("early", "late")

#: How many levels a criterion has, and how often each is earned.
LEVELS = 4
_EARNED = (0.1, 0.3, 0.4, 0.2)

#: What can become of a contribution, and how often it gets on to there from the step before.
STEPS = {"shared": 1.0, "read": 0.8, "used": 0.5, "made a difference": 0.3}

_DENSITY = 0.15
_SEATS = 4
_UNEVEN = 0.35


def ties(cohort: Cohort) -> list[tuple[str, str]]:
    """From whom to whom something was given. All pairs are alike: planted is only how often a gift is returned."""
    instance("cohort", cohort, Cohort)
    dice = cohort.dice("ties")
    returned = _DENSITY + cohort.effects.returned * (1 - _DENSITY)
    both, one_way = _DENSITY * returned, _DENSITY * (1 - returned)
    found = []
    for one, other in combinations(cohort.ids, 2):
        pair = level(dice, (both, one_way, one_way, max(0.0, 1 - both - 2 * one_way)))
        found += [[(one, other), (other, one)], [(one, other)], [(other, one)], []][pair]
    return found


def talk(cohort: Cohort, groups: int = 6) -> dict[str, list[list[float]]]:
    """Seconds that each seat of a group talked, by lot; groups of the first are as much more uneven as is planted."""
    instance("cohort", cohort, Cohort)
    whole("groups", groups, 2, MOST)
    found: dict[str, list[list[float]]] = {lot: [] for lot in LOTS}
    for number in range(groups):
        lot, side = (LOTS[0], 1) if number % 2 == 0 else (LOTS[1], -1)
        shape = gamma_shape(_UNEVEN + side * cohort.effects.talk / 2, _SEATS)
        dice = cohort.dice("talk", str(number))
        found[lot].append([float(seconds) for seconds in dice.gamma(shape, 300 / shape, _SEATS)])
    return found


def outcomes(cohort: Cohort) -> dict[str, list[float]]:
    """How often (0 to 20) each shared in the week after, by lot."""
    instance("cohort", cohort, Cohort)
    order = cohort.dice("lots").permutation(len(cohort.learners))
    found: dict[str, list[float]] = {lot: [] for lot in LOTS}
    for place, number in enumerate(order):
        lot, side = (LOTS[0], 1) if place % 2 == 0 else (LOTS[1], -1)
        dice = cohort.learners[int(number)].dice("outcome")
        found[lot].append(float(on_scale(dice, 8 + side * cohort.effects.lot / 2, 4, 0, 20)))
    return found


def levels(cohort: Cohort) -> list[tuple[int, int]]:
    """The levels that two markers give each learner's text, from 0 to 3.

    They agree for a reason as often as is planted, and otherwise mark as often as anybody does: kappa is that share,
    however disagreement is weighed.
    """
    instance("cohort", cohort, Cohort)
    found = []
    for learner in cohort.learners:
        dice = learner.dice("levels")
        first = level(dice, _EARNED)
        alike = dice.random() < cohort.effects.agreement
        found.append((first, first if alike else level(dice, _EARNED)))
    return found


def thresholds(cohort: Cohort) -> dict[str, int | None]:
    """After how many others each would ask a question that may sound naive; None is never."""
    instance("cohort", cohort, Cohort)
    return {learner.id: threshold(learner) for learner in cohort.learners}


def topics(cohort: Cohort, known: int = 20) -> dict[str, tuple[str, ...]]:
    """Who holds each topic: one person alone, as often as is planted, or two to four (as far as there are people)."""
    instance("cohort", cohort, Cohort)
    dice = cohort.dice("topics")
    found = {}
    for number in range(whole("known", known, 1, MOST)):
        holders = 1 if dice.random() < cohort.effects.single else int(dice.integers(2, 5))
        who = dice.choice(len(cohort.ids), size=min(holders, len(cohort.ids)), replace=False)
        found[f"topic-{number + 1:02d}"] = tuple(sorted(cohort.ids[int(place)] for place in who))
    return found


def steps(cohort: Cohort) -> dict[str, int]:
    """How many contributions were shared, read, used and made a difference; who gives more has shared more."""
    instance("cohort", cohort, Cohort)
    found: dict[str, int] = dict.fromkeys(STEPS, 0)
    for learner in cohort.learners:
        dice = learner.dice("contributions")
        left = int(dice.binomial(4, learner.giving))
        for name, kept in STEPS.items():
            left = int(dice.binomial(left, kept))
            found[name] += left
    return found
