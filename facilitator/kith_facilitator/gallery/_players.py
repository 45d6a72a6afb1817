"""The player in each of its views, with real models at a small size."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.models import MODELS, Trajectory
from kith_exercises.playing import player
from kith_facilitator.gallery._stage import Specimen
from kith_widgets.host import Exhibit

__all__ = ["players"]


def players() -> Iterator[Specimen]:
    """Each kind of picture, alone and side by side."""
    yield _shown("Grid", "A square of neighbours; the key counts.", _run("spatial_dilemma", side=33, steps=12))
    yield _shown(
        "Two grids", "Two runs on one clock; their curves share an axis.",
        _run("spatial_dilemma", side=33, steps=12, b=1.7), _run("spatial_dilemma", side=33, steps=12, b=2.1),
    )  # fmt: skip
    yield _shown(
        "Two networks", "On a ring; the shorter run stands where it ended.",
        _run("complex_contagion", people=60, threshold=1, rewiring=0.1),
        _run("complex_contagion", people=60, threshold=2, rewiring=0.1),
    )  # fmt: skip
    yield _shown("Hubs", "The best connected stand in the middle.", _run("scale_free_dilemma", people=90, steps=12))
    yield _shown("Crowd", "In lines, one after the other.", _run("threshold_cascade", thresholds=range(12)))
    yield _shown("Amounts", "A dot's size says how much.", _run("conditional_cooperation"))
    yield _shown("Lines", "Curves alone.", _run("averaging_opinions"))
    yield _shown(
        "Pairs of lines", "More than one curve a run: a chart for each run, on one axis.",
        _run("exploration", people=30, steps=12), _run("exploration", people=30, steps=12, network="full"),
    )  # fmt: skip
    yield _shown("Many lines", "Too many to be told apart by their looks; the table names them.", _crowd_of_views())


def _run(model: str, **parameters: Any) -> Trajectory:
    run = MODELS[model].run(**parameters)
    assert isinstance(run, Trajectory)
    return run


def _crowd_of_views() -> Trajectory:
    trust = [[1 / 6] * 6 for _ in range(6)]
    trust[0] = [1.0, 0, 0, 0, 0, 0]
    return _run("averaging_opinions", trust=trust, opinions=(0, 20, 40, 60, 80, 100), steps=12)


def _shown(state: str, note: str, *runs: Trajectory) -> Specimen:
    shown = player(*runs, key=f"gallery/player/{state}")
    return Specimen("Player", state, Exhibit(shown, title=state, note=note))
