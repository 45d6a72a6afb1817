"""Saying it back without anybody: stories by the makers, whose points unfold once one has said them back.

Nobody's feeling is claimed, and nothing pretends to have read what was written: one marks oneself.
"""

from collections.abc import Sequence

from kith_exercises.fields import Choice, Option, Text
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Form, Known, Scene, Step
from kith_widgets.words import say

__all__ = ["alone_steps"]

_ALONE: frozenset[Form] = frozenset({"alone"})


def alone_steps(points: int, stories: int, scale: tuple[Option, ...]) -> tuple[Step, ...]:
    """The steps of all parts for somebody who works alone; only listening can be done so."""
    told = [
        Step(f"alone-{part}", part, before=_nobody, button=say("goOn"), forms=_ALONE)
        for part in ("tell", "heard", "landed")
    ]
    return (*told, *(step for n in range(1, stories + 1) for step in _story(n, points, scale)))


def _nobody(_: Known) -> list[Scene]:
    return [scenes.text("", [say("sayBackAlone")])]


def _story(n: int, points: int, scale: tuple[Option, ...]) -> Sequence[Step]:
    said, own = f"alone-say-{n}", [f"mark-{k}" for k in range(1, points + 1)]

    def unfolded(known: Known) -> list[Scene]:
        story = known.sealed["stories"][n - 1]
        return [scenes.text(say("pointsOfStory"), [f"{k}. {point}" for k, point in enumerate(story["points"], 1)])]

    return (
        Step(
            said,
            "listen",
            (Text("said", say("sayItBack"), "mine", None, optional=False),),
            "skip",
            before=lambda known: [scenes.made(known.sealed["stories"][n - 1]["story"], say("storyOfMakers"))],
            forms=_ALONE,
        ),
        Step(f"alone-points-{n}", "listen", button=say("showPoints"), scene=unfolded, after=(said,), forms=_ALONE),
        Step(
            f"alone-mark-{n}",
            "listen",
            tuple(Choice(id, say("pointOfStory", n=k), "mine", scale) for k, id in enumerate(own, 1)),
            "skip",
            after=(f"alone-points-{n}",),
            forms=_ALONE,
        ),
    )
