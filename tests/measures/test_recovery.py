"""What is planted is found, and nothing where nothing is: every measure with a null, over 200 cohorts of 24.

An interval at 95% misses in about ten of 200, and here in twenty at most; a false alarm is allowed in fourteen. These
seeds are not lucky: in 4,000 cohorts from other seeds, no measure missed in more than 4.5% of them, or raised a false
alarm in more than 3.5%, and of 20 times 200 none held more than 13 misses or 12 false alarms.
What is planted is found in 7 of 100 cohorts more than is asked for, or in more still, so that 200 of any seeds will do.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator
from scipy import stats  # type: ignore[import-untyped]  # SciPy ships no types

from kith_exercises.measures.agreement import weighted_kappa
from kith_exercises.measures.calibration import Claim, overconfidence
from kith_exercises.measures.change import change
from kith_exercises.measures.finding import Finding
from kith_exercises.measures.forecasts import Forecast, forecast_error
from kith_exercises.measures.label_gap import Rating, Revision, change_towards_label, label_gap
from kith_exercises.measures.lots import difference_by_lot
from kith_exercises.measures.network import reciprocity
from kith_exercises.measures.norms import norm_misperception
from kith_exercises.measures.nulls import WITH_NULL
from kith_exercises.measures.over_time import Miss, error_over_time
from kith_exercises.measures.say_back import HEARD, Marked, felt_understood, points_heard
from kith_exercises.measures.turns import turn_gini_by_lot
from tests.measures import planted

COHORTS = 200
LABELS = ("senior", "new")
WAYS = ("full", "words")


@dataclass(frozen=True)
class Case:
    """A measure, a cohort for it, and what the cohort holds.

    ``reference`` is the width of the reference method's interval. An ``effect`` so large has to be found in a
    ``share`` of cohorts.
    """

    measure: str
    cohort: Callable[[Generator, float], Any]
    find: Callable[[Any], Finding]
    reference: Callable[[Any], float]
    effect: float
    share: float
    truth: Callable[[float], float] = lambda effect: effect


def student(values: Any) -> float:
    interval = stats.ttest_1samp(values, 0).confidence_interval()
    return float(interval.high - interval.low)


def welch(one: Any, other: Any) -> float:
    interval = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    return float(interval.high - interval.low)


def per_person(rows: Any, value: Callable[[Any], float], side: Callable[[Any], float] = lambda _: 1.0) -> list[float]:
    """For each person, the mean value on the one side minus that on the other."""
    people = sorted({row[0] for row in rows})
    sides = [[[value(r) for r in rows if r[0] == person and side(r) == s] for s in (1.0, -1.0)] for person in people]
    return [float(np.mean(up) - (np.mean(down) if down else 0)) for up, down in sides]


def slopes(rows: Any) -> list[float]:
    return [
        float(np.polyfit([r[1] for r in rows if r[0] == person], [r[2] for r in rows if r[0] == person], 1)[0])
        for person in sorted({row[0] for row in rows})
    ]


def fleiss(pairs: Any) -> float:
    """The interval of Fleiss, Cohen and Everitt (1969, formula 9), which is 2 x 1.96 standard errors wide."""
    table = np.zeros((4, 4))
    np.add.at(table, tuple(np.array(pairs).T), 1 / len(pairs))
    alike = 1 - (np.subtract.outer(range(4), range(4)) / 3) ** 2
    rows, columns = table.sum(1), table.sum(0)
    seen, chance = (alike * table).sum(), rows @ alike @ columns
    of_pair = (alike @ columns)[:, None] + (rows @ alike)[None]
    square = (table * (alike * (1 - chance) - of_pair * (1 - seen)) ** 2).sum()
    square -= (seen * chance - 2 * chance + seen) ** 2
    return float(2 * 1.96 * np.sqrt(max(square, 0) / len(pairs)) / (1 - chance) ** 2)


def without_each(network: Any) -> float:
    """The jackknife interval of Snijders and Borgatti (1999)."""
    found, people = network

    def rho(left: list[str]) -> float:
        pairs = {(i, j) for i, j in found if i in left and j in left}
        density = len(pairs) / (len(left) * (len(left) - 1))
        return float((sum((j, i) in pairs for i, j in pairs) / len(pairs) - density) / (1 - density))

    changes = [rho([p for p in people if p != person]) - rho(people) for person in people]
    size = len(people)
    square = (size - 2) / (2 * size) * sum(c**2 for c in changes)
    return float(2 * stats.t.ppf(0.975, size - 1) * square**0.5)


def by_label(row: Any) -> float:
    return 1.0 if row[2] == LABELS[0] else -1.0


def by_way(row: Any) -> float:
    return 1.0 if row[1] == WAYS[0] else -1.0


def parts_of_a_ratio(rows: Any) -> list[float]:
    """Each learner's part in the pooled overconfidence, after Cochran."""
    of_each = [[r[1] - r[2] for r in rows if r[0] == person] for person in sorted({r[0] for r in rows})]
    whole = sum(map(sum, of_each)) / len(rows)
    return [(sum(gaps) - whole * len(gaps)) * len(of_each) / len(rows) for gaps in of_each]


