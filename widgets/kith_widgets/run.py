"""The run: a model in an activity, guessed, played, and opened."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Run"]


class Run(Widget):
    """Steps that ask what a model will do, then play it; one may ask for a line of it to be changed.

    >>> card = {"prompt": "unsaid", "part": "", "title": "Unsaid", "intro": [], "forms": [], "care": None}
    >>> Run(card, {"form": "alone", "passed": [], "ahead": None, "ended": False, "out": None, "notes": []})
    Run('unsaid')
    """

    _bundle: ClassVar[str] = "run"
