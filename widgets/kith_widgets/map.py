"""The map: an activity in which concepts are linked, and what the links say is held against what they said before."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Map"]


class Map(Widget):
    """Steps of a concept map; its card and state are those of `Leaves`.

    >>> card = {"prompt": "giving", "part": "", "title": "What giving hangs on", "intro": [], "forms": [], "care": None}
    >>> Map(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Map('giving')
    """

    _bundle: ClassVar[str] = "map"