def two_kinds_of_talk(chance: Generator, effect: float) -> Any:
    """Twelve groups each; ``effect`` is how much less even the first kind of talk is."""
    return planted.talks(chance, 2.0 - effect, 12), planted.talks(chance, 2.0, 12)


def ginis(groups: Any) -> list[float]:
    return [float(np.abs(np.subtract.outer(g, g)).sum() / (2 * len(g) * np.sum(g))) for g in groups]


CASES = [
    Case(
        "label_gap.label_gap",
        planted.ratings,
        lambda rows: label_gap([Rating(*row) for row in rows], LABELS),
        lambda rows: student(per_person(rows, lambda r: r[3], by_label)),
        effect=1.0,
        share=0.9,
    ),
    Case(
        "label_gap.change_towards_label",
        planted.revisions,
        lambda rows: change_towards_label([Revision(*row) for row in rows], LABELS),
        lambda rows: student(per_person(rows, lambda r: (r[4] - r[3]) / 2, by_label)),
        effect=0.15,
        share=0.75,
    ),
    Case(
        "say_back.points_heard",
        planted.say_backs,
        lambda rows: points_heard([Marked(*row) for row in rows], WAYS),
        lambda rows: student(per_person(rows, lambda r: float(np.mean([HEARD[p] for p in r[2]])), by_way)),
        effect=0.25,
        share=0.8,
    ),
    Case(
        "say_back.felt_understood",
        planted.say_backs,
        lambda rows: felt_understood([Marked(*row) for row in rows], WAYS),
        lambda rows: student(per_person(rows, lambda r: r[3], by_way)),
        effect=0.25,
        share=0.75,
        truth=lambda effect: 4 * effect,
    ),
    Case(
        "norms.norm_misperception",
        planted.norms,
        lambda both: norm_misperception(*both, what="asking", scale=(0, 10)),
        lambda both: student([both[1][name] - both[0][name] for name in both[0]]),
        effect=1.25,
        share=0.75,
    ),
    Case(
        "forecasts.forecast_error",
        planted.forecasts,
        lambda rows: forecast_error([Forecast(*row) for row in rows], scale=(0, 20)),
        lambda rows: student(per_person(rows, lambda r: r[1] - r[2])),
        effect=1.4,
        share=0.8,
    ),
    Case(
        "change.change",
        planted.before_and_after,
        lambda both: change(*both, what="ease", scale=(1, 7)),
        lambda both: student([both[1][name] - both[0][name] for name in both[0]]),
        effect=0.85,
        share=0.8,
    ),
    Case(
        "over_time.error_over_time",
        planted.misses,
        lambda rows: error_over_time([Miss(*row) for row in rows]),
        lambda rows: student(slopes(rows)),
        effect=-0.025,
        share=0.9,
    ),
    Case(
        "calibration.overconfidence",
        planted.claims,
        lambda rows: overconfidence([Claim(*row) for row in rows]),
        lambda rows: student(parts_of_a_ratio(rows)),
        effect=0.12,
        share=0.8,
    ),
    Case(
        "agreement.weighted_kappa",
        planted.marked_twice,
        lambda pairs: weighted_kappa(pairs, levels=4),
        fleiss,
        effect=0.7,
        share=0.75,
    ),
    Case(
        "network.reciprocity",
        planted.ties,
        lambda network: reciprocity(*network),
        without_each,
        effect=0.2,
        share=0.8,
        truth=planted.returned_beyond_chance,
    ),
    Case(
        "lots.difference_by_lot",
        planted.two_lots,
        lambda both: difference_by_lot(*both, names=("early", "late"), scale=(0, 20)),
        lambda both: welch(*both),
        effect=3.0,
        share=0.75,
    ),
    Case(
        "turns.turn_gini_by_lot",
        two_kinds_of_talk,
        lambda both: turn_gini_by_lot(*both, names=("free", "facts first")),
        lambda both: welch(*map(ginis, both)),
        effect=1.5,
        share=0.8,
        truth=lambda effect: planted.wealth_gap(2.0 - effect) - planted.wealth_gap(2.0),
    ),
]


