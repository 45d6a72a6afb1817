"""The inbox: what came for a learner, and where it is opened."""

from typing import ClassVar

from kith_widgets._base import Widget

__all__ = ["Inbox"]


class Inbox(Widget):
    """A list that only reads; its one action looks again.

    >>> Inbox({"prompt": "inbox", "key": "inbox", "title": "What came for you"}, {"things": [], "said": []})
    Inbox('inbox')
    """

    _bundle: ClassVar[str] = "inbox"
