"""A figure that was published elsewhere, to stand beside a cohort's own: its value, and who found it in whom.

It stands in the definition and is drawn only where the cohort's figure is, so it is no line to measure oneself by.
"""

import re
from dataclasses import dataclass
from typing import Any

from kith_exercises.tables import Table
from kith_widgets.words import say

__all__ = ["Published", "read_published"]

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True)
class Published:
    """What came out elsewhere, on the line of the cohort's figure, and the ``source``: who was asked, by whom, when."""

    value: float
    source: str

    def shown(self) -> dict[str, Any]:
        """What a picture draws of it."""
        return {"value": self.value, "who": say("figurePublished"), "source": say("publishedBy", source=self.source)}


def read_published(table: Table | None, low: float, high: float) -> Published | None:
    """The figure that a definition names, on a line from ``low`` to ``high``; None where it names none."""
    if table is None:
        return None
    found = Published(table.number("value"), table.text("source"))
    table.done()
    if not low <= found.value <= high:
        table.fail(f"“value” must lie from {low:g} to {high:g}, as the group's figure does; tell it on that line")
    if not _YEAR.search(found.source):
        table.fail("“source” must say who was asked, by whom and in which year; name authors and year")
    return found
