"""What a facilitator changes on the cohort desk: pairs before they go out, and a public line on what got in the way."""

from collections.abc import Mapping
from datetime import datetime

from kith_exercises import KithError
from kith_facilitator.course.model import Course
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.desk import PairsDesk
from kith_facilitator.home import Home
from kith_facilitator.snags import move_on
from kith_widgets.words import speaking

__all__ = ["mend"]

_UNKNOWN = "This page does not know what to do with that. Load it again. Nothing was changed."


def mend(home: Home, course: Course, module: str, asked: Mapping[str, str], *, now: datetime) -> str:
    """Do what a form asks, and say what was done. Raises KithError with a sentence, and then nothing was changed."""
    match asked.get("about"):
        case "pairs":
            return _pair(PairsDesk(home, course, module, declared_of(course.module(module)), now), asked)
        case "snags":
            with speaking(home.language):
                where, state, line = (asked.get(name, "") for name in ("where", "state", "line"))
                return move_on(home, course, module, where, state, line, now=now).sentence()
    raise KithError(_UNKNOWN)


def _pair(desk: PairsDesk, asked: Mapping[str, str]) -> str:
    prompt, one, other = (asked.get(name, "") for name in ("prompt", "one", "other"))
    does = {"swap": desk.swap, "add": desk.add, "remove": desk.remove}.get(asked.get("do", ""))
    if not one or (does and not other):
        raise KithError("Choose who is meant, and try again. Nothing was changed.")
    if does:
        return does(prompt, one, other)
    if asked.get("do") == "makers":
        return desk.makers(prompt, one)
    raise KithError(_UNKNOWN)
