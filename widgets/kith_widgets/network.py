"""The network lab: a network that can be changed, and what a model does in it."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Network"]


class Network(Widget):
    """Steps about a network: a change, a guess, and both runs; its card and state are those of `Leaves`.

    >>> card = {"prompt": "who-hears", "part": "made", "title": "Who hears?", "intro": [], "forms": [], "care": None}
    >>> Network(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Network('who-hears')
    """

    _bundle: ClassVar[str] = "network"
