"""What was answered, in the page of somebody whose code is not run: journals are read, and nothing else."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_locked

from kith_exercises.calls import SHOWS
from kith_facilitator.grading.execute import BoundedExecute

if TYPE_CHECKING:
    from kith_exercises.notebook import Notebook

__all__ = ["ShowUnrun"]

_CALL = re.compile(rf'kith\.({"|".join(SHOWS)}|complete)\("([^"]+)"(?:, "([^"]+)")?\)')


class ShowUnrun(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """With ``--no-execute``, puts under Kith's own cells what running them would show; else it changes nothing.

    They are as they were released (``Repair``), so what they say is known without running them.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if BoundedExecute(parent=self.parent).enabled:
            return nb, resources
        from kith_exercises.notebook import Notebook  # with all widgets, which graders that run code do without

        where = resources["nbgrader"]
        page = Notebook(Path(resources["metadata"]["path"]), where["assignment"], where["notebook"])
        for cell in nb.cells:
            call = _CALL.fullmatch(cell.source.strip()) if cell.cell_type == "code" and is_locked(cell) else None
            if call:
                data = _shown(page, call[1], *filter(None, call.groups()[1:]))
                cell.outputs = [new_output("execute_result", data)]  # type: ignore[no-untyped-call]  # nbformat's
        return nb, resources


def _shown(page: "Notebook", word: str, *names: str) -> dict[str, str]:
    """What somebody without a kernel sees of a call."""
    made: Any = getattr(page, word)(*names)
    return {"text/plain": repr(made), "text/html": made._repr_html_()}
