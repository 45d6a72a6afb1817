"""One course twice, with the same bad submissions: under nbgrader's own configuration, and under Kith's."""

import copy
import shutil
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from kith_exercises.journal import Journal
from kith_facilitator.configure import environment
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.small_course import MODULE, NOTEBOOK, PROMPT

__all__ = ["CELLS", "SPOILS", "Course", "Score", "Stock", "cell_of", "notebook_of", "put_in", "shown", "stock_config"]

#: What an author may add to a page: cells that nbgrader grades by itself, and one for a person.
CELLS = """
```{code-cell}
---
nbgrader: {grade_id: typed}
---
import ipywidgets as widgets
box = widgets.Textarea(value="")
box
```

```{code-cell}
---
nbgrader: {grade_id: warns, grade: true, points: 1}
---
import sys
print("about to check", file=sys.stderr)
1
```

```{code-cell}
---
nbgrader: {grade_id: worded, grade: true, points: 2}
---
"nothing that could be points"
```

```{code-cell}
---
nbgrader: {grade_id: counted, grade: true, points: 2}
---
globals().get("credit", 2)
```

+++ {"nbgrader": {"grade_id": "essay", "grade": true, "solution": true, "points": 3}}

Write here.

+++

That is all.
"""
HOSTILE = dedent("""
    <script>window.fired = "script"</script> <img src="x" onerror="window.fired = 'onerror'">
    [a link](javascript:window.fired='link') <svg onload="window.fired = 'svg'"></svg>
""")
TYPED = "what was typed into a widget"
WORDS = "what was answered in Kith"


def cell_of(notebook: Any, grade_id: str) -> Any:
    """The cell with this id."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def honest(notebook: Any) -> None:
    """As JupyterLab saves it with widget state on, and a note of one's own with HTML in it."""
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"a": TYPED}}}
    notebook.cells.append(nbformat.v4.new_markdown_cell(HOSTILE))
    notebook.cells.append(nbformat.v4.new_code_cell("print('x' * 3_000_000)"))


def duplicated(notebook: Any) -> None:
    notebook.cells.append(copy.deepcopy(cell_of(notebook, "why--evidence")))
    notebook.cells[-1]["id"] = "copied"


def task_deleted(notebook: Any) -> None:
    notebook.cells.remove(cell_of(notebook, "why--use"))


def metadata_stripped(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata.clear()


def wordy_points(notebook: Any) -> None:
    cell_of(notebook, "counted").metadata.nbgrader["points"] = "all of them"


def type_changed(notebook: Any) -> None:
    cell = cell_of(notebook, "why--use")
    cell.cell_type, cell.outputs, cell.execution_count = "code", [], None


def too_many_points(notebook: Any) -> None:
    notebook.cells.insert(1, nbformat.v4.new_code_cell("credit = 7"))


def older_version(notebook: Any) -> None:
    cell_of(notebook, "why--use").metadata.nbgrader["grade_id"] = "why--usefulness"


#: Each learner, and what was done to the notebook.
SPOILS: Mapping[str, Callable[[Any], None]] = {
    "ada": honest,
    "ben": duplicated,
    "cleo": task_deleted,
    "dora": too_many_points,
    "emil": type_changed,
    "fay": wordy_points,
    "gus": metadata_stripped,
    "hal": older_version,
}


def put_in(course: Path, learner: str, spoil: Callable[[Any], None], words: str = WORDS) -> Path:
    """A collected submission of the released module, as ``spoil`` left it."""
    folder = course / "submitted" / learner / MODULE
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / MODULE, folder)
    (folder / "timestamp.txt").write_text("2026-03-02 09:00:00.000000 UTC")
    path = folder / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    spoil(notebook)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
    Journal.open(folder, MODULE, NOTEBOOK).write(PROMPT, "text", words, reach="facilitator")
    shutil.rmtree(folder.parent / "mine")
    return folder


def notebook_of(course: Path, learner: str) -> Any:
    """The graded notebook of a learner."""
    return nbformat.read(course / "autograded" / learner / MODULE / f"{NOTEBOOK}.ipynb", as_version=4)


def shown(notebook: Any) -> str:
    """Everything that its cells put out, as text."""
    return "\n".join(str(output) for cell in notebook.cells for output in cell.get("outputs", []))


@dataclass(frozen=True)
class Score:
    """What the gradebook says of one cell."""

    auto: float | None
    manual: float | None
    waits: bool


@dataclass
class Course:
    """A graded course: its folder, and who failed with which sentence."""

    root: Path
    failed: dict[str, str] = field(default_factory=dict)

    def graded(self, learner: str) -> bool:
        """Whether a graded notebook is there."""
        return (self.root / "autograded" / learner / MODULE / f"{NOTEBOOK}.ipynb").is_file()

    def notebook(self, learner: str) -> Any:
        """The graded notebook."""
        return notebook_of(self.root, learner)

    def score(self, learner: str, cell: str) -> Score:
        """One cell's score."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            grade = gradebook.find_grade(cell, NOTEBOOK, MODULE, learner)
            return Score(grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade))

    def mark(self, learner: str, comment: str = "") -> None:
        """What formgrader does when everything of a learner is marked."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
            for grade in page.grades:
                grade.manual_score, grade.needs_manual_grade = 1, False
            for note in page.comments:
                note.manual_comment = comment or None
            gradebook.db.commit()

    def feedback(self, learner: str) -> str:
        """The feedback page."""
        path = self.root / "feedback" / learner / MODULE / f"{NOTEBOOK}.html"
        return path.read_text(encoding="utf-8")


def stock_config(root: Path) -> Config:
    """nbgrader as it comes, told where the course lies."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "small"
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    config.Exchange.root = str(root.parent / "exchange")
    config.Exchange.assignment_dir = str(root.parent / "learner")
    config.Exchange.cache = str(root.parent / "cache")
    return config


class Stock:
    """nbgrader's steps under its own configuration."""

    def __init__(self, root: Path) -> None:
        self.root = root
        config = stock_config(root)
        self.coursedir = CourseDirectory(config=config)
        self.exchange = ExchangeFactory(config=config)
        self.api = NbGraderAPI(self.coursedir, exchange=self.exchange, config=config)

    def step(self, name: str, *words: str, **options: Any) -> tuple[bool, str]:
        """Whether a step succeeded, and all that it said."""
        result = getattr(self.api, name)(*words, **options)
        return bool(result["success"]), f"{result.get('log') or ''}\n{result.get('error') or ''}"


def kith_steps(home: Home, monkeypatch: Any) -> Nbgrader:
    """nbgrader's steps under Kith's configuration."""
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    return Nbgrader(home)
