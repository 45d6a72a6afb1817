"""What models take in: what is refused, in which words, and the edges of what is not."""

import inspect
import pickle
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kith_exercises.errors import OutOfRange
from kith_exercises.models import MODELS, Trajectory, networks
from kith_exercises.models.cascade import normal_cascade, normal_thresholds
from kith_exercises.models.cooperators import classify
from kith_exercises.models.exploration import nk_landscape
from kith_exercises.models.fixation import critical_ratio, cycle_fixation
from kith_exercises.models.lattice import next_generation
from kith_exercises.models.opinions import influence
from kith_exercises.models.sampling import chance_of_mention
from kith_exercises.models.smallworld import clustering, mean_path
from kith_exercises.models.teams import landscape
from kith_exercises.models.tournament import tournament

NAN = float("nan")

#: Input that no model can work with: the model, what is wrong, and the parameter that the error names.
BAD: list[tuple[str, Mapping[str, Any], str]] = [
    ("threshold_cascade", {"thresholds": []}, "thresholds"),
    ("threshold_cascade", {"thresholds": [0, NAN]}, "thresholds"),
    ("threshold_cascade", {"thresholds": [0, 1.5]}, "thresholds"),
    ("threshold_cascade", {"thresholds": [0, -1]}, "thresholds"),
    ("complex_contagion", {"rewiring": 1.5}, "rewiring"),
    ("complex_contagion", {"people": 1}, "people"),
    ("complex_contagion", {"neighbours": 3}, "neighbours"),
    ("complex_contagion", {"shape": "star"}, "shape"),
    ("complex_contagion", {"shape": "lattice", "neighbours": 8, "people": 120}, "people"),
    ("complex_contagion", {"shape": "lattice", "neighbours": 4}, "neighbours"),
    ("small_world", {"people": 1}, "people"),
    ("small_world", {"p": (0, 1.01)}, "p"),
    ("small_world", {"p": ()}, "p"),
    ("small_world", {"neighbours": 5}, "neighbours"),
    ("spatial_dilemma", {"b": NAN}, "b"),
    ("spatial_dilemma", {"b": 10**400}, "b"),
    ("spatial_dilemma", {"side": 2}, "side"),
    ("spatial_dilemma", {"start": [[1, 2], [0, 1]]}, "start"),
    ("spatial_dilemma", {"start": [[1, 0.5, 1]] * 3}, "start"),
    ("fixation", {"w": 0.9}, "w"),
    ("fixation", {"update": "birth"}, "update"),
    ("fixation", {"neighbours": 10}, "neighbours"),
    ("five_rules", {"c": 0}, "c"),
    ("five_rules", {"again": 1}, "again"),
    ("five_rules", {"neighbours": 2}, "neighbours"),
    ("image_scoring", {"people": 1}, "people"),
    ("image_scoring", {"mutation": -0.1}, "mutation"),
    ("repeated_dilemma", {"one": "be nice"}, "one"),
    ("repeated_dilemma", {"noise": 2}, "noise"),
    ("repeated_dilemma", {"moves": 0}, "moves"),
    ("scale_free_dilemma", {"b": 2.5}, "b"),
    ("scale_free_dilemma", {"people": 1}, "people"),
    ("diversity_and_ability", {"reach": 3}, "reach"),
    ("diversity_and_ability", {"points": 12}, "points"),
    ("diversity_and_ability", {"smoothness": 0}, "smoothness"),
    ("diversity_and_ability", {"together": "alone"}, "together"),
    ("organisational_learning", {"p1": 1.01}, "p1"),
    ("organisational_learning", {"people": 0}, "people"),
    ("exploration", {"n": 21}, "n"),
    ("exploration", {"n": 5, "k": 5}, "k"),
    ("exploration", {"network": "tree"}, "network"),
    ("public_goods", {"gifts": (20,)}, "gifts"),
    ("public_goods", {"gifts": (20, 21)}, "gifts"),
    ("public_goods", {"gifts": (1, 2), "points": ((1, 0), (0, 0))}, "points"),
    ("public_goods", {"returned": 0}, "returned"),
    ("conditional_cooperation", {"conditional": 21}, "group"),
    ("conditional_cooperation", {"expected": 21}, "expected"),
    ("averaging_opinions", {"trust": ((0.5, 0.6), (0, 1))}, "trust"),
    ("averaging_opinions", {"trust": ((1, 0),)}, "trust"),
    ("averaging_opinions", {"opinions": (1, 2)}, "opinions"),
    ("wisdom_of_crowds", {"estimates": ()}, "estimates"),
    ("wisdom_of_crowds", {"truth": "much"}, "truth"),
    ("information_sampling", {"p": True}, "p"),
    ("information_sampling", {"common": 0, "single": 0}, "single"),
    # Numbers in words, and what only counts as yes or no
    ("threshold_cascade", {"thresholds": ["0", "1"]}, "thresholds"),
    ("public_goods", {"gifts": ("1", "2")}, "gifts"),
    ("wisdom_of_crowds", {"estimates": (30, 40 + 0j)}, "estimates"),
    ("spatial_dilemma", {"themselves": "no"}, "themselves"),
    ("organisational_learning", {"gradual": None}, "gradual"),
    # Chances that are none
    ("fixation", {"w": 1.0, "c": 0.0}, "w"),
    ("fixation", {"w": 1 / 3}, "w"),
    ("conditional_cooperation", {"conditional": 0, "free_riders": 0, "humps": 0, "others": 0}, "conditional"),
    # Numbers that no computer can take in, or whose squares it can't
    ("threshold_cascade", {"thresholds": [0, 10**400]}, "thresholds"),
    ("small_world", {"p": 10**400}, "p"),
    ("fixation", {"b": 1e308}, "b"),
    ("five_rules", {"c": 1e-320}, "c"),
    ("five_rules", {"neighbours": 10**400}, "neighbours"),
    ("image_scoring", {"b": 1e308}, "b"),
    ("public_goods", {"endowment": 1e308}, "endowment"),
    ("averaging_opinions", {"opinions": (0, 1e308, -1e308)}, "opinions"),
    ("wisdom_of_crowds", {"estimates": (1e200, 1)}, "estimates"),
    ("wisdom_of_crowds", {"truth": -1e200}, "truth"),
    # What would fit, and take minutes
    ("small_world", {"people": 6_000}, "people"),
    ("spatial_dilemma", {"side": 4, "steps": 10**6}, "steps"),
    ("fixation", {"generations": 10**5}, "generations"),
    ("image_scoring", {"generations": 10**5}, "generations"),
    ("organisational_learning", {"periods": 10**5}, "periods"),
    ("exploration", {"people": 2_000, "network": "full", "steps": 10**3}, "steps"),
    # A few zeros too many
    ("threshold_cascade", {"thresholds": range(20_000)}, "thresholds"),
    ("complex_contagion", {"people": 10**7}, "people"),
    ("complex_contagion", {"neighbours": 10**7}, "neighbours"),
    ("small_world", {"people": 10**6}, "people"),
    ("spatial_dilemma", {"side": 10**5}, "side"),
    ("spatial_dilemma", {"steps": 10**9}, "steps"),
    ("fixation", {"people": 10**7}, "people"),
    ("fixation", {"runs": 10**9}, "runs"),
    ("fixation", {"generations": 10**9}, "generations"),
    ("image_scoring", {"people": 10**7}, "people"),
    ("image_scoring", {"meetings": 10**7}, "meetings"),
    ("image_scoring", {"generations": 10**9}, "generations"),
    ("repeated_dilemma", {"moves": 10**7}, "moves"),
    ("scale_free_dilemma", {"people": 10**7}, "people"),
    ("scale_free_dilemma", {"steps": 10**9}, "steps"),
    ("diversity_and_ability", {"points": 10**7}, "points"),
    ("organisational_learning", {"people": 10**7}, "people"),
    ("organisational_learning", {"dimensions": 10**7}, "dimensions"),
    ("organisational_learning", {"runs": 10**9}, "runs"),
    ("organisational_learning", {"periods": 10**9}, "periods"),
    ("exploration", {"people": 10**7}, "people"),
    ("exploration", {"steps": 10**9}, "steps"),
    ("conditional_cooperation", {"conditional": 10**7}, "conditional"),
    ("conditional_cooperation", {"rounds": 10**9}, "rounds"),
    ("averaging_opinions", {"steps": 10**9}, "steps"),
    ("information_sampling", {"members": 10**7}, "members"),
    ("information_sampling", {"discussions": 10**9}, "discussions"),
]

