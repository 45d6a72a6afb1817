"""A workbench: steps in which things are sorted, put in order, or told apart row by row.

There is no key to it. What is right in a heap of cards is for people to say to each other, so nothing unfolds, and
whoever would go on without has the same way on. How many put a line into one heap can come back to all.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kith_exercises.fields import Field
from kith_exercises.lab_tables import read_lab_fields
from kith_exercises.primitives import scenes
from kith_exercises.primitives.lab_figures import heaps_asked, heaps_step, told_before
from kith_exercises.primitives.primitive import Known, Primitive, Scene, Step
from kith_exercises.records import Reach
from kith_exercises.tables import Table

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["LAB", "Asks", "Lab"]

_REACHES: tuple[Reach, ...] = ("facilitator", "mine")


@dataclass(frozen=True)
class Asks:
    """One step: what stands above it, what it asks, and what its door says where that is not the usual."""

    id: str
    above: tuple[str, ...]
    fields: tuple[Field, ...]
    button: str


@dataclass(frozen=True)
class Lab:
    """The steps, in their order."""

    steps: tuple[Asks, ...]


def _read(table: Table) -> Lab:
    steps = tuple(_asks(step) for step in table.tables("steps"))
    if not steps:
        table.fail(f"“steps” is empty; write [[{table.id}.steps]] with an id, and [[{table.id}.steps.fields]] under it")
    return Lab(steps)


def _asks(table: Table) -> Asks:
    fields = read_lab_fields(table.tables("fields"))
    if not fields or len({field.id for field in fields}) < len(fields):
        table.fail("“fields” needs at least one, and each an id of its own")
    stranger = next((field for field in fields if field.reach not in (None, *_REACHES)), None)
    if stranger is not None:
        table.fail(f"“{stranger.id}” has the reach {stranger.reach}; nothing here is counted or brought to others, so "
                   f"make that {' or '.join(_REACHES)}")  # fmt: skip
    asks = Asks(table.text("id"), table.texts("say", ()), fields, table.text("button", ""))
    table.done()
    return asks


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Lab = activity.spec
    return (
        *(
            Step(one.id, fields=one.fields, door="skip", button=one.button, before=partial(_above, activity, one))
            for one in spec.steps
        ),
        *([heaps_step(activity)] if heaps_asked(activity, {}) else []),
    )


def _above(activity: "Activity", one: Asks, _: Known) -> list[Scene]:
    said = (*one.above, *told_before(activity, one.id))
    return [scenes.text("", said)] if said else []


LAB = Primitive(
    kind="lab", bundle="lab", read=_read, steps=_steps, forms=("alone",), reaches=_REACHES, asked=heaps_asked
)
