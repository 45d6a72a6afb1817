"""Who sees by now what is only one's own in a step, where a later step hands it on or counts what follows from it."""

from collections.abc import Callable, Sequence

from kith_exercises.primitives.primitive import Known
from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = ["gap_counted", "until_marked"]


def gap_counted(_: Known) -> tuple[Reach, str]:
    """A guess stays; how far off it was is counted."""
    return "mine", say("reachGap")


def until_marked(marks: Sequence[str]) -> Callable[[Known], tuple[Reach, str]]:
    """What was noted for oneself stays until one of these steps was answered, and goes along with that answer."""

    def promise(known: Known) -> tuple[Reach, str]:
        marked = any(known.answers(step) is not None for step in marks)
        return ("partner", say("reachWithMarks")) if marked else ("mine", say("reachUntilMarks"))

    return promise
