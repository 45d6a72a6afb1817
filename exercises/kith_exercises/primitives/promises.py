"""Who sees by now what is only one's own in a step, where a later step hands it on or counts what follows from it."""

from collections.abc import Callable, Sequence

from kith_exercises.primitives.primitive import Known
from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = ["gap_counted", "limit_counted", "numbers_counted", "until_checked", "until_marked"]


def gap_counted(_: Known) -> tuple[Reach, str]:
    """A guess stays; how far off it was is counted."""
    return "mine", say("reachGap")


def numbers_counted(_: Known) -> tuple[Reach, str]:
    """What was said by mouth stays between two people; what was marked of it is counted."""
    return "mine", say("reachNumbers")


def limit_counted(_: Known) -> tuple[Reach, str]:
    """A note is read at one's own table; whether it says when it fails is counted."""
    return "mine", say("reachLimit")


def until_marked(marks: Sequence[str]) -> Callable[[Known], tuple[Reach, str]]:
    """What was noted for oneself stays until what somebody said back was marked, and goes along with those marks."""
    return _until(marks, "reachUntilMarks", "reachWithMarks")


def until_checked(checks: Sequence[str]) -> Callable[[Known], tuple[Reach, str]]:
    """A key stays until a reader's answers were checked by it, and goes to them along with what was found."""
    return _until(checks, "reachUntilCheck", "reachWithCheck")


def _until(steps: Sequence[str], before: str, after: str) -> Callable[[Known], tuple[Reach, str]]:
    def promise(known: Known) -> tuple[Reach, str]:
        answered = any(known.answers(step) is not None for step in steps)
        return ("partner", say(after)) if answered else ("mine", say(before))

    return promise
