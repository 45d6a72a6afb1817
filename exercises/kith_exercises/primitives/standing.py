"""Where somebody stands in a part: at which of its steps, and behind the last one what happens now."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kith_exercises.primitives import flow
from kith_exercises.primitives.awaiting import dated
from kith_exercises.primitives.primitive import Known, Step
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["goes_on", "place_of"]


def place_of(steps: Sequence[Step], step: Step, known: Known) -> tuple[int, int] | None:
    """Which step of how many this is; None where there is but one, it waits, or answers decide how many there are.

    A step that comes only in some cases is counted once its case is there. The number stays that of the list: who went
    past a step meets the next one under its own number, and of what an answer leads to all is counted from the start.
    While something has to come, so may more steps.
    """
    path = [one for one in steps if one.part == step.part and known.form in one.forms]
    if any(one.last or any(one.then) for one in path) or flow.waits(step, known):
        return None
    passed = {one.id: one.answers is not None for one in flow.passed(steps, None, known.records)}
    own, met = {one.id for one in path}, {*passed, step.id}
    ids: list[str] = []
    for one in path:
        behind = not one.after or any(id in met or id in ids for id in one.after)
        asked = all(id in met or id in ids if id in own else passed.get(id) for id in one.given)
        if one.id in met or (behind and asked and one.when(known)):
            ids.append(one.id)
    return (ids.index(step.id) + 1, len(ids)) if len(ids) > 1 else None


def goes_on(activity: "Activity", steps: Sequence[Step], part: str, known: Known) -> str:
    """Behind the last step of a part: that it is kept, what becomes of it, and when. Empty where nothing is awaited."""
    from kith_exercises.primitives import PRIMITIVES  # the kinds are made with this module

    given = [one for one in flow.passed(steps, part, known.records) if one.answers is not None]
    if not given or flow.ahead(steps, part, known) is not None:
        return ""
    later = activity.parts[activity.parts.index(part) + 1 :]
    ahead = [step for one in later if (step := flow.ahead(steps, one, known)) is not None]
    kind = PRIMITIVES[activity.kind]
    travels = {one.step for one in kind.sendings(activity) if one.prompt == activity.id and one.to != "seat"}
    sent = any(one.id in travels or re.sub(r"-[1-9]\d*$", "", one.id) in travels for one in given)
    if not any(flow.waits(step, known) for step in ahead):
        return "" if later or not sent else dated(known, known.handed, "goesToOthers", "goesToOthersAt")
    if sent:
        return dated(known, known.handed, "waitsToCome", "waitsToComeAt")
    by_id = {step.id: step for step in steps}
    counted = any(field.reach == "count" for one in given for field in by_id[one.id].fields)
    if counted and known.form != "alone" and kind.asked(activity, known.sealed):
        return dated(known, known.handed, "waitsForCount", "waitsForCountAt")
    return say("waitsLater")
