"""Dashboards of a cohort: notebooks that read nothing but released figures."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.display import HTML

    from kith_facilitator.dashboards.panels import Placed

__all__ = ["FIGURES", "about", "show"]

#: The one file that a dashboard's notebook reads.
FIGURES = "figures.json"


def about(dashboard: str, folder: Path | str = ".") -> "HTML":
    """Whose results a dashboard holds, when they were frozen, and whether its learners are simulated."""
    from kith_facilitator.dashboards.page import render_about  # as below
    from kith_widgets.words import speaking

    figures, placed = _read(dashboard, folder)
    modules = list(dict.fromkeys(one.module for one in placed))
    with speaking(str(figures["language"])):
        return _html(render_about(str(figures["dated"]), modules, simulated=bool(figures["simulated"])))


def show(dashboard: str, folder: Path | str = ".") -> "HTML":
    """All panels of one dashboard, of the edition that the notebook lies in."""
    from kith_facilitator.dashboards.page import render  # loads charts; `import` stays light
    from kith_widgets.words import speaking

    figures, placed = _read(dashboard, folder)
    with speaking(str(figures["language"])):
        return _html(render(placed))


def _read(dashboard: str, folder: Path | str) -> "tuple[Any, list[Placed]]":
    """What the figures' file says, and what of it stands on one dashboard."""
    from kith_facilitator.dashboards.panels import read_panels

    figures: Any = json.loads((Path(folder) / FIGURES).read_text(encoding="utf-8"))
    return figures, [one for one in read_panels(figures) if one.dashboard == dashboard]


def _html(html: str) -> "HTML":
    from IPython.display import HTML  # only a notebook has it, and only a notebook asks

    return HTML(html)  # type: ignore[no-untyped-call]  # IPython's class has no types
