"""Made-up cohorts are repeatable, hold what was planted in them, and were made by nothing that they test."""

import ast
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import numpy as np
import pytest

import kith_exercises.cohort
from kith_exercises.cohort import NOTHING, Cohort, Effects, alone, gather, synthesise, together
from kith_exercises.cohort._drawn import around, gamma_shape, on_scale
from kith_exercises.errors import OutOfRange
from kith_exercises.instruments import load, names

TASKS: dict[str, Callable[[Cohort], Any]] = {
    "ratings": alone.ratings,
    "revisions": alone.revisions,
    "say_backs": alone.say_backs,
    "doings": alone.doings,
    "forecasts": alone.forecasts,
    "misses": alone.misses,
    "claims": alone.claims,
    "answers": lambda cohort: alone.answers(cohort, load("ipip-giving")),
    "ties": together.ties,
    "talk": together.talk,
    "outcomes": together.outcomes,
    "levels": together.levels,
    "thresholds": together.thresholds,
    "topics": together.topics,
    "steps": together.steps,
}


# The same seed


@pytest.mark.parametrize("task", TASKS)
def test_the_same_seed_gives_the_same_answers_and_another_seed_others(task: str) -> None:
    assert TASKS[task](gather(24, 7)) == TASKS[task](gather(24, 7))
    assert TASKS[task](gather(24, 7)) != TASKS[task](gather(24, 8))


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    cohort = gather(24, 7)
    forwards = {task: make(cohort) for task, make in TASKS.items()}
    backwards = {task: TASKS[task](cohort) for task in reversed(TASKS)}
    assert forwards == backwards


def test_answers_do_not_depend_on_the_hash_seed() -> None:
    lines = (
        "from kith_exercises.cohort import alone, gather, together; c = gather(9, 3);"
        "print(alone.ratings(c), alone.claims(c), together.ties(c), together.topics(c))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", lines], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1


def test_a_larger_cohort_begins_with_the_smaller() -> None:
    assert synthesise(30, 7)[:24] == synthesise(24, 7)
    assert alone.claims(gather(30, 7))[:240] == alone.claims(gather(24, 7))


def test_the_same_people_come_whatever_is_planted_in_them() -> None:
    planted, plain = gather(24, 7), gather(24, 7, NOTHING)
    assert [(one.id, one.care, one.giving) for one in planted.learners] == [
        (one.id, one.care, one.giving) for one in plain.learners
    ]


# What is planted comes out

LARGE = 1000


def gaps(rows: Iterable[Sequence[Any]], key: int, side: int, value: Callable[[Sequence[Any]], float]) -> list[float]:
    """For each person, the mean of one side minus that of the other."""
    found: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        found.setdefault(row[key], {}).setdefault(row[side], []).append(value(row))
    first, second = alone.LABELS if side == 2 else alone.WAYS
    return [fmean(sides[first]) - fmean(sides[second]) for sides in found.values()]


WORTH = {"there": 1.0, "partly": 0.5, "not there": 0.0}


def by_learner(pairs: Iterable[tuple[str, float]]) -> list[float]:
    found: dict[str, list[float]] = {}
    for learner, value in pairs:
        found.setdefault(learner, []).append(value)
    return [fmean(values) for values in found.values()]


def slopes(cohort: Cohort) -> list[float]:
    found: dict[str, list[tuple[float, float]]] = {}
    for miss in alone.misses(cohort):
        found.setdefault(miss.learner, []).append((miss.time, miss.size))
    return [float(np.polyfit(*zip(*points, strict=True), 1)[0]) for points in found.values()]


def changes(cohort: Cohort) -> list[float]:
    one = load("ipip-giving")
    before, after = (
        {learner: one.keyed(given) for learner, given in alone.answers(cohort, one, wave).items()} for wave in (0, 1)
    )
    items = one.scales["altruism"]
    both = {
        learner: [item for item in items if item in before[learner] and item in after[learner]] for learner in before
    }
    return [fmean(after[who][item] - before[who][item] for item in kept) for who, kept in both.items() if kept]


