"""A model opened and one line of it changed: what its source is, and what the changed one does.

A changed line is a learner's code. It runs once, when they commit it, in a process of their own kernel's, and nowhere
else: who grades, counts or draws a page reads what came of it, and never runs it again.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from inspect import getmodule, getsource, getsourcelines
from math import isfinite
from types import ModuleType
from typing import Any

from kith_exercises.models import MODELS, Trajectory
from kith_widgets.refused import Refused
from kith_widgets.words import say

__all__ = ["changed_source", "figure_of", "lines_of", "run_changed", "source_of"]

#: So long may a changed model take; a loop without end is one that somebody has to be told of.
_SECONDS = 20


def source_of(model: str) -> str:
    """The rule of a model as its function has it; "" for what the catalogue does not know."""
    return getsource(MODELS[model].run).rstrip() if model in MODELS else ""


def lines_of(model: str) -> tuple[str, ...]:
    """The same, line by line."""
    return tuple(source_of(model).splitlines())


def changed_source(model: str, line: int, now: str) -> str:
    """The whole module of a model in which this line (from 1) of its function is another. Raises ValueError.

    It is read, not run: what no Python could read is told with its place in the line.
    """
    function = MODELS[model].run
    lines = getsource(_module(model)).splitlines()
    lines[getsourcelines(function)[1] - 1 + line - 1] = now
    source = "\n".join(lines) + "\n"
    try:
        compile(source, f"{model}, changed", "exec")
    except (SyntaxError, ValueError) as error:
        raise ValueError(say("codeUnread", why=getattr(error, "msg", "") or str(error))) from None
    return source


def figure_of(result: object, name: str) -> float | None:
    """One figure of what a model handed back: one of its own, or where a curve of it ends."""
    if isinstance(result, Trajectory):
        value: Any = result[name][-1] if name in result.series else result.parameters.get(name)
    else:
        value = getattr(result, name, None)
    number = isinstance(value, int | float) or getattr(value, "ndim", None) == 0
    return float(value) if number and not isinstance(value, bool) and isfinite(value) else None


def run_changed(
    model: str, line: int, now: str, parameters: Mapping[str, Any], figures: Sequence[str]
) -> dict[str, float | None]:
    """These figures of a model with one line changed. Raises Refused with a sentence."""
    job = {
        "path": sys.path,
        "model": model,
        "source": changed_source(model, line, now),
        "parameters": dict(parameters),
        "figures": list(figures),
    }
    command = [sys.executable, "-c", _CHILD]
    try:
        done = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(say("codeEndless", seconds=_SECONDS)) from None
    except OSError as error:
        raise Refused(say("codeFailed", why=str(error))) from None
    try:
        came = json.loads(done.stdout.splitlines()[-1])
        if "figures" in came:
            return dict(came["figures"])
        why = str(came["failed"])
    except (ValueError, LookupError, TypeError):
        why = (done.stderr.strip().splitlines() or [""])[-1]
    raise Refused(say("codeFailed", why=why))


_CHILD = """
import json, sys
job = json.load(sys.stdin)
sys.path[:] = job["path"]
from kith_exercises.trying import _report
print("\\n" + json.dumps(_report(job)))
"""


def _report(job: Mapping[str, Any]) -> dict[str, Any]:
    """In the process of its own: runs the changed module, and says what came or how it failed."""
    name = f"{_module(job['model']).__name__}_changed"
    module = sys.modules[name] = ModuleType(name)
    try:
        exec(compile(job["source"], f"{job['model']}, changed", "exec"), module.__dict__)  # noqa: S102  # the point of it
        result = getattr(module, job["model"])(**job["parameters"])
        return {"figures": {figure: figure_of(result, figure) for figure in job["figures"]}}
    except BaseException as error:  # noqa: BLE001  # code of a learner's may raise anything
        return {"failed": f"{type(error).__name__}: {error}"}


def _module(model: str) -> ModuleType:
    module = getmodule(MODELS[model].run)
    assert module is not None
    return module
