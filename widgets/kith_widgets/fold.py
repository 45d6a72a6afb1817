"""The fold: one commit with its reveal."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Fold"]


class Fold(Widget):
    """A prediction that is committed, or looked past, before what came unfolds step by step.

    >>> card = {"prompt": "gift", "title": "A gift", "intro": [], "fields": [], "doors": True}
    >>> state = {"stage": "open", "scenes": [], "notes": []}
    >>> Fold(card, state)
    Fold('gift')
    """

    _bundle: ClassVar[str] = "fold"