FOUND: dict[str, Callable[[Cohort], list[float]]] = {
    "label": lambda c: gaps(alone.ratings(c), 0, 2, lambda row: row[3]),
    "moves": lambda c: [gap / 2 for gap in gaps(alone.revisions(c), 0, 2, lambda row: row[4] - row[3])],
    "heard": lambda c: gaps(alone.say_backs(c), 0, 1, lambda row: fmean(WORTH[point] for point in row[2])),
    "understood": lambda c: gaps(alone.say_backs(c), 0, 1, lambda row: row[3]),
    "norm": lambda c: [guess - own for own, guess in zip(*(d.values() for d in alone.doings(c)), strict=True)],
    "forecast": lambda c: by_learner((row.learner, row.said - row.came) for row in alone.forecasts(c)),
    "learning": slopes,
    "sureness": lambda c: by_learner((row.learner, row.said - row.right) for row in alone.claims(c)),
    "change": changes,
}

LARGEST = {
    "label": 4,
    "moves": -1.2,
    "heard": 0.5,
    "understood": 3,
    "norm": 12,
    "forecast": 20,
    "learning": -0.1,
    "sureness": 0.4,
    "change": 0.8,
}


@pytest.mark.parametrize("effect", FOUND)
@pytest.mark.parametrize("size", ["usual", "none", "largest"])
def test_what_is_planted_is_what_comes_out_on_average(effect: str, size: str) -> None:
    value = {"usual": getattr(Effects(), effect), "none": 0.0, "largest": LARGEST[effect]}[size]
    found = FOUND[effect](gather(LARGE, 11, replace(NOTHING, **{effect: value})))
    assert fmean(found) == pytest.approx(value, abs=3.5 * stdev(found) / math.sqrt(len(found)))


def test_the_lots_differ_by_what_is_planted() -> None:
    early, late = together.outcomes(gather(LARGE, 11, replace(NOTHING, lot=4.0))).values()
    error = math.sqrt(stdev(early) ** 2 / len(early) + stdev(late) ** 2 / len(late))
    assert fmean(early) - fmean(late) == pytest.approx(4, abs=3.5 * error)


def gini(amounts: Sequence[float]) -> float:
    pairs = sum(abs(one - other) for one, other in combinations(amounts, 2))
    return pairs / (len(amounts) * sum(amounts))


def test_talk_is_as_much_more_uneven_as_is_planted() -> None:
    found = together.talk(gather(1, 11, replace(NOTHING, talk=0.3)), groups=3000)
    early, late = ([gini(group) for group in groups] for groups in found.values())
    error = math.sqrt((stdev(early) ** 2 + stdev(late) ** 2) / len(early))
    assert fmean(early) - fmean(late) == pytest.approx(0.3, abs=3.5 * error)


@pytest.mark.parametrize("seats", [2, 4, 9])
@pytest.mark.parametrize("index", [0.1, 0.3, 0.4])
def test_the_shape_for_a_gini_gives_that_gini(seats: int, index: float) -> None:
    amounts = np.random.default_rng(3).gamma(gamma_shape(index, seats), 1, (4000, seats))
    found = [gini(list(group)) for group in amounts]
    assert fmean(found) == pytest.approx(index, abs=3.5 * stdev(found) / math.sqrt(len(found)))


@pytest.mark.parametrize("planted", [-0.15, 0.0, 0.35, 1.0])
def test_ties_are_returned_as_often_as_is_planted(planted: float) -> None:
    cohort = gather(150, 11, replace(NOTHING, returned=planted))
    ties = set(together.ties(cohort))
    density = len(ties) / (150 * 149)
    back = sum((to, giver) in ties for giver, to in ties) / len(ties)
    assert (back - density) / (1 - density) == pytest.approx(planted, abs=0.035)


@pytest.mark.parametrize("planted", [0.0, 0.6, 1.0])
def test_markers_agree_as_often_beyond_chance_as_is_planted(planted: float) -> None:
    pairs = np.array(together.levels(gather(1500, 11, replace(NOTHING, agreement=planted))))
    seen = ((pairs[:, 0] - pairs[:, 1]) ** 2).mean()
    by_chance = np.subtract.outer(pairs[:, 0], pairs[:, 1]).astype(float).__pow__(2).mean()
    assert 1 - seen / by_chance == pytest.approx(planted, abs=0.09)


def test_a_topic_has_one_holder_as_often_as_is_planted() -> None:
    found = together.topics(gather(24, 11, replace(NOTHING, single=0.4)), known=2000)
    assert sum(len(holders) == 1 for holders in found.values()) / 2000 == pytest.approx(0.4, abs=0.035)


