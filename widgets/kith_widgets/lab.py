"""The lab: an activity in which things are moved, into groups and orders."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Lab"]


class Lab(Widget):
    """Steps of cards to sort, lines to order and tables to fill; its card and state are those of `Leaves`.

    >>> card = {"prompt": "what-for", "part": "", "title": "What speaks for it", "intro": [], "forms": [], "care": None}
    >>> Lab(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Lab('what-for')
    """

    _bundle: ClassVar[str] = "lab"
