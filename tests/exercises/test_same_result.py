"""Neither the order of what comes in, nor the hash seed, nor the number of cores changes a result of what is listed.

`tests.measures` says the same of each measure of a cohort, at its size.
"""

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from kith_exercises.measures.alpha import alpha_of_variances, cronbach_alpha
from kith_exercises.measures.chance import flips, shuffles
from kith_exercises.measures.finding import Finding, Interval
from kith_exercises.measures.maps import map_change
from kith_exercises.measures.prediction import Doors, Question, Target, measure_prediction
from kith_exercises.measures.scales import scale_score, scale_scores
from kith_exercises.measures.turns import gini
from kith_exercises.models import MODELS, Trajectory, networks
from kith_exercises.models.opinions import influence
from kith_exercises.models.smallworld import clustering, mean_path
from kith_exercises.models.tournament import STRATEGIES, tournament
from kith_exercises.privacy import (
    Cut,
    Scale,
    Series,
    next_pulse,
    next_wave,
    release,
    release_cuts,
    release_measured,
    release_steps,
    release_talk,
    release_texts,
)
from tests.exercises.valid_calls import calls

Row = TypeVar("Row")
Shuffle = Callable[[Iterable[Row]], list[Row]]

_DICE = np.random.default_rng(5)
NUMBERS: list[float] = _DICE.random(24).tolist()
OTHERS: list[float] = _DICE.random(23).tolist()
PEOPLE = [f"learner-{number}" for number in range(24)]
ITEMS = [f"item-{number}" for number in range(6)]
COHORT = {one: dict(zip(ITEMS, _DICE.random(6).tolist(), strict=True)) for one in PEOPLE}
ROWS: list[list[float]] = _DICE.random((24, 6)).tolist()
RING = networks.rewired(networks.ring(60, 6), 60, 0.2, _DICE).tolist()
RATED: dict[str, float] = dict(zip(PEOPLE, _DICE.integers(1, 6, 24).astype(float).tolist(), strict=True))
CUTS = [Cut.by("pod", {one: f"pod {n % 2}" for n, one in enumerate(PEOPLE)})]
LINKS = [(a, says, b) for a in "abc" for b in "abc" for says in ("helps", "Helps", "needs") if _DICE.random() < 0.5]
QUESTION = Question("q", "f", 0, 1, (Target("m", "M", 1 / 3),), step=0.01)
MARKS = {one: {"m": value} for one, value in zip(PEOPLE, NUMBERS, strict=True)}
TALK = {f"group-{n}": (4, value) for n, value in enumerate(NUMBERS[:9])}


def shuffled(seed: int) -> Shuffle[Row]:
    chance = random.Random(seed)
    return lambda rows: sorted(rows, key=lambda _: chance.random())


def _middle(values: Iterable[float]) -> Finding:
    """A measure that is careless of the order it gets: what a gate hands on has one."""
    total = 0.0
    for value in values:
        total += value
    return Finding(total / 24, Interval(0, 5), 24, "")


#: What takes several of something, beside the measures of a cohort, with all that comes in any order.
SAME: dict[str, Callable[[Shuffle], object]] = {
    "threshold_cascade": lambda mix: MODELS["threshold_cascade"].run(thresholds=mix([*range(9), 11, 15, 2])).outcome,
    "wisdom_of_crowds": lambda mix: MODELS["wisdom_of_crowds"].run(estimates=mix(NUMBERS), truth=0.3),
    "tournament": lambda mix: tournament(strategies=mix(STRATEGIES), moves=30, noise=0.1),
    "clustering": lambda mix: clustering(np.array([mix(tie) for tie in mix(RING)]), 60),
    "mean_path": lambda mix: mean_path(np.array([mix(tie) for tie in mix(RING)]), 60),
    "cronbach_alpha": lambda mix: cronbach_alpha(np.array(mix(ROWS))[:, mix(range(6))]),
    "alpha_of_variances": lambda mix: alpha_of_variances(mix(NUMBERS), 99),
    "flips": lambda mix: flips(mix(NUMBERS)).tolist(),
    "shuffles": lambda mix: shuffles(mix(NUMBERS), mix(OTHERS)).tolist(),
    "gini": lambda mix: gini(mix(NUMBERS)),
    "scale_score": lambda mix: scale_score(mix(ITEMS), dict(mix(COHORT["learner-3"].items()))),
    "scale_scores": lambda mix: scale_scores(mix(ITEMS), dict(mix(COHORT.items()))),
    "map_change": lambda mix: map_change(mix(LINKS[::2]), mix(LINKS[1::2])),
    "measure_prediction": lambda mix: measure_prediction(QUESTION, Doors(dict(mix(MARKS.items())), frozenset())),
    "release": lambda mix: release(mix(NUMBERS), grain=0.01),
    "release_measured": lambda mix: release_measured(
        dict(mix(zip(PEOPLE, NUMBERS, strict=True))), _middle, key=float, grain=0.01, digits=17
    ),
    "release_cuts": lambda mix: sorted(release_cuts(dict(mix(RATED.items())), CUTS, Scale(1, 5)).items(), key=repr),
    "release_steps": lambda mix: release_steps({one: f"{value:g}" for one, value in mix(RATED.items())}, list("12345")),
    "release_talk": lambda mix: release_talk(dict(mix(TALK.items()))),
    "release_texts": lambda mix: release_texts({one: f"Text of {one}" for one in mix(PEOPLE)}),
    "next_pulse": lambda mix: next_pulse(Series(), dict(mix(RATED.items())), CUTS, Scale(1, 5), dated="d").to_json(),
    "next_wave": lambda mix: next_wave(
        Series(), {"all": {one: (value,) for one, value in mix(RATED.items())}}, lambda _: {}, dated="d"
    ).to_json(),
}


@pytest.mark.parametrize("name", SAME)
def test_the_order_of_what_comes_in_changes_no_digit(name: str) -> None:
    assert len({repr(SAME[name](shuffled(seed))) for seed in range(4)}) == 1


def test_in_whichever_order_people_trust_each_other_their_influence_is_the_same() -> None:
    trust, order = np.array(ROWS)[:6] / np.array(ROWS)[:6].sum(1)[:, None], np.array([3, 0, 5, 1, 4, 2])
    one, other = influence(trust=trust), influence(trust=trust[np.ix_(order, order)])
    assert one is not None
    assert other == pytest.approx(one[order], abs=1e-12)


def said(folder: Path) -> Iterator[str]:
    """What each call of what is listed gives, and each of those above, sets by the alphabet."""
    for name, (function, arguments) in calls(folder).items():
        found = function(**arguments) if "" not in arguments else function(*arguments.values())
        if isinstance(found, np.random.Generator):
            found = found.random()
        told = found.to_bytes().hex() if isinstance(found, Trajectory) else repr(found)
        yield f"{name}: {re.sub(r'{([^{}:]*)}', lambda people: str(sorted(people[1].split(', '))), told)}"
    for name, give in SAME.items():
        yield f"{name}: {give(shuffled(0))!r}"


def test_neither_the_hash_seed_nor_the_number_of_cores_changes_a_digit(tmp_path: Path) -> None:
    lines = "import sys, pathlib; from tests.exercises.test_same_result import said; "
    lines += "print(*said(pathlib.Path(sys.argv[1])), sep='\\n')"
    one, other = (
        subprocess.run(
            [sys.executable, "-c", lines, str(tmp_path)],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": cores, "OPENBLAS_NUM_THREADS": cores},
            text=True,
        ).stdout.splitlines()
        for seed, cores in (("1", "1"), ("77", "4"))
    )
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []
    assert len(one) > 150
