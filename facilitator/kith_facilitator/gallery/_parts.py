"""The kit's own parts, one by one, on the sheet that is built beside the widgets."""

from collections.abc import Iterator
from typing import ClassVar

from kith_facilitator.gallery._stage import Specimen
from kith_widgets import Widget
from kith_widgets.host import Exhibit

__all__ = ["PARTS", "parts"]

#: As the sheet names them.
PARTS = (
    "button",
    "choice",
    "line with marks",
    "line between claims",
    "number and stepper",
    "text",
    "reach line",
    "ordered list",
    "fold",
    "gap",
    "figure of a group",
    "chart frame",
    "data table",
    "feedback",
    "change",
    "thread",
    "parcel",
    "dialog",
    "quote",
    "saved sign",
    "notice",
)


class _Sheet(Widget):
    """Parts in every state that matters; nothing is kept."""

    _bundle: ClassVar[str] = "parts"


def parts() -> Iterator[Specimen]:
    """Each part in each of its states."""
    for name in PARTS:
        title = name.capitalize()
        card = {"prompt": name, "key": f"gallery/parts/{name}", "title": title, "show": [name]}
        yield Specimen("Parts", title, Exhibit(_Sheet(card, {}), title=title))
