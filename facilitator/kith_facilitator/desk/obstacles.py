"""What got in learners' way, on the desk: by question, how far it is with each, and one public line on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kith_exercises import KithError
from kith_exercises.moves import STATES
from kith_facilitator.desk.room import Room
from kith_facilitator.snags import board_of, move_on
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["move", "obstacles", "states"]


def states() -> list[dict[str, str]]:
    """How far it can be with something, in words."""
    return [{"id": state, "label": say(word)} for state, word in STATES.items()]


def obstacles(room: Room, module: str) -> list[dict[str, Any]]:
    """Each place of a module where something got in the way: how many met it, and what was said of it last."""
    board = board_of(room.home, room.course.module(module))
    last = {move.where: move for move in board.moves}
    return [
        {
            "where": where,
            "title": board.titles[where],
            "people": say("snagMany", people=many) if (many := board.many(where)) else say("snagFew"),
            "new": board.new[where],
            "state": last[where].state if where in last else "open",
            "line": last[where].line if where in last else "",
        }
        for where in board.snags
    ]


def move(room: Room, module: str, action: Mapping[str, Any], now: datetime) -> None:
    """Say in public how far it is with one of them. Raises Refused."""
    said = [action.get(name) for name in ("where", "state", "line")]
    if not all(isinstance(one, str) for one in said):
        raise Refused(say("deskUnknown"))
    where, state, line = map(str, said)
    try:
        move_on(room.home, room.course, module, where, state, line, now=now)
    except KithError as error:
        raise Refused(str(error)) from None
