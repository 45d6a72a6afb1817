"""Two courses with collected submissions: Kith's, answered by simulated learners, and a small one without Kith."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kith_facilitator.collect import collect_module
from kith_facilitator.configure import environment, programs, write_configuration
from kith_facilitator.home import Home, ensure_home, open_home
from kith_facilitator.simulate import simulate_cohort

__all__ = ["EMPATHY", "STOCK", "bare", "copied_home", "kith_home", "stock_course"]

EMPATHY, STOCK = "1-empathy", "ps1"


def kith_home(root: Path, learners: int) -> Home:
    """A demo home in which that many simulated learners have submitted, and were collected."""
    home = ensure_home(root, identity="claimed")
    write_configuration(home)
    simulate_cohort(home, EMPATHY, learners=learners, seed=1, track=list)
    collect_module(home, EMPATHY)
    return home


def copied_home(home: Home, root: Path, *, plain: bool) -> dict[str, str]:
    """The same home in another place, and the environment for its programs.

    ``plain``: with nbgrader's own way to run a notebook, in a kernel as any other program of Jupyter starts it.
    """
    shutil.copytree(home.root, root, symlinks=True)
    made = open_home(root)
    write_configuration(made)
    if plain:
        path = made.config / "nbgrader_config.py"
        path.write_text(path.read_text(encoding="utf-8") + _PLAIN, encoding="utf-8")
    return {**bare(root.parent), **environment(made)}


#: As an ordinary course has it; whatever makes other results stays as it is.
_PLAIN = """
c = get_config()  # noqa: F821
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute" if name.endswith("Execute") else name
    for name in c.Autograde.autograde_preprocessors
]
c.Execute.kernel_manager_class = "jupyter_client.manager.AsyncKernelManager"
"""


def bare(place: Path) -> dict[str, str]:
    """An environment without the settings of whoever measures."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(place), "PATH": programs(), "JUPYTER_PLATFORM_DIRS": "1"}


def stock_course(root: Path, learners: int) -> None:
    """A course as nbgrader's own documentation has it, with that many submissions, no two ways of answering alike."""
    source = root / "source" / STOCK / "problem.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(_problem(), source)
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "stock"\n')
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", STOCK, "--create"]
    subprocess.run(command, cwd=root, env=bare(root.parent), check=True, capture_output=True)
    begin = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for number in range(learners):
        folder = root / "submitted" / f"learner-{number:03d}" / STOCK
        shutil.copytree(root / "release" / STOCK, folder)
        page = nbformat.read(folder / "problem.ipynb", as_version=4)
        answers = _ANSWERS[number % len(_ANSWERS)]
        for cell in page.cells:
            id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = answers.get(id, cell.source)
        nbformat.write(page, folder / "problem.ipynb")
        (folder / "timestamp.txt").write_text(f"{begin + timedelta(minutes=number):%Y-%m-%d %H:%M:%S.%f} UTC")


_MEAN = "def mean(values):\n    return sum(values) / len(values)"
_ROUND = "def rounded(values):\n    return [round(value, 1) for value in values]"

#: Right, unfinished, wrong, failing, talking too much, with other letters, with a syntax error, half right.
_ANSWERS: tuple[Mapping[str, str], ...] = (
    {"mean": _MEAN, "rounded": _ROUND, "why": "A mean hides how far people are apart."},
    {},
    {"mean": "def mean(values):\n    return 1", "rounded": _ROUND, "why": "I do not know."},
    {"mean": "raise ValueError('not this way')", "rounded": _ROUND, "why": "It fails."},
    {"mean": f"{_MEAN}\nfor number in range(2000):\n    print(number)", "rounded": _ROUND, "why": "Numbers."},
    {
        "mean": _MEAN,
        "rounded": f"{_ROUND}\nprint('größer als μ, 平均')",
        "why": "Ein Mittelwert verdeckt vieles: 平均.",
    },
    {"mean": "def mean(values:\n    pass", "rounded": "def rounded(values):\n    return values", "why": "?"},
    {"mean": "def mean(values):\n    return sorted(values)[len(values) // 2]", "rounded": _ROUND, "why": "The middle."},
)


def _problem() -> Any:
    cells = [
        new_markdown_cell("# Means\n\nWrite two functions, and say what a mean does not tell."),
        new_code_cell("import statistics"),
        _graded("mean", _solution(_MEAN), solution=True),
        _graded("mean-test", "assert mean([1, 2, 3]) == 2\nassert mean([4]) == 4", points=2),
        _graded("mean-hidden", f"assert mean([1, 2]) == 1.5\n{_hidden('assert mean([1, 2, 9]) == 4')}", points=2),
        _graded("rounded", _solution(_ROUND), solution=True),
        _graded("rounded-part", "right = rounded([1.23, 4.56]) == [1.2, 4.6]\n2 if right else 0.5", points=2),
        _graded(
            "why", "### BEGIN SOLUTION\nIt hides the spread.\n### END SOLUTION", points=3, solution=True, text=True
        ),
        new_code_cell("print(statistics.mean([1, 2, 3]))"),
    ]
    page = new_notebook(cells=cells)
    page.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return page


def _solution(lines: str) -> str:
    return f"### BEGIN SOLUTION\n{lines}\n### END SOLUTION"


def _hidden(lines: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{lines}\n### END HIDDEN TESTS"


def _graded(id: str, source: str, *, points: float = 0, solution: bool = False, text: bool = False) -> Any:
    facts = {"schema_version": 3, "grade_id": id, "grade": bool(points), "solution": solution, "task": False}
    facts |= {"locked": not solution, **({"points": points} if points else {})}
    cell = new_markdown_cell(source) if text else new_code_cell(source)
    cell.metadata["nbgrader"] = facts
    return cell
