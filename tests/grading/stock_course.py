"""An nbgrader course without anything of Kith in it, and submissions of every kind that is met in a course."""

import copy
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

__all__ = [
    "ASSIGNMENT",
    "RIGHT",
    "SUBMISSIONS",
    "autograded",
    "cell",
    "config_of",
    "put_in",
    "released",
    "revise",
    "wrong",
]

ASSIGNMENT = "ps1"
DUE = "2026-03-01 12:00:00.000000 UTC"


def cell(source: str, id: str, *, code: bool = True, **facts: Any) -> Any:
    """A cell that nbgrader knows: a solution, a test, an answer, or a task."""
    known = {"grade": False, "solution": False, "task": False, "locked": False, "points": 0, **facts}
    if not (known["grade"] or known["task"]):
        del known["points"]
    metadata = {"nbgrader": {"grade_id": id, "schema_version": 3, **known}}
    return (new_code_cell if code else new_markdown_cell)(source, metadata=metadata)


def pages() -> dict[str, Any]:
    """The author's notebooks by their names."""
    hidden = "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-4) == 16\n### END HIDDEN TESTS"
    first = [
        cell("def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION", "square", solution=True),
        cell(hidden, "hidden", grade=True, locked=True, points=2),
        cell(
            "round(sum(square(n) == n * n for n in range(4)) / 4 * 3, 2)", "partly", grade=True, locked=True, points=3
        ),
        cell(
            "import sys\n'warn' in globals() and print('careful', file=sys.stderr)",
            "quiet",
            grade=True,
            locked=True,
            points=1,
        ),
        cell("Write here.", "essay", code=False, grade=True, solution=True, points=5),
        cell("Draw something.", "draw", code=False, task=True, locked=True, points=4),
    ]
    second = [
        cell("### BEGIN SOLUTION\nrows = open('data.csv').read()\n### END SOLUTION", "read", solution=True),
        cell("assert 'größe' in rows", "data", grade=True, locked=True, points=1),
    ]
    return {"p1": new_notebook(cells=first), "zwei wörter": new_notebook(cells=second)}


def config_of(root: Path, gradebook: str = "") -> Config:
    """nbgrader as it comes, but for a shorter patience and a price for being late; its gradebook may be elsewhere."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "stock"
    if gradebook:
        config.CourseDirectory.db_url = gradebook
    config.LateSubmissionPlugin.penalty_method = "zero"
    config.Execute.timeout = 3
    return config


def _own(root: Path) -> str:
    return f"sqlite:///{root / 'gradebook.db'}"


def released(root: Path, gradebook: str = "") -> Path:
    """A course in which the assignment was generated; two students are known, and one has been marked before."""
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    for name, notebook in pages().items():
        nbformat.write(notebook, root / "source" / ASSIGNMENT / f"{name}.ipynb")
    (root / "source" / ASSIGNMENT / "data.csv").write_text("größe\n1\n", encoding="utf-8")
    config = config_of(root, gradebook)
    settings = "\n".join(
        f"c.{section}.{name} = {value!r}" for section, found in config.items() for name, value in found.items()
    )
    (root / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}\n")
    with Gradebook(gradebook or _own(root), "stock") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=DUE, course_id="stock")
        book.add_student("known", first_name="Nöel")
    result = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(ASSIGNMENT)
    assert result["success"], result
    return root


def wrong(value: str) -> Callable[[Any], None]:
    """Answers the first question so."""

    def answer(notebook: Any) -> None:
        of(notebook, "square").source = value

    return answer


def of(notebook: Any, id: str) -> Any:
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == id)


RIGHT = "def square(x):\n    return x * x"


def right(notebook: Any) -> None:
    of(notebook, "square").source = RIGHT
    of(notebook, "essay").source = "Ein Absatz über Größe — mit ☃ und שלום."


def warns(notebook: Any) -> None:
    right(notebook)
    notebook.cells.insert(0, new_code_cell("warn = True"))


def endless(notebook: Any) -> None:
    right(notebook)
    notebook.cells.insert(2, new_code_cell("while True:\n    pass"))


def duplicated(notebook: Any) -> None:
    right(notebook)
    notebook.cells.append(copy.deepcopy(of(notebook, "hidden")))
    notebook.cells[-1]["id"] = "copied"


def no_task(notebook: Any) -> None:
    right(notebook)
    notebook.cells.remove(of(notebook, "draw"))


#: Each student, and what was done to the first notebook.
SUBMISSIONS: Mapping[str, Callable[[Any], None]] = {
    "attached": right,
    "broken": wrong("def square(x)\n    return"),
    "duplicated": duplicated,
    "endless": endless,
    "hard-coded": wrong("def square(x):\n    return 9 if x == 3 else 0"),
    "known": lambda _: None,
    "late": right,
    "missing": right,
    "no-task": no_task,
    "partly": wrong("def square(x):\n    return x * x if x < 2 else 9"),
    "revised": right,
    "warns": warns,
    "zoë ångström": right,
}


def put_in(root: Path, student: str) -> Path:
    """A collected submission."""
    folder = root / "submitted" / student / ASSIGNMENT
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "release" / ASSIGNMENT, folder)
    path = folder / "p1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    SUBMISSIONS[student](notebook)
    nbformat.write(notebook, path)
    other = nbformat.read(folder / "zwei wörter.ipynb", as_version=4)
    of(other, "read").source = "rows = open('data.csv').read()"
    nbformat.write(other, folder / "zwei wörter.ipynb")
    (folder / "timestamp.txt").write_text("2026-03-02 09:00:00 UTC" if student == "late" else "2026-02-27 09:00:00 UTC")
    (folder / "data.csv").write_text("my own\n")
    if student == "attached":
        (folder / "pictures").mkdir()
        (folder / "pictures" / "ähre.txt").write_text("attached", encoding="utf-8")
        (folder / "cache.pyc").write_text("left out")
    if student == "missing":
        (folder / "zwei wörter.ipynb").unlink()
    return folder


def revise(root: Path, gradebook: str = "") -> None:
    """Somebody marks, and then a newer submission comes."""
    with Gradebook(gradebook or _own(root), "stock") as book:
        page = book.find_submission_notebook("p1", ASSIGNMENT, "revised")
        for grade in page.grades:
            if grade.name in {"essay", "draw"}:
                grade.manual_score, grade.needs_manual_grade, grade.extra_credit = 2, False, 0.5
        for comment in page.comments:
            comment.manual_comment = "Gut."
        book.db.commit()
    folder = put_in(root, "revised")
    notebook = nbformat.read(folder / "p1.ipynb", as_version=4)
    of(notebook, "essay").source = "Other words."
    nbformat.write(notebook, folder / "p1.ipynb")
    (folder / "timestamp.txt").write_text("2026-02-28 09:00:00 UTC")


def autograded(root: Path, student: str, config: Config | None = None) -> bool:
    """nbgrader's own autograde of one student; whether it succeeded."""
    config = config or config_of(root)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    return bool(api.autograde(ASSIGNMENT, student)["success"])
