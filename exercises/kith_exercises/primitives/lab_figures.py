"""How many of a cohort put each line into one heap: told line by line, where enough did and enough did not."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Option
from kith_exercises.lab_fields import Sort
from kith_exercises.primitives import flow, scenes
from kith_exercises.primitives.figures import Asked, Journals, Released, counted, not_shown
from kith_exercises.primitives.primitive import Known, Scene, Step
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["heaps_asked", "heaps_shown", "heaps_step", "told_before"]


def told_before(activity: "Activity", step: str) -> list[str]:
    """What stands above a sort of which the group is told, before anybody has touched it."""
    return [say("heapBefore", heap=_heap(field)) for id, field in _told(activity) if id == step]


def heaps_step(activity: "Activity") -> Step:
    """The step that shows what came of all; nobody is asked to wait for it."""
    return Step(
        "group",
        button=say("showGroup"),
        scene=lambda known: heaps_shown(activity, known),
        when=lambda known: bool(heaps_shown(activity, known)),
    )


def heaps_shown(activity: "Activity", known: Known) -> list[Scene]:
    """Each line that can be told with about how many chose it; what can't be told is only said to be missing."""
    found = []
    for _, field in _told(activity):
        came = [one for item in field.items for one in scenes.figure(known, _id(activity, field, item))]
        lines = [one["title"] for one in came if not one["short"]]
        left = [say("heapLeft")] if len(lines) < len(came) else []
        if came:
            found.append(scenes.text(say("heapTitle", heap=_heap(field)), [*lines, *left]))
    return found


def heaps_asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """A question to the cohort for each line: who put it into the heap that is told, and who did not."""
    return tuple(_of_line(activity, step, field, item) for step, field in _told(activity) for item in field.items)


def _of_line(activity: "Activity", step: str, field: Sort, item: Option) -> Asked:
    id = _id(activity, field, item)

    def answers(journals: Journals) -> dict[str, bool]:
        return {
            learner: one.answers[field.id]["groups"][item.id] == field.tells
            for learner, records in counted(activity, journals)
            for one in flow.passed(flow.steps_of(activity), None, records)
            if one.id == step and one.answers and field.id in one.answers
        }

    return Asked(
        id=id,
        figures=(id,),
        answers=answers,
        hidden=float,
        release=lambda chosen: {id: _released(item.label, _heap(field), chosen)},
    )


def _released(line: str, heap: str, chosen: Mapping[str, bool]) -> Released:
    from kith_exercises.privacy import Split, split

    there = sum(chosen.values())
    found = split({"there": there, "elsewhere": len(chosen) - there})
    if not isinstance(found, Split):
        return not_shown(found)
    (_, many), (_, others) = found.parts
    counted = say("heapMany", many=str(many), others=str(others))
    return {
        "title": say("mark", label=line, value=counted),
        "sentence": say("heapChose", heap=heap),
        "how": say("heapHow"),
    }


def _told(activity: "Activity") -> Iterator[tuple[str, Sort]]:
    """Each sort of which the group is told, after the step that asks it: none of what never travels."""
    for step in activity.spec.steps:
        for field in step.fields:
            if isinstance(field, Sort) and field.tells and (field.reach or activity.reach) != "mine":
                yield step.id, field


def _id(activity: "Activity", field: Sort, item: Option) -> str:
    return f"{activity.id}/{field.id}-{item.id}"


def _heap(field: Sort) -> str:
    return next(group.label for group in field.groups if group.id == field.tells)
