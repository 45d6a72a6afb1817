"""A trajectory holds all that is needed, and comes whole through a widget, a file or a process."""

import json
import pickle
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.models import MODELS, Trajectory


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
    with pytest.raises(OutOfRange, match="one for each name"):
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
