"""What holds for every model, by being listed."""

import inspect
import json
import os
import pickle
import re
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


def test_large_and_unusual_numbers_keep_their_value_on_the_way_to_a_widget() -> None:
    series = {
        "large": [0, 2**40],
        "small": np.array([-1, 7], np.int64),
        "turned": np.array([1, 256], ">i2"),
        "half": np.array([0.5, 65504], np.float16),
        "long": np.array([0.25], np.longdouble),
        "none": [],
    }
    run = Trajectory("m", {}, "It ends.", series, frames=[[True], [False]])
    again = Trajectory.from_bytes(memoryview(run.to_bytes()))
    kinds = ("<f8", "<i4", "<i2", "<f8", "<f8", "<f8")
    assert {name: array.dtype.str for name, array in again.series.items()} == dict(zip(series, kinds, strict=True))
    assert all(again[name].tolist() == np.asarray(values).tolist() for name, values in series.items())
    assert np.asarray(again.frames).tolist() == [[1], [0]]


@pytest.mark.parametrize("values", [["a", "b"], [1j], [None], [object()]])
def test_a_curve_of_anything_but_numbers_is_refused(values: Any) -> None:
    with pytest.raises(OutOfRange, match="give it numbers"):
        Trajectory("m", {}, "It ends.", {"curve": values})


def test_a_curve_needs_a_name() -> None:
    with pytest.raises(OutOfRange, match="a name for each curve"):
        Trajectory("m", {}, "It ends.", {"": [1, 2]})


def test_a_trajectory_goes_to_another_process_whole() -> None:
    run = MODELS["complex_contagion"].run(people=20)
    assert isinstance(run, Trajectory)
    assert pickle.loads(pickle.dumps(run)).to_bytes() == run.to_bytes()


def header(**change: Any) -> bytes:
    """A trajectory of one curve whose header says something else."""
    about = {"model": "m", "parameters": {}, "outcome": "It ends.", "seed": None}
    curve = {"name": "curve", "type": "<f8", "shape": [1], "at": 0}
    curve |= {key: change.pop(key) for key in set(change) & set(curve)}
    text = change.pop("text", None) or json.dumps({**about, "arrays": [curve], **change}).encode()
    return b"kith.t1\n" + len(text).to_bytes(4, "little") + text + b"\0" * 8


def test_a_header_as_it_should_be_is_read() -> None:
    assert Trajectory.from_bytes(header())["curve"].tolist() == [0]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "O"},
        {"type": "<U1"},
        {"type": ">f8"},
        {"type": "f8,f8"},
        {"type": 8},
        {"shape": [-1]},
        {"shape": [10**30]},
        {"shape": 1},
        {"at": -8},
        {"at": 1},
        {"at": 0.5},
        {"arrays": 5},
        {"parameters": [1]},
        {"outcome": 5},
        {"colour": "blue"},
        {"text": b"[" * 200_000},
        {"text": b"\xff"},
        {"text": b"[]"},
    ],
)
def test_a_header_that_says_something_impossible_is_refused(change: Mapping[str, Any]) -> None:
    with pytest.raises(KithError, match="Run the model anew"):
        Trajectory.from_bytes(header(**change))


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