def test_no_step_reaches_more_than_the_one_before_it() -> None:
    reached = list(together.steps(gather(24, 11)).values())
    assert reached == sorted(reached, reverse=True)
    assert reached[-1] > 0


@pytest.mark.parametrize("mean", [0.0, 0.2, 3.7, 5.0, 9.9, 10.0])
def test_a_draw_keeps_its_mean_up_to_the_ends_of_the_scale(mean: float) -> None:
    dice = np.random.default_rng(5)
    found = [on_scale(dice, mean, 2, 0, 10) for _ in range(4000)]
    assert 0 <= min(found) <= max(found) <= 10
    assert fmean(found) == pytest.approx(mean, abs=3.5 * 2 / math.sqrt(4000))


def test_a_mean_outside_its_scale_is_refused() -> None:
    with pytest.raises(OutOfRange, match="mean is"):
        around(np.random.default_rng(5), 11, 1, 0, 10)


@pytest.mark.parametrize(
    ("effect", "value", "sentence"),
    [("label", 5, "label is 5"), ("returned", 1.5, "returned is 1.5"), ("heard", math.nan, "heard is nan")],
)
def test_an_effect_that_no_scale_could_hold_is_refused(effect: str, value: float, sentence: str) -> None:
    with pytest.raises(OutOfRange, match=sentence):
        replace(NOTHING, **{effect: value})


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: gather(0, 1), "learners is 0"),
        (lambda: gather(10**7, 1), "learners is 10000000"),
        (lambda: alone.claims(gather(2, 1), each=0), "each is 0"),
        (lambda: alone.forecasts(gather(2, 1), each=10**7), "each is 10000000"),
        (lambda: alone.say_backs(gather(2, 1), points=-1), "points is -1"),
        (lambda: alone.ratings(gather(2, 1), notes=10**7), "notes is 10000000"),
        (lambda: alone.answers(gather(2, 1), load("ipip-bfi"), 10**400), "wave is "),
        (lambda: together.talk(gather(2, 1), groups=10**7), "groups is 10000000"),
        (lambda: together.topics(gather(2, 1), known=10**7), "known is 10000000"),
        (lambda: replace(NOTHING, marks=(math.nan,)), "marks is "),
    ],
)
def test_a_cohort_of_nobody_or_of_too_much_is_refused(ask: Callable[[], object], sentence: str) -> None:
    with pytest.raises(OutOfRange, match=sentence):
        ask()


def test_each_label_meets_each_note_equally_often() -> None:
    met = [(row.note, row.label) for row in alone.ratings(gather(24, 7))]
    assert {met.count(pair) for pair in met} == {12}


@pytest.mark.parametrize("name", names())
def test_every_questionnaire_can_be_answered_and_what_is_reversed_is_answered_so(name: str) -> None:
    one = load(name)
    for given in alone.answers(gather(5, 7), one).values():
        assert set(given) == {item.id for item in one.items}
        assert all(one.low <= value <= one.high for value in one.keyed(given).values())


def test_some_answers_to_a_questionnaire_are_missing() -> None:
    given = [
        value for answers in alone.answers(gather(200, 7), load("ipip-giving")).values() for value in answers.values()
    ]
    assert given.count(None) / len(given) == pytest.approx(0.03, abs=0.01)


# Nothing that is tested with it made it


def sources() -> list[Path]:
    return sorted(Path(kith_exercises.cohort.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_the_generator_names_no_measure_and_no_model(source: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    tested = ("measures", "models", "privacy", "suppression")
    assert [name for name in names if set(name.split(".")) & set(tested)] == []


def test_the_generator_brings_no_measure_and_no_model_along() -> None:
    # The cards that it walks through may run a model as they are shown: what it answers follows from none.
    modules = ", ".join(f"kith_exercises.cohort.{path.stem}" for path in sources() if path.stem != "__init__")
    lines = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    ours = [name for name in done.stdout.split() if name.startswith("kith_exercises.")]
    assert {"kith_exercises.cohort.alone", "kith_exercises.cohort._walk"} <= set(ours)
    assert [n for n in ours if {"measures", "models", "privacy", "suppression"} & set(n.split("."))] == []


def test_a_cohort_can_be_written_down() -> None:
    assert json.loads(json.dumps(asdict(gather(3, 7))))["learners"][2]["id"] == "sim-003"
