"""The rooms: an activity about people who wait for each other."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Rooms"]


class Rooms(Widget):
    """Steps about rooms of people, one of them put together by hand; its card and state are those of `Leaves`.

    >>> card = {"prompt": "who-asks", "part": "", "title": "Who asks?", "intro": [], "forms": [], "care": None}
    >>> Rooms(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Rooms('who-asks')
    """

    _bundle: ClassVar[str] = "rooms"