#: The smallest and the most extreme worlds that are allowed: each must run, and say something finite.
EXTREMES: list[tuple[str, Mapping[str, Any]]] = [
    ("threshold_cascade", {"thresholds": [0]}),
    ("threshold_cascade", {"thresholds": [10**9]}),
    ("complex_contagion", {"people": 4, "neighbours": 2, "threshold": 10**6}),
    ("complex_contagion", {"people": 40, "rewiring": 1}),
    ("complex_contagion", {"people": 16, "neighbours": 8, "shape": "lattice", "rewiring": 1.0}),
    ("small_world", {"people": 4, "neighbours": 2, "p": [0, 1]}),
    ("small_world", {"people": 12, "neighbours": 10, "p": [1]}),
    ("spatial_dilemma", {"side": 3, "givers": 0, "steps": 1}),
    ("spatial_dilemma", {"side": 3, "givers": 1, "steps": 1, "b": 3}),
    ("fixation", {"people": 4, "runs": 1, "generations": 1, "w": 0}),
    ("fixation", {"people": 5, "neighbours": 4, "b": 0, "c": 0, "w": 0.999}),
    ("five_rules", {"b": 0, "relatedness": 0, "again": 0, "known": 0}),
    ("five_rules", {"b": 1e9, "c": 1e-9, "again": 1 - 1e-16, "neighbours": 10**9, "groups": 1}),
    ("image_scoring", {"people": 2, "meetings": 1, "generations": 2, "b": 0, "c": 0, "mutation": 1}),
    ("image_scoring", {"people": 2, "meetings": 1, "generations": 5, "b": 1e12, "c": 1e-320}),
    ("repeated_dilemma", {"moves": 1, "noise": 1}),
    ("scale_free_dilemma", {"people": 4, "neighbours": 2, "givers": 0, "steps": 1}),
    ("scale_free_dilemma", {"people": 4, "neighbours": 2, "givers": 1, "steps": 1, "b": 2, "network": "ring"}),
    ("diversity_and_ability", {"points": 5, "reach": 4, "team": 24}),
    ("organisational_learning", {"people": 1, "dimensions": 1, "runs": 1, "periods": 1, "p1": 0, "p2": 0}),
    ("organisational_learning", {"people": 3, "p1": 1, "p2": 1, "turnover": 1, "turbulence": 1, "gradual": True}),
    ("exploration", {"people": 3, "n": 2, "k": 1, "steps": 1, "network": "full"}),
    ("public_goods", {"gifts": (0, 0), "endowment": 0}),
    ("conditional_cooperation", {"conditional": 2, "free_riders": 0, "humps": 0, "others": 0, "group": 2, "rounds": 1}),
    ("averaging_opinions", {"trust": [[1]], "opinions": [-1e12], "steps": 1}),
    ("averaging_opinions", {"trust": [[1, 1e-300], [1e-300, 1]], "opinions": [0, 1], "steps": 1}),
    ("wisdom_of_crowds", {"estimates": (-1e12, 1e12), "truth": 1e12}),
    ("wisdom_of_crowds", {"estimates": (0.1, 0.1, 0.1), "truth": 0.1}),
    ("information_sampling", {"members": 1, "p": 0, "common": 0, "single": 1, "discussions": 1}),
    ("information_sampling", {"members": 1000, "p": 1, "common": 1, "single": 0, "discussions": 2}),
]


