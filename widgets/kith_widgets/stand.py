"""The stand: where one stands between claims that can both be defended."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Stand"]


class Stand(Widget):
    """A fold whose marks lie between two claims; its card and state are those of `Fold`.

    >>> card = {"prompt": "who-begins", "title": "Who begins", "intro": [], "fields": [], "doors": False}
    >>> Stand(card, {"stage": "open", "scenes": [], "notes": []})
    Stand('who-begins')
    """

    _bundle: ClassVar[str] = "stand"
