"""How many minutes something took, by what those say who did it; their cohort sees the mean of it.

No clock runs behind anybody: whoever would rather not say goes past it. A mean is told and no median, since it is means
of which is proved that nobody's answer follows from them (``kith_exercises.privacy``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith_exercises.fields import Number, Scale
from kith_exercises.primitives import flow
from kith_exercises.primitives.figures import Asked, Journals, Released, averaged, counted, differing
from kith_exercises.primitives.primitive import Step
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["TOOK", "Took", "read_took", "took_asked", "took_id", "took_step"]

#: The step at which it is asked, and the end of the figure's id.
TOOK = "took"
#: As exactly as anybody remembers, in minutes.
_STEP = 5


@dataclass(frozen=True)
class Took:
    """How it is asked, and the longest that can be said, in minutes."""

    label: str
    most: int


def read_took(table: Table) -> Took | None:
    """What a definition says under ``took``, if it asks that."""
    given = table.table(TOOK)
    if given is None:
        return None
    found = Took(given.text("label"), given.whole("most", 30, 1200, 120))
    given.done()
    return found


def took_step(took: Took) -> Step:
    """One number, in no hurry to be given."""
    scale = Scale(0, took.most, _STEP, say("tookUnit"))
    return Step(TOOK, fields=(Number(TOOK, took.label, None, scale),), door="skip")


def took_id(id: str) -> str:
    """The figure of a survey of this id."""
    return f"{id}/{TOOK}"


def took_asked(activity: "Activity", took: Took) -> Asked:
    """How long it took a cohort, on average."""
    id, line = took_id(activity.id), (0, took.most)

    def answers(journals: Journals) -> dict[str, float]:
        steps = flow.steps_of(activity)
        return {
            learner: float(one.answers[TOOK])
            for learner, records in counted(activity, journals)
            for one in flow.passed(steps, None, records)
            if one.id == TOOK and one.answers
        }

    def release(values: Mapping[str, float]) -> Mapping[str, Released]:
        return {id: averaged(values, say("tookOurs", size="{size}"), line, say("tookAxis"), grain=_STEP)}

    return Asked(id, (id,), answers, hidden=float, release=release, grain=differing(*line, _STEP))