@pytest.mark.parametrize(("name", "change"), EXTREMES)
def test_the_smallest_and_the_most_extreme_worlds_end_in_a_finite_sentence(
    name: str, change: Mapping[str, Any]
) -> None:
    run = MODELS[name].run(**change)
    assert not set(re.findall(r"[a-z]+", run.outcome)) & {"nan", "inf"}
    assert not re.search(r"(?<![\d.])1 [a-z]+s\b", run.outcome)
    if isinstance(run, Trajectory):
        assert all(np.isfinite(run[curve]).all() for curve in run.series)
        assert Trajectory.from_bytes(run.to_bytes()).to_bytes() == run.to_bytes()


@pytest.mark.parametrize("name", MODELS)
def test_numbers_of_numpys_do_as_well_as_pythons(name: str) -> None:
    given = {p.name: p.default for p in inspect.signature(MODELS[name].run).parameters.values()}
    kinds = {int: np.int16, float: np.float64, bool: np.bool_}
    as_numpy = {key: kinds[type(value)](value) for key, value in given.items() if type(value) in kinds}
    plain, numpys = MODELS[name].run(), MODELS[name].run(**as_numpy)
    assert plain.outcome == numpys.outcome
    if isinstance(plain, Trajectory) and isinstance(numpys, Trajectory):
        assert Trajectory.from_bytes(numpys.to_bytes()).to_bytes() == plain.to_bytes()


@pytest.mark.parametrize(("name", "bad", "parameter"), BAD)
def test_bad_input_raises_one_error_with_parameter_value_and_range(
    name: str, bad: Mapping[str, Any], parameter: str
) -> None:
    with pytest.raises(OutOfRange) as caught:
        MODELS[name].run(**bad)
    assert caught.value.parameter == parameter
    assert caught.value.range
    assert str(caught.value).startswith(f"{parameter} is ")


