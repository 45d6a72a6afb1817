"""Measures without a null: neither the order of what comes in, nor the hash seed, nor the processor changes a digit.

`test_recovery` says the same of those with a null.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from kith_exercises.measures.agreement import weighted_kappa
from kith_exercises.measures.alpha import scale_alpha
from kith_exercises.measures.calibration import Claim, brier_score, calibration_curve, decompose
from kith_exercises.measures.forecasts import Forecast, forecast_miss
from kith_exercises.measures.funnel import funnel
from kith_exercises.measures.holders import answerable, single_holders
from kith_exercises.measures.network import betweenness, brokers, never_asked
from kith_exercises.measures.nulls import WITHOUT_NULL
from kith_exercises.measures.reaching import reached
from kith_exercises.measures.scales import scale_mean
from kith_exercises.measures.thresholds import Band, counted, sampled_rooms
from kith_exercises.measures.turns import turn_gini

Row = TypeVar("Row")

_DICE = np.random.default_rng(3)
PEOPLE = [f"learner-{number}" for number in range(24)]
ITEMS = [f"item-{number}" for number in range(6)]
EDGES = (0.0, 0.3, 0.5, 1.0)
BANDS = (Band(0, 0), Band(1, 3), Band(4, None), Band(None, None))
CLAIMS = [Claim(p, float(_DICE.random()), bool(_DICE.random() < 0.6)) for p in PEOPLE for _ in range(5)]
FORECASTS = [Forecast(p, *(7 * _DICE.random(2)).tolist()) for p in PEOPLE for _ in range(3)]
TIES = [(one, other) for one in PEOPLE for other in PEOPLE if one != other and _DICE.random() < 0.1]
COHORT = {person: dict(zip(ITEMS, _DICE.random(6).tolist(), strict=True)) for person in PEOPLE}
TOPICS = {f"topic-{number}": [p for p in PEOPLE if _DICE.random() < 0.1] for number in range(12)}
GONE = sorted({holder for holders in TOPICS.values() for holder in holders})[:5]
TALK = [_DICE.random(4).tolist() for _ in range(6)]
CHOSEN = _DICE.integers(0, 4, 24).tolist()
LEVELS = [(one, other) for one, other in _DICE.integers(0, 99, (40, 2)).tolist()]

Shuffle = Callable[[Iterable[Row]], list[Row]]


def shuffled(seed: int) -> Shuffle[Row]:
    chance = random.Random(seed)
    return lambda rows: sorted(rows, key=lambda _: chance.random())


#: Each measure on the same answers, which come in any order.
MEASURES: dict[str, Callable[[Shuffle], object]] = {
    "alpha.scale_alpha": lambda mix: scale_alpha(mix(ITEMS), dict(mix(COHORT.items()))),
    "calibration.brier_score": lambda mix: brier_score(mix(CLAIMS)),
    "calibration.calibration_curve": lambda mix: calibration_curve(mix(CLAIMS), edges=EDGES),
    "calibration.decompose": lambda mix: decompose(mix(CLAIMS), edges=EDGES),
    "forecasts.forecast_miss": lambda mix: forecast_miss(mix(FORECASTS), scale=(0, 7)),
    "funnel.funnel": lambda mix: funnel({"shared": len(mix(CLAIMS)), "used": len(mix(TOPICS))}),
    "holders.answerable": lambda mix: answerable({k: mix(v) for k, v in mix(TOPICS.items())}, mix(GONE)),
    "holders.single_holders": lambda mix: single_holders({k: mix(v) for k, v in mix(TOPICS.items())}),
    "network.brokers": lambda mix: brokers(mix(TIES), mix(PEOPLE)),
    "network.never_asked": lambda mix: never_asked(mix(TIES), mix(PEOPLE)),
    "reaching.reached": lambda mix: reached(counted(BANDS[:3], mix([place % 3 for place in CHOSEN]))),
    "scales.scale_mean": lambda mix: scale_mean(mix(ITEMS), dict(mix(COHORT.items())), scale=(0, 1)),
    "thresholds.sampled_rooms": lambda mix: sampled_rooms(counted(BANDS, mix(CHOSEN))),
    "turns.turn_gini": lambda mix: turn_gini([mix(group) for group in mix(TALK)]),
    # Beside them: what is about single people, and many levels, of which matrices are large enough to be shared out.
    "network.betweenness": lambda mix: betweenness(mix(TIES), mix(PEOPLE)),
    "agreement.weighted_kappa": lambda mix: weighted_kappa(mix(LEVELS), levels=100),
}


def test_every_measure_without_a_null_is_tried() -> None:
    assert set(WITHOUT_NULL) <= set(MEASURES)


@pytest.mark.parametrize("name", MEASURES)
def test_the_order_of_what_comes_in_changes_no_digit(name: str) -> None:
    assert len({repr(MEASURES[name](shuffled(seed))) for seed in range(6)}) == 1


FIND = """
from tests.measures.test_order import MEASURES, shuffled
for measure in MEASURES.values():
    print(measure(shuffled(0)))
"""


def test_neither_the_hash_seed_nor_the_processor_changes_a_digit() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", FIND],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": cores, **kind},
        ).stdout
        # The oldest kind of processor that the matrix library knows stands for any other.
        for seed, cores, kind in (("1", "1", {}), ("2", "4", {"OPENBLAS_CORETYPE": "Prescott"}))
    }
    assert len(said) == 1
