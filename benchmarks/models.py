"""How fast a model answers: the spatial dilemma against Mesa's own, every model at teaching size, and the import."""

import inspect
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks._report import Must, progress, report
from kith_exercises.models import MODELS
from kith_exercises.models.lattice import spatial_dilemma

SIDES, TURNS, OUR_STEPS, THEIR_STEPS = (100, 200), 5, 100, 3
#: A hundred times as fast as Mesa's at either size, every model before one looks up, and an import that nobody minds.
MUST = (Must("ratio", least=100), Must("slowest_ms", most=100), Must("import_ratio", most=3))


def main() -> None:
    """Ours and Mesa's in turns, in one run, so that both meet the same machine."""
    figures: dict[str, float] = {}
    for side in SIDES:
        ours, theirs = _lattices(side)
        figures[f"ratio_{side}"] = round(theirs / ours, 1)
        figures[f"step_{side}_us"] = round(ours * 1e6, 1)
        figures[f"mesa_step_{side}_us"] = round(theirs * 1e6, 1)
    models = {f"{name}_ms": round(_slowest(name) * 1e3, 1) for name in MODELS}
    imports = _imports()
    ratio = min(figures[f"ratio_{side}"] for side in SIDES)
    figures = {"ratio": ratio, **figures, "slowest_ms": max(models.values()), **models, **imports}
    report(figures, "mesa", "numpy", must=MUST)


def _lattices(side: int) -> tuple[float, float]:
    """Seconds a step: ours with all that a trajectory holds, Mesa's with what it collects; medians over turns.

    Mesa's players keep adding up their payoffs and do not meet themselves; the work of a step is the same.
    """
    from mesa.examples.advanced.pd_grid.model import PdGrid

    theirs = PdGrid(width=side, height=side, activation_order="Simultaneous")
    theirs.step()  # Mesa finds everybody's neighbours once, at the first step: not counted
    spatial_dilemma(side=side, steps=OUR_STEPS)
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS):
        progress(f"{side} x {side}: turn {turn + 1} of {TURNS}")
        seconds[0].append(_timed(partial(spatial_dilemma, side=side, steps=OUR_STEPS, seed=turn)) / OUR_STEPS)
        seconds[1].append(_timed(partial(theirs.run, THEIR_STEPS)) / THEIR_STEPS)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def _slowest(name: str) -> float:
    """Seconds from changed parameters to a result: the slowest of what the model itself suggests, a median each."""
    model, slowest = MODELS[name], 0.0
    seeded = "seed" in inspect.signature(model.run).parameters
    for change in ({}, *(one.change for one in model.tries)):
        model.run(**change)
        turns = [{**change, **({"seed": turn} if seeded else {})} for turn in range(TURNS)]
        slowest = max(slowest, statistics.median(_timed(partial(model.run, **given)) for given in turns))
    return slowest


def _imports() -> dict[str, float]:
    """What opening the package, or its models, costs against NumPy: the least CPU time in several fresh Pythons."""
    names = ("numpy", "kith_exercises", "kith_exercises.models")
    least = {name: min(_cpu_of_import(name) for _ in range(TURNS)) for name in names}
    return {
        "import_numpy_ms": round(least["numpy"], 1),
        "import_ratio": round(least["kith_exercises"] / least["numpy"], 2),
        "import_models_ratio": round(least["kith_exercises.models"] / least["numpy"], 2),
    }


def _cpu_of_import(name: str) -> float:
    """Milliseconds."""
    lines = f"import time; t = time.process_time(); import {name}; print((time.process_time() - t) * 1e3)"
    return float(subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout)


def _timed(do: Callable[[], Any]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
