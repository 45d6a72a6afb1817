"""The leaves: an activity in words and figures, one step after the other."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Leaves"]


class Leaves(Widget):
    """Steps that ask, then show: what was passed stays above, and one step stands ahead.

    >>> card = {"prompt": "how-sure", "part": "", "title": "This or that", "intro": [], "forms": [], "care": None}
    >>> Leaves(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Leaves('how-sure')
    """

    _bundle: ClassVar[str] = "leaves"
