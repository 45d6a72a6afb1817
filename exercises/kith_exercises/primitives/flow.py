"""How far somebody has come in an activity, from records alone; the one reader of activities' records.

A step is passed by the first door that was taken, and stays so. What a commit holds is checked again: records may come
from anywhere. A commit goes by who sees its answers, one record each, and counts once the last of them is there. Where
it is marked, answers that never travel are missing, and the step is passed all the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Text
from kith_exercises.leaving import THROUGH
from kith_exercises.primitives.arrived import without_emptied
from kith_exercises.primitives.awaiting import awaited
from kith_exercises.primitives.doors import checked, checked_if_there
from kith_exercises.primitives.primitive import Answers, Known, Step, always, nothing
from kith_exercises.records import Reach, Record
from kith_widgets.refused import Refused
from kith_widgets.words import language, say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = [
    "Passed",
    "ahead",
    "ended",
    "is_over",
    "notes_reach",
    "parcel_of",
    "passed",
    "steps_of",
    "stopped",
    "waits",
    "with_given",
]


@dataclass(frozen=True)
class Passed:
    """A step that was passed: by which door, when, and what was committed."""

    id: str
    part: str
    door: Literal["commit", "look", "next"]
    at: str
    answers: Answers | None = None


def steps_of(activity: "Activity") -> tuple[Step, ...]:
    """All steps of all parts and forms. Each field says its reach; a part that shows a difference asks about it."""
    code = language()
    if code not in activity.made:
        activity.made[code] = _made(activity)
    return activity.made[code]


def _made(activity: "Activity") -> tuple[Step, ...]:
    from kith_exercises.primitives import PRIMITIVES  # the kinds are made with this module

    made = [_with_reach(step, activity.reach) for step in PRIMITIVES[activity.kind].steps(activity)]
    return tuple(step for part in dict.fromkeys(step.part for step in made) for step in _whole(activity, part, made))


def notes_reach(activity: "Activity") -> Reach:
    """Who reads explanations and notes: a count has no words in it, so they go to the facilitator."""
    return "facilitator" if activity.reach == "count" else activity.reach


def passed(steps: Sequence[Step], part: str | None, records: Sequence[Record]) -> tuple[Passed, ...]:
    """The steps of a part (None: of all) that were passed, in the order of the steps."""
    mine = [step for step in steps if part is None or step.part == part]
    by_step: dict[str, list[Record]] = {step.id: [] for step in mine}
    for record in records:
        if isinstance(record.value, Mapping) and isinstance(id := record.value.get("step"), str) and id in by_step:
            by_step[id].append(record)
    return tuple(found for step in mine if (found := _door(step, by_step[step.id])) is not None)


def ended(part: str, records: Iterable[Record]) -> bool:
    """Whether somebody came to the end of a part, through any doors."""
    return any(
        record.event == "end" and isinstance(record.value, Mapping) and record.value.get("part") == part
        for record in records
    )


def stopped(records: Iterable[Record]) -> bool:
    """Whether somebody broke off a trial; then no more of it is asked, and nothing of it ever counts."""
    return any(record.event == "stop" for record in records)


def with_given(steps: Sequence[Step], known: Known) -> Known:
    """The same, with what was committed, for steps that look at it, and what came in the order in which it is asked."""
    done = passed(steps, None, known.records)
    given = {one.id: one.answers for one in done if one.answers is not None}
    return replace(known, given=given, inbox=without_emptied(known.inbox, _asked(steps), known.records))


def ahead(steps: Sequence[Step], part: str, known: Known) -> Step | None:
    """The step that comes next in the form that was chosen; None behind the last one.

    Who went on without what had not come yet meets the step again as soon as it can be taken, and is not asked again
    for each step that waits for the same.
    """
    done = {one.id: one for one in passed(steps, part, known.records)}
    path = [step for step in steps if step.part == part and known.form in step.forms]
    places = {step.id: place for place, step in enumerate(path)}
    left = _left(path, known)
    met: set[str] = set()
    place = 0
    while place < len(path) and path[place].id not in met:  # a talk may lead back to where it was
        step = path[place]
        met.add(step.id)
        if step.id not in done and not _passes_over(step, done, known, left):
            return step
        place = _following(step, done.get(step.id), place, places, path)
    return None


def is_over(steps: Sequence[Step], part: str, known: Known) -> bool:
    """Whether nothing is left of a part but to say what one makes of it."""
    step = ahead(steps, part, known)
    return step is None or _explains(step)


def waits(step: Step, known: Known) -> str:
    """A sentence, while something has to come before the step can be taken."""
    parcel = parcel_of(step, known)
    if parcel is not None and not parcel.content:
        return say("waitsForAnother")
    sentence = step.waits(known)
    lacking = bool(step.sends) and not step.lone and parcel is None
    return sentence or (awaited(known, step.sends) if lacking else "")


def parcel_of(step: Step, known: Known) -> Parcel | None:
    """The parcel that a step is about: of its sending, the one whose number stands at the end of its id.

    Once it was answered it stays that one, whatever comes before it later. A step without a sending may be about what
    the makers wrote.
    """
    if not step.sends:
        return step.made(known)
    parcels = known.inbox.of_sending(step.sends)
    answered = [
        record.value.get("parcel")
        for record in known.records
        if record.event == "commit" and isinstance(record.value, Mapping) and record.value.get("step") == step.id
    ]
    if answered:
        return next((parcel for parcel in parcels if parcel.id == answered[0]), None)
    place = _place(step)
    return parcels[place - 1] if len(parcels) >= place else None


def _asked(steps: Sequence[Step]) -> Mapping[str, int]:
    """How many parcels of each sending are asked about; one that comes besides is none, where some are always."""
    about = [step for step in steps if step.sends]
    usual = {step.sends for step in about if step.when is always}
    places = {(step.sends, _place(step)) for step in about if step.when is always or step.sends not in usual}
    return Counter(sends for sends, _ in places)


def _place(step: Step) -> int:
    """Which parcel of its sending a step is about, the first being 1; several steps may be about one."""
    number = re.search(r"-([1-9]\d*)$", step.id)
    return int(number[1]) if number else 1


def _door(step: Step, records: Sequence[Record]) -> Passed | None:
    given: dict[str, Any] = {}
    through, read = False, [field for field in step.fields if (field.reach or step.reach) not in ("mine", "count")]
    for record in records:
        value: Mapping[str, Any] = record.value
        if record.event == "look":
            return Passed(step.id, step.part, "look", record.at)
        if record.event == "unfold" and not value.get("without"):
            return Passed(step.id, step.part, "next", record.at)
        committed = record.event in ("commit", "trial") and isinstance(value.get("answers"), Mapping)
        if committed:
            given |= value["answers"]  # of one that was cut off and made again, the last counts
        # What goes to others than the cohort is there all the same.
        through = through or record.event == THROUGH
        if through:
            if all(field.id in given for field in read):
                there = checked_if_there(step.fields, given)
                return Passed(step.id, step.part, "commit" if there else "look", record.at, there or None)
        elif committed and (answers := _committed(step, given, record.reach)) is not None:
            return Passed(step.id, step.part, "commit", record.at, answers)
    return None


def _committed(step: Step, given: Mapping[str, Any], reach: Reach) -> Answers | None:
    """The answers of a commit, if all that travels is there: the record that closes it, or every field."""
    if reach == "mine" and step.reach != "mine":
        return None
    private = [field for field in step.fields if field.reach == "mine" and step.reach != "mine"]
    travelling = [field for field in step.fields if field not in private]
    if reach != step.reach and any(field.id not in given for field in travelling):
        return None
    try:
        answers = checked(travelling, given)
    except Refused:
        return None
    answers |= checked_if_there(private, given)
    return {field.id: answers[field.id] for field in step.fields if field.id in answers}


def _passes_over(step: Step, done: Mapping[str, Passed], known: Known, left: frozenset[str]) -> bool:
    """Whether a step that was not passed is none to take now; ``left`` is what somebody went on without."""
    if not step.when(known) or (step.after and not any(id in done for id in step.after)):
        return True
    if any(known.answers(id) is None for id in step.given) or (step.trial and stopped(known.records)):
        return True
    return bool(left) and waits(step, known) in left


def _left(path: Sequence[Step], known: Known) -> frozenset[str]:
    """What is still awaited by the steps that somebody went on without, as the sentences say it."""
    went_on = {
        record.value.get("step")
        for record in known.records
        if record.event == "unfold" and isinstance(record.value, Mapping) and record.value.get("without")
    }
    return frozenset(waits(step, known) for step in path if step.id in went_on) - {""}


def _following(step: Step, one: Passed | None, place: int, places: Mapping[str, int], path: Sequence[Step]) -> int:
    """Where the way leads from a step: on, to what was chosen, or to what is asked at the end."""
    if one is not None and step.then:
        chosen = "" if one.answers is None else next(iter(one.answers.values()), None)
        target = step.then.get(chosen) if isinstance(chosen, str) else None
        if target is not None:
            return places.get(target, len(path))
    if step.last:
        return next((place for place, other in enumerate(path) if _explains(other)), len(path))
    return place + 1


def _whole(activity: "Activity", part: str, made: Sequence[Step]) -> list[Step]:
    """The steps of a part, and what is asked at its end where it shows a difference."""
    mine = [step for step in made if step.part == part]
    showing = [step for step in mine if step.quotes is not nothing]
    if not showing:
        return mine
    explain = Step(
        _explain_id(part),
        part,
        (Text("explain", activity.explain or say("whatOfIt"), notes_reach(activity), None, optional=False),),
        "commit",
        button=say("keepWhatOfIt"),
        before=lambda known: [scene for step in showing if _was_shown(step, known) for scene in step.quotes(known)],
        after=tuple(step.id for step in showing),
    )
    return [*mine, _with_reach(explain, activity.reach)]


def _with_reach(step: Step, reach: Reach) -> Step:
    fields = tuple(replace(field, reach=field.reach or reach) for field in step.fields)
    return replace(step, fields=fields, reach="mine" if step.quiet else reach)


def _was_shown(step: Step, known: Known) -> bool:
    """Whether what a step quotes was met: what somebody has not passed yet may still be ahead of them."""
    return known.form in step.forms and bool(passed([step], None, known.records)) and not waits(step, known)


def _explain_id(part: str) -> str:
    return f"explain-{part}" if part else "explain"


def _explains(step: Step) -> bool:
    return step.id == _explain_id(step.part)
