"""What holds for every model, by being listed."""

import inspect
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.models import MODELS, Trajectory

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
]

#: Prints a fingerprint of every model at its own size.
FINGERPRINTS = """
import hashlib
from kith_exercises.models import MODELS, Trajectory
for name, model in MODELS.items():
    result = model.run()
    whole = result.to_bytes() if isinstance(result, Trajectory) else repr(result).encode()
    print(name, hashlib.sha256(whole).hexdigest())
"""


def test_there_are_seventeen() -> None:
    assert len(MODELS) == 17


@pytest.mark.parametrize("name", MODELS)
def test_a_model_says_its_rule_its_paper_its_ranges_and_what_it_leaves_out(name: str) -> None:
    text = inspect.getdoc(inspect.getmodule(MODELS[name].run)) or ""
    marks = ["*Rule.*", "*Ranges.*", "*Left out.*"]
    assert [mark for mark in marks if mark not in text] == []
    assert any(mark in text for mark in ("*Paper.*", "*Papers.*", "*Source.*"))


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_things_to_notice_and_things_to_try(name: str) -> None:
    model = MODELS[name]
    assert model.question.endswith("?")
    assert len(model.notice) >= 2
    assert len(model.tries) >= 2
    assert all(text[-1] in ".?:" for text in (*model.notice, *(one.text for one in model.tries)))


@pytest.mark.parametrize("name", MODELS)
def test_parameters_are_named_and_have_a_value_to_begin_with(name: str) -> None:
    parameters = inspect.signature(MODELS[name].run).parameters.values()
    assert all(p.kind is p.KEYWORD_ONLY and p.default is not p.empty for p in parameters)


@pytest.mark.parametrize(
    ("name", "change"),
    [(name, change) for name, model in MODELS.items() for change in ({}, *(one.change for one in model.tries))],
)
def test_whatever_is_suggested_runs_and_ends_in_a_sentence(name: str, change: Mapping[str, Any]) -> None:
    outcome = MODELS[name].run(**change).outcome
    assert outcome.endswith(".")
    assert "nan" not in outcome


@pytest.mark.parametrize("name", MODELS)
def test_a_trajectory_survives_the_way_to_a_widget(name: str) -> None:
    run = MODELS[name].run()
    if isinstance(run, Trajectory):
        again = Trajectory.from_bytes(run.to_bytes())
        assert again.to_bytes() == run.to_bytes()
        assert (again.model, again.outcome, again.seed) == (name, run.outcome, run.seed)
        assert set(again.series) == set(run.series)
        assert np.array_equal(np.asarray(again.frames), np.asarray(run.frames))


@pytest.mark.parametrize(
    ("name", "change"),
    [(name, change) for name, model in MODELS.items() for change in ({}, *(one.change for one in model.tries))],
)
def test_a_trajectory_holds_all_that_is_needed_to_make_it_again(name: str, change: Mapping[str, Any]) -> None:
    run = MODELS[name].run(**change)
    if isinstance(run, Trajectory):
        seed = {} if run.seed is None else {"seed": run.seed}
        again = MODELS[name].run(**Trajectory.from_bytes(run.to_bytes()).parameters, **seed)
        assert isinstance(again, Trajectory)
        assert again.to_bytes() == run.to_bytes()


def test_numbers_lie_where_a_browser_can_read_them_in_place() -> None:
    run = MODELS["spatial_dilemma"].run(side=7, steps=2)
    assert isinstance(run, Trajectory)
    data = run.to_bytes()
    length = int.from_bytes(data[8:12], "little")
    assert data[:8] == b"kith.t1\n"
    assert (12 + length) % 8 == 0
    assert np.frombuffer(data, "<f8", 3, 12 + length).tolist() == run["givers"].tolist()


def test_a_trajectory_cannot_be_changed() -> None:
    run = MODELS["threshold_cascade"].run()
    assert isinstance(run, Trajectory)
    with pytest.raises(ValueError, match="read-only"):
        run["active"][0] = 5


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:0], lambda data: data[:-9], lambda data: data[:40], lambda data: b"x" + data]
)
def test_bytes_that_hold_no_whole_trajectory_are_refused(spoil: Any) -> None:
    run = MODELS["threshold_cascade"].run()
    assert isinstance(run, Trajectory)
    with pytest.raises(KithError, match="Run the model anew"):
        Trajectory.from_bytes(spoil(run.to_bytes()))


@pytest.mark.parametrize(("name", "bad", "parameter"), BAD)
def test_bad_input_raises_one_error_with_parameter_value_and_range(
    name: str, bad: Mapping[str, Any], parameter: str
) -> None:
    with pytest.raises(OutOfRange) as caught:
        MODELS[name].run(**bad)
    assert caught.value.parameter == parameter
    assert caught.value.range
    assert str(caught.value).startswith(f"{parameter} is ")


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


def fingerprints(**environment: str) -> str:
    command = [sys.executable, "-c", FINGERPRINTS]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True).stdout


def test_results_depend_neither_on_threads_nor_on_the_hash_seed() -> None:
    one = fingerprints(PYTHONHASHSEED="1", OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    other = fingerprints(PYTHONHASHSEED="77", OPENBLAS_NUM_THREADS="4", OMP_NUM_THREADS="4")
    assert one == other
    assert one.count("\n") == 17


def test_opening_the_package_loads_no_heavy_library() -> None:
    lines = (
        "import sys, kith_exercises; print([n for n in ('numpy', 'scipy', 'pandas', 'networkx') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_models_need_no_more_than_numpy() -> None:
    lines = "import sys, kith_exercises.models; print([n for n in ('scipy', 'pandas', 'networkx') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout == "[]\n"
