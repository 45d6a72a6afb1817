"""The reflection editor: a question and a field that saves itself."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Reflection"]


class Reflection(Widget):
    """A text with its criteria, its earlier drafts on request, and the feedback beneath it.

    >>> card = {"prompt": "why", "title": "Why", "question": ["Why?"], "criteria": [], "words": None}
    >>> Reflection(card, {"text": "", "at": None, "drafts": 0, "shown": None, "feedback": None})
    Reflection('why')
    """

    _bundle: ClassVar[str] = "reflection"
