"""Three turns of the game, so that the axis of the twenty groups means something."""

from collections.abc import Sequence

from kith_exercises.data import CHOICES
from kith_exercises.fields import Choice, Field
from kith_exercises.truths.step import Scene, Step, Truth

__all__ = ["TRUTH"]


def _steps(fields: Sequence[Field]) -> tuple[Step, ...]:
    turns = [field.id for field in fields if isinstance(field, Choice)]
    return (Step("Show what the choices stand for", lambda: _turns(turns)),)


def _turns(turns: list[str]) -> Scene:
    without = "You went on without choosing. That is fine: the line reads the same."
    return {
        "kind": "text",
        "title": f"From three choices to {CHOICES}",
        "tally": {"of": turns, "without": without},
        "paragraphs": [_LENGTH, _READING],
    }


_LENGTH = (
    "In the study four people made up a group and each of them chose thirty times. "
    f"Four times thirty is {CHOICES}: so many choices could be for the group."
)
_READING = (
    f"At 0 nobody ever chose for the group, at {CHOICES} everybody always did, at {CHOICES // 2} it was every second "
    "choice. One number stands for four people, so two groups with the same number can have got there differently."
)


TRUTH = Truth(_steps, lambda _: [], dict)
