"""Dashboards of a cohort: notebooks that read nothing but released figures."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.display import HTML

__all__ = ["FIGURES", "about", "show"]

#: The one file that a dashboard's notebook reads.
FIGURES = "figures.json"


def about(folder: Path | str = ".") -> "HTML":
    """Whose results this edition holds, when they were frozen, and whether its learners are simulated."""
    from kith_facilitator.dashboards.page import render_about  # as below

    figures = _figures(folder)
    modules = [str(title) for title in figures["modules"]]
    return _html(render_about(str(figures["dated"]), modules, simulated=bool(figures["simulated"])))


def show(folder: Path | str = ".") -> "HTML":
    """All panels of the edition that the notebook lies in."""
    from kith_facilitator.dashboards.page import render  # loads charts; `import` stays light
    from kith_facilitator.dashboards.panels import read_panels

    return _html("".join(render(panel) for panel in read_panels(_figures(folder))))


def _figures(folder: Path | str) -> Any:
    return json.loads((Path(folder) / FIGURES).read_text(encoding="utf-8"))


def _html(html: str) -> "HTML":
    from IPython.display import HTML  # only a notebook has it, and only a notebook asks

    return HTML(html)  # type: ignore[no-untyped-call]  # IPython's class has no types
