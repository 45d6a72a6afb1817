"""The line between the desk's pages and this server: which page is which, and one thing after another."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from kith_exercises import KithError
from kith_facilitator.desk.controller import HARMLESS, Desk
from kith_facilitator.desk.room import Room
from kith_facilitator.home import Home
from kith_widgets import Refused
from kith_widgets.answering import Answering
from kith_widgets.words import say

__all__ = ["Line"]

_SESSIONS = 64
_LONGEST = 200


class Line:
    """All pages of one home's desk. Not for several threads at once: whoever serves it asks one after another.

    A session is remembered until 64 others came after it, or the server ended. What a page then sends might be meant
    for a view that is gone (a second reading, say), so it must begin anew with something that writes nothing.
    """

    def __init__(self, home: Home) -> None:
        #: What all pages have in common; the cohort desk looks into it as well.
        self.room = Room.of(home)
        self._sessions: OrderedDict[str, Answering] = OrderedDict()

    def page(self, module: str | None) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Card and state of a fresh page. Raises Refused where there is no such module."""
        desk = Desk(self.room.home, module, room=self.room)
        return desk.card(), desk.state()

    def answer(self, message: Any) -> dict[str, Any] | None:
        """The reply to ``{session, id, payload}``, or None for what is no message."""
        session = message.get("session") if isinstance(message, dict) else None
        if not isinstance(session, str) or not 0 < len(session) <= _LONGEST:
            return None
        if session not in self._sessions:
            self._sessions[session] = _answering(lambda: Desk(self.room.home, room=self.room))
            while len(self._sessions) > _SESSIONS:
                self._sessions.popitem(last=False)
        self._sessions.move_to_end(session)
        return self._sessions[session].answer(message)

    def close(self) -> None:
        """End jobs and let go of files."""
        self.room.close()


def _answering(open_desk: Callable[[], Desk]) -> Answering:
    """Answers for one page; its desk is opened by what it first says, so that a gradebook in use is told in words."""
    desk: Desk | None = None
    begun = False

    def first_harmless(action: Mapping[str, Any]) -> Mapping[str, Any]:
        nonlocal desk, begun
        does = action.get("do")
        if not begun and not (isinstance(does, str) and does in HARMLESS):
            raise Refused(say("deskGone"))
        try:
            desk = desk or open_desk()
            state = desk.act(action)
        except KithError as error:
            raise Refused(str(error)) from None
        begun = True
        return state

    return Answering(first_harmless, "desk", failed="deskFailed", unreadable="deskUnreadable")
