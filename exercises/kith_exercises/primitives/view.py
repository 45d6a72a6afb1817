"""An activity as its widget draws it: what was passed, what is ahead, and for a page without a kernel all of it.

What was not passed is not in the state: no scene, no figure, no words of anybody. Of a trial, what was passed is not
drawn again before it is told what the trial was about.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Field, listed
from kith_exercises.more_fields import Passage, Taken
from kith_exercises.primitives import flow
from kith_exercises.primitives.counting import is_out
from kith_exercises.primitives.primitive import Known, Scene, Step, nothing
from kith_exercises.primitives.standing import goes_on, place_of
from kith_exercises.reaches import reach_line
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["folded", "seen_by", "state"]


def state(activity: "Activity", steps: Sequence[Step], part: str, known: Known) -> dict[str, Any]:
    """The state of one part. What was passed in others is there too, to be quoted, without what it showed."""
    known = flow.with_given(steps, known)
    by_id = {step.id: step for step in steps}
    done = flow.passed(steps, None, known.records)
    told = {step.part for one in done if (step := by_id[one.id]).debrief}
    following = flow.ahead(steps, part, known)
    return {
        "form": known.form,
        "passed": [
            _passed(activity, by_id[one.id], one, known, shown=one.part == part)
            for one in done
            if not by_id[one.id].trial or one.part in told
        ],
        "ahead": {**_ahead(activity, following, known), "place": place_of(steps, following, known)}
        if following
        else None,
        "awaits": goes_on(activity, steps, part, known),
        "ended": flow.ended(part, known.records),
        "out": is_out(steps, part, known),
        "notes": [
            {"text": record.value["text"], "at": record.at}
            for record in known.records
            if record.event == "note"
            and isinstance(record.value, dict)
            and record.value.get("part") == part
            and isinstance(record.value.get("text"), str)
        ],
    }


def folded(activity: "Activity", steps: Sequence[Step], part: str, known: Known) -> dict[str, Any]:
    """All steps of a part with all that they show, for a page without a kernel to keep it back.

    What is worked out of answers can't lie there before they are given: what it is worked out from does.
    """
    known = flow.with_given(steps, known)
    mine = [step for step in steps if step.part == part and known.form in step.forms and step.when(known)]
    return {
        "numbered": True,
        "steps": [
            {
                **_ahead(activity, step, known),
                # Code runs where its writer's kernel is, so without one a step that runs some is gone past.
                **({"waits": say("codeNeedsKernel"), "fields": []} if step.runs else {}),
                "part": part,
                "scenes": [] if flow.waits(step, known) else [*step.before(known), *_came(step, known)],
                "debrief": step.debrief,
                "then": dict(step.then),
                "last": step.last,
                "quotes": [] if flow.waits(step, known) else list(step.quotes(known)),
                "after": list(step.after),
                "given": list(step.given),
            }
            for step in mine
        ],
    }


def _came(step: Step, known: Known) -> Sequence[Scene]:
    return step.scene(known) if step.folds is nothing else step.folds(known)


def _passed(activity: "Activity", step: Step, one: flow.Passed, known: Known, *, shown: bool) -> dict[str, Any]:
    before, came = (list(step.before(known)), list(step.scene(known))) if shown else ([], [])
    return {
        "id": one.id,
        "part": one.part,
        "door": one.door,
        "at": one.at,
        "fields": _fields(activity, step, known),
        "answers": None if one.answers is None else dict(one.answers),
        "before": len(before),  # so many of them stood above the question
        "scenes": [*before, *came],
    }


def _ahead(activity: "Activity", step: Step, known: Known) -> dict[str, Any]:
    waits = flow.waits(step, known)
    return {
        "id": step.id,
        "before": [] if waits else list(step.before(known)),
        "fields": [] if waits else _offered(_fields(activity, step, known), step.spent(known)),
        "door": step.door,
        "button": step.button,
        "look": step.look,
        "waits": waits,
        "held": step.held and bool(known.hold),
        **({"stop": say("trialStop")} if step.trial else {}),
    }


def _offered(fields: list[dict[str, Any]], spent: Collection[str]) -> list[dict[str, Any]]:
    """The same questions without the options that bring nothing any more."""
    if not spent:
        return fields
    return [
        {**one, "options": [option for option in one["options"] if option["id"] not in spent]}
        if one["kind"] == "choice"
        else one
        for one in fields
    ]


def _fields(activity: "Activity", step: Step, known: Known) -> list[dict[str, Any]]:
    """Each field as it is drawn: with the words in which places are marked, and who else than usual sees it."""
    cards = []
    for field in step.fields:
        card = field.card()
        if isinstance(field, Passage):
            card["words"] = field.words(flow.parcel_of(step, known))
        if isinstance(field, Taken):
            card["options"] = listed(field.of(known.earlier))
        if above := list(step.above[field.id](known)) if field.id in step.above else []:
            card["above"] = above
        if field.reach is not None and field.reach != activity.reach:
            card["reach"] = seen_by(step, field, known)
        cards.append(card)
    return cards


def seen_by(step: Step, field: Field, known: Known) -> dict[str, str]:
    """Who sees an answer by now, and the sentence that says so."""
    reach = field.reach or step.reach
    promised = step.promise(known) if reach == "mine" else None
    return reach_line(reach) if promised is None else {"kind": promised[0], "sentence": promised[1]}
