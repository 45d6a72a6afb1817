"""What a module must not be released with, looked for by nbgrader's own step, whoever starts it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution, is_task

from kith_exercises import KithError
from kith_exercises.calls import SHOWS

__all__ = ["CheckRelease", "problems"]

#: Folders of answers and feedback, as they lie in a learner's assignment.
_LEARNERS_OWN = ("responses", "feedback", "mine")
_WIDGET_MODULES = ("ipywidgets", "kith_widgets", "anywidget")


class CheckRelease(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Refuses a source that would do harm once it is out: answers in it, or cells that cannot be graded."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where = resources["nbgrader"]
        exporter: Any = self.parent
        coursedir = exporter.parent.coursedir
        source = Path(coursedir.format_path(coursedir.source_directory, ".", where["assignment"]))
        found = [*problems_of_folder(source), *problems(nb, where["notebook"])]
        if found:
            raise KithError(" ".join(found))
        return nb, resources


def problems_of_folder(source: Path) -> Iterator[str]:
    """Answers that lie in a source folder: grading would put them in place of every learner's own."""
    for name in _LEARNERS_OWN:
        if (source / name).exists():
            why = "submitting leaves it out" if name == "feedback" else "its answers would replace every learner's own"
            yield f"{source.name}/{name} is in the source, and {why}. Move it out of {source}."


def problems(nb: Any, notebook: str) -> Iterator[str]:
    """Cells of a notebook that nbgrader takes, and that fail or score wrongly once somebody has submitted."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_task(cell) and not cell.metadata["nbgrader"].get("locked"):
            yield f"{notebook}: the task cell “{name}” is not locked, so no submission could be graded. Lock it."
        if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code" and _ends_in_a_widget(cell.source):
            yield (
                f"{notebook}: the graded cell “{name}” ends in a widget, which says nothing about points. "
                "Let its last line be a number of points, or an assert."
            )


def _ends_in_a_widget(source: str) -> bool:
    """Whether the last expression of a cell draws a Kith widget, or makes or shows one of ipywidgets."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a cell with magics; what it ends in is seen when it is graded
        return False
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(last, ast.Name):
        made = [node for node in body if isinstance(node, ast.Assign) and _names(node) == {last.id}]
        last = made[-1].value if made else None
    if not isinstance(last, ast.Call):
        return False
    called = ast.unparse(last.func)
    if called in {f"kith.{word}" for word in (*SHOWS, "inbox", "player", "snags")}:
        return True
    return called.split(".")[0] in _widget_names(body)


def _names(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _widget_names(body: list[ast.stmt]) -> set[str]:
    """The names under which a cell has imported widgets; “widgets”, as everybody calls them, is always one."""
    names = {"widgets", "ipywidgets"}
    for node in body:
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name for alias in node.names if alias.name in _WIDGET_MODULES}
        if isinstance(node, ast.ImportFrom) and node.module in _WIDGET_MODULES:
            names |= {alias.asname or alias.name for alias in node.names}
    return names
