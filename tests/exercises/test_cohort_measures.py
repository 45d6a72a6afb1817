"""What is planted in made-up cohorts of 24 is found by the measures, which the generator does not know."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from kith_exercises.cohort import NOTHING, Cohort, Effects, alone, gather, together
from kith_exercises.instruments import load
from kith_exercises.measures.agreement import weighted_kappa
from kith_exercises.measures.calibration import Claim, overconfidence
from kith_exercises.measures.change import change
from kith_exercises.measures.finding import Finding
from kith_exercises.measures.forecasts import Forecast, forecast_error
from kith_exercises.measures.label_gap import Rating, Revision, change_towards_label, label_gap
from kith_exercises.measures.lots import difference_by_lot
from kith_exercises.measures.network import reciprocity
from kith_exercises.measures.norms import norm_misperception
from kith_exercises.measures.over_time import Miss, error_over_time
from kith_exercises.measures.say_back import Marked, felt_understood, points_heard
from kith_exercises.measures.scales import scale_scores
from kith_exercises.measures.turns import turn_gini_by_lot

COHORTS = 50
GIVING = load("ipip-giving")

PAIRS = [
    (alone.Rating, Rating),
    (alone.Revision, Revision),
    (alone.Marked, Marked),
    (alone.Forecast, Forecast),
    (alone.Miss, Miss),
    (alone.Claim, Claim),
]


def altruism(cohort: Cohort, wave: int) -> dict[str, float]:
    keyed = {learner: GIVING.keyed(given) for learner, given in alone.answers(cohort, GIVING, wave).items()}
    return scale_scores(GIVING.scales["altruism"], keyed)


def changed(cohort: Cohort) -> Finding:
    return change(altruism(cohort, 0), altruism(cohort, 1), what="altruism", scale=(1, 5))


MEASURES: dict[str, Callable[[Cohort], Finding]] = {
    "label": lambda c: label_gap((Rating(*row) for row in alone.ratings(c)), alone.LABELS),
    "moves": lambda c: change_towards_label((Revision(*row) for row in alone.revisions(c)), alone.LABELS),
    "heard": lambda c: points_heard((Marked(*row) for row in alone.say_backs(c)), alone.WAYS),
    "understood": lambda c: felt_understood((Marked(*row) for row in alone.say_backs(c)), alone.WAYS),
    "norm": lambda c: norm_misperception(*alone.doings(c), what="sharing", scale=(0, 20)),
    "forecast": lambda c: forecast_error((Forecast(*row) for row in alone.forecasts(c)), scale=(0, 100)),
    "learning": lambda c: error_over_time(Miss(*row) for row in alone.misses(c)),
    "sureness": lambda c: overconfidence(Claim(*row) for row in alone.claims(c)),
    "change": changed,
    "lot": lambda c: difference_by_lot(*together.outcomes(c).values(), names=together.LOTS, scale=(0, 20)),
    "talk": lambda c: turn_gini_by_lot(*together.talk(c, 12).values(), names=together.LOTS),
    "returned": lambda c: reciprocity(together.ties(c), c.ids),
    "agreement": lambda c: weighted_kappa(together.levels(c), levels=together.LEVELS),
}


@pytest.mark.parametrize(("row", "taken"), PAIRS, ids=lambda one: one.__module__)
def test_a_row_has_the_fields_of_the_measure_that_takes_it(row: type, taken: type) -> None:
    assert row._fields == tuple(field.name for field in fields(taken))  # type: ignore[attr-defined]


def found(effect: str, planted: Effects) -> list[Finding]:
    return [MEASURES[effect](gather(24, seed, planted)) for seed in range(COHORTS)]


def includes(finding: Finding, value: float) -> bool:
    return finding.interval is None or finding.interval.includes(value)


@pytest.mark.parametrize("effect", MEASURES)
def test_intervals_hold_what_was_planted(effect: str) -> None:
    planted = getattr(Effects(), effect)
    findings = found(effect, Effects())
    # Nine of ten, as in `tests/measures/test_recovery.py`.
    assert sum(includes(finding, planted) for finding in findings) >= 45
    # All of the usual effects are large enough to be seen by a cohort of 24 more often than by one in three.
    assert sum(finding.tells for finding in findings) > COHORTS / 3


@pytest.mark.parametrize("effect", MEASURES)
def test_where_nothing_was_planted_next_to_nothing_is_found(effect: str) -> None:
    # At 3 of 100, six of 50 would come up once in two hundred times.
    assert sum(finding.tells for finding in found(effect, NOTHING)) <= 5