def cohorts(case: Case, effect: float) -> list[tuple[Finding, Any]]:
    """The findings in 200 cohorts, beside what they were made from."""
    made = [case.cohort(np.random.default_rng([2026, number]), effect) for number in range(COHORTS)]
    return [(case.find(cohort), cohort) for cohort in made]


each_measure = pytest.mark.parametrize("case", [pytest.param(case, id=case.measure) for case in CASES])


@each_measure
def test_a_planted_effect_is_covered_and_found_and_the_interval_is_not_wide(case: Case) -> None:
    found = cohorts(case, case.effect)
    truth = case.truth(case.effect)
    intervals = [finding.interval for finding, _ in found if finding.interval]
    assert sum(interval.includes(truth) for interval in intervals) >= 180
    widths = [interval.width for interval in intervals]
    assert np.mean(widths) <= 1.5 * np.mean([case.reference(cohort) for _, cohort in found[::4]])
    assert sum(finding.tells for finding, _ in found) >= case.share * COHORTS


@each_measure
def test_where_nothing_was_planted_hardly_a_cohort_says_otherwise(case: Case) -> None:
    found = [finding for finding, _ in cohorts(case, 0.0)]
    assert sum(finding.tells for finding in found) <= 14
    assert all(finding.sentence.startswith("We can't tell yet") for finding in found if not finding.tells)
    assert not any(finding.sentence.startswith("We can't tell yet") for finding in found if finding.tells)


#: Of answers that differ more, the more there is to find, something shows less often than is said: two lots of counts.
SAID = ["change.change", "label_gap.label_gap", "norms.norm_misperception"]
SAID += ["agreement.weighted_kappa", "network.reciprocity", "calibration.overconfidence"]


@pytest.mark.parametrize("measure", SAID)
def test_the_smallest_difference_that_would_show_does_in_about_four_of_five_cohorts(measure: str) -> None:
    case = next(case for case in CASES if case.measure == measure)
    smallest = [finding.smallest for finding, _ in cohorts(case, 0.0) if finding.smallest]
    found = [finding.tells for finding, _ in cohorts(case, effect_for(case, float(np.mean(smallest))))]
    assert 0.7 * COHORTS <= sum(found) <= 0.9 * COHORTS


def effect_for(case: Case, truth: float) -> float:
    """The effect to plant for such a truth."""
    return next(effect for effect in np.linspace(0, 2 * truth, 400) if case.truth(effect) >= truth)


@each_measure
def test_the_order_of_what_comes_in_changes_no_digit(case: Case) -> None:
    cohort = case.cohort(np.random.default_rng(5), case.effect)
    for seed in range(5):
        assert case.find(shuffled(cohort, random.Random(seed))) == case.find(cohort)


def shuffled(cohort: Any, chance: random.Random) -> Any:
    """The same cohort in any order, all the way down to the seats of a group."""
    if isinstance(cohort, tuple):
        return tuple(shuffled(part, chance) for part in cohort)
    rows = list(cohort.items()) if isinstance(cohort, dict) else list(cohort)
    chance.shuffle(rows)
    return dict(rows) if isinstance(cohort, dict) else [shuffled(r, chance) if isinstance(r, list) else r for r in rows]


FIND = """
import numpy as np
from tests.measures.test_recovery import CASES
for case in CASES:
    print(case.find(case.cohort(np.random.default_rng(5), case.effect)))
"""


def test_neither_the_hash_seed_nor_the_number_of_cores_changes_a_digit() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", FIND],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": cores, "OPENBLAS_NUM_THREADS": cores},
        ).stdout
        for seed, cores in (("1", "1"), ("2", "2"))
    }
    assert len(said) == 1


def test_the_width_of_kappas_reference_is_that_of_statsmodels() -> None:
    # statsmodels 0.15.0, cohens_kappa(counts, wt="quadratic").std_kappa.
    counts = [[4, 2, 0, 1], [1, 7, 3, 0], [0, 2, 9, 2], [0, 0, 1, 5]]
    pairs = [(one, other) for one, row in enumerate(counts) for other, many in enumerate(row) for _ in range(many)]
    assert fleiss(pairs) == pytest.approx(2 * 1.96 * 0.12376977617)


def test_every_measure_with_a_null_is_tried() -> None:
    assert {case.measure for case in CASES} == set(WITH_NULL)
