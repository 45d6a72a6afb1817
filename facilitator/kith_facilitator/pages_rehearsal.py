"""What takes long only at the first page of feedback, done once in the process that all who make some are forks of.

That process does it when it imports this, while the command that began it reads marks.
"""

from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from kith_facilitator.configure import configure_pages
from kith_facilitator.feedback_pages import FeedbackPages, read_again_if_need_be
from kith_facilitator.lean import leanly

__all__: list[str] = []


_NO_MARKS = dict.fromkeys(("score", "max_score", "late_penalty"), 0)


def _page_of_nobody() -> None:
    config = Config()
    configure_pages(config)
    config.GenerateFeedback.preprocessors = []  # of nobody there are no marks
    exporter: Any = FeedbackPages(CourseDirectory(), None, config=config).made_ready().exporter
    with read_again_if_need_be():
        HTMLExporter.from_notebook_node(exporter, _notebook(nbformat, nbformat.v4), {"nbgrader": _NO_MARKS})


def _notebook(form: Any, v4: Any) -> Any:  # nbformat has no types
    shown = v4.new_output("display_data", {"text/html": "<p>shown</p>", "text/plain": "shown"})
    asked = v4.new_code_cell("asked", outputs=[shown], metadata={"tags": ["kith"]})
    return form.reads(form.writes(v4.new_notebook(cells=[v4.new_markdown_cell("*said*"), asked])), as_version=4)


with leanly():
    _page_of_nobody()