NO_TIES = np.empty((0, 2), np.int64)
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (lambda: normal_cascade(spread=0), "spread"),
        (lambda: normal_cascade(mean=1e300), "mean"),
        (lambda: normal_thresholds(people=0), "people"),
        (lambda: normal_thresholds(people=10**7), "people"),
        (lambda: critical_ratio(10, 10), "neighbours"),
        (lambda: critical_ratio(1, 2), "people"),
        (lambda: cycle_fixation(3, 1, 1, 0.1), "people"),
        (lambda: cycle_fixation(10, 1, 0, 1), "w"),
        (lambda: cycle_fixation(10, 1, -1, 0.1), "c"),
        (lambda: mean_path(NO_TIES, 5), "ties"),
        (lambda: mean_path(NO_TIES, 1), "people"),
        (lambda: clustering(NO_TIES, 1), "people"),
        (lambda: nk_landscape(n=4, k=4, rng=RNG), "k"),
        (lambda: nk_landscape(n=1, k=0, rng=RNG), "n"),
        (lambda: landscape(points=3, smoothness=1, rng=RNG), "points"),
        (lambda: landscape(points=40, smoothness=11, rng=RNG), "smoothness"),
        (lambda: classify([5.0] * 20), "schedule"),
        (lambda: classify([float("nan")] * 21), "schedule"),
        (lambda: influence(trust=[]), "trust"),
        (lambda: chance_of_mention(0.5, -1), "knowing"),
        (lambda: chance_of_mention(1.01, 1), "p"),
        (lambda: tournament(strategies="tit for tat"), "strategies"),
        (lambda: tournament(strategies=5), "strategies"),  # type: ignore[arg-type]
        (lambda: tournament(strategies=()), "strategies"),
        (lambda: tournament(seed=-1), "seed"),
        (lambda: critical_ratio(10**400, 2), "people"),
        (lambda: landscape(points=10**400, smoothness=1, rng=RNG), "points"),
        (lambda: next_generation([[1, 0], [0, 1]], 1.9), "gives"),
        (lambda: next_generation([[1, 0, NAN]] * 3, 1.9), "gives"),
        (lambda: next_generation(np.ones((4, 4)), NAN), "b"),
        (lambda: clustering(NO_TIES, 10**400), "people"),
        # Networks of one, and ties that are none
        (lambda: networks.ring(1, 2), "people"),
        (lambda: networks.ring(10, 3), "neighbours"),
        (lambda: networks.line(1), "people"),
        (lambda: networks.full(1), "people"),
        (lambda: networks.full(10**6), "people"),
        (lambda: networks.lattice(2), "side"),
        (lambda: networks.scale_free(2, 2, RNG), "people"),
        (lambda: networks.scale_free(5, 0, RNG), "each"),
        (lambda: networks.rewired(networks.ring(5, 2), 5, 1.5, RNG), "p"),
        (lambda: networks.rewired(networks.ring(5, 2), 4, 0.5, RNG), "ties"),
        (lambda: clustering(np.array([[0, 0]]), 3), "ties"),
        (lambda: clustering(np.array([[0, 1], [1, 0]]), 3), "ties"),
        (lambda: mean_path(np.array([[0, 3]]), 3), "ties"),
        (lambda: mean_path(np.array([[0.0, NAN]]), 3), "ties"),  # type: ignore[arg-type]  # as a slip might make it
        (lambda: mean_path([[0, 1], [2]], 3), "ties"),  # type: ignore[arg-type]
    ],
)
def test_what_stands_beside_the_models_refuses_bad_input_the_same_way(call: Any, parameter: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        call()
    assert caught.value.parameter == parameter
    assert caught.value.range


def test_the_error_is_a_sentence_and_survives_the_way_out_of_a_process() -> None:
    with pytest.raises(OutOfRange) as caught:
        MODELS["complex_contagion"].run(rewiring=1.5)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == "rewiring is 1.5: give it a number from 0 to 1."
    assert (again.parameter, again.value, again.range) == ("rewiring", 1.5, "a number from 0 to 1")


@pytest.mark.parametrize("name", [n for n, m in MODELS.items() if "seed" in inspect.signature(m.run).parameters])
@pytest.mark.parametrize("seed", [-1, 0.5, None])
def test_a_seed_is_a_whole_number(name: str, seed: Any) -> None:
    with pytest.raises(OutOfRange, match="seed is"):
        MODELS[name].run(seed=seed)
