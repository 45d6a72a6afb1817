"""What holds for every model, by being listed."""

import inspect
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from kith_exercises.models import MODELS

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
