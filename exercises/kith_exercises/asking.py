"""What questions of every kind have in common, for whoever lists, counts, marks or reads back answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kith_exercises.cards.fold import came_to_the_end, first_door, fold_state
from kith_exercises.cards.reflection import text_of
from kith_exercises.cards.static import activity_html, fold_html, text_html
from kith_exercises.definitions import Activity, Criterion, FoldPrompt, Prompt
from kith_exercises.journal import Record
from kith_exercises.primitives import flow
from kith_exercises.primitives.known import form_of
from kith_exercises.primitives.primitive import Known
from kith_exercises.primitives.view import seen_by
from kith_widgets.words import say

__all__ = ["Given", "asked_of", "in_html", "is_done", "read_back"]


@dataclass(frozen=True)
class Given:
    """One thing that a learner gave, in words: what it answers, the answer, and when it was written, if told.

    ``seen`` is a sentence on who sees it, where that is not what holds for all of the question.
    """

    label: str
    text: str
    at: str | None = None
    seen: str = ""


def is_done(prompt: Prompt, records: Sequence[Record]) -> bool:
    """Whether something is written, a fold came to its end, or what can be done of an activity; through any door."""
    if isinstance(prompt, Activity):
        return not any(_can_go_on(prompt, part, records) for part in prompt.parts)
    if isinstance(prompt, FoldPrompt):
        return came_to_the_end(prompt, records)
    return bool((text_of(records) or "").strip())


def asked_of(prompt: Prompt) -> tuple[str, ...]:
    """What stands above the answer, in paragraphs."""
    return prompt.intro if isinstance(prompt, FoldPrompt | Activity) else prompt.question


def in_html(prompt: Prompt, records: Sequence[Record], criteria: Sequence[Criterion] = (), part: str = "") -> str:
    """An answer for whoever marks it, as escaped HTML: what is not theirs to read is named and not shown."""
    if isinstance(prompt, Activity):
        return activity_html(prompt, part, records)
    if isinstance(prompt, FoldPrompt):
        return fold_html(prompt, records)
    return text_html(prompt, records, criteria)


def read_back(prompt: Prompt, records: Sequence[Record]) -> tuple[Given, ...]:
    """All that its own learner gave, in words, for a page without the widget; the newest of a text."""
    if isinstance(prompt, FoldPrompt):
        return tuple(_given_in_fold(prompt, records))
    if isinstance(prompt, Activity):
        return tuple(_given_in_activity(prompt, records))
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    written = bool(texts) and bool(texts[-1].value.strip())
    return (Given("", texts[-1].value, texts[-1].at),) if written else ()


def _given_in_fold(prompt: FoldPrompt, records: Sequence[Record]) -> Iterator[Given]:
    answers = first_door(prompt, records).answers or {}
    for field in prompt.fields:
        if field.id in answers:
            yield Given(field.label, field.read(answers[field.id]))
    for guess in fold_state(prompt, records)["guesses"]:
        if guess is not None:
            yield Given(say("workGuess"), f"{guess:g}")
    labels = {"explain": prompt.explain or say("explanation"), "note": say("noteLater")}
    for record in records:
        if record.event in labels and isinstance(record.value, str):
            yield Given(labels[record.event], record.value, record.at)


def _can_go_on(activity: Activity, part: str, records: Sequence[Record]) -> bool:
    """Whether a part waits for its learner, and not for others."""
    if flow.ended(part, records):
        return False
    steps = flow.steps_of(activity)
    known = flow.with_given(steps, Known(records=tuple(records), form=form_of(activity, part, tuple(records))))
    step = flow.ahead(steps, part, known)
    return step is not None and not flow.waits(step, known)


def _given_in_activity(activity: Activity, records: Sequence[Record]) -> Iterator[Given]:
    steps = {step.id: step for step in flow.steps_of(activity)}
    known = flow.with_given(tuple(steps.values()), Known(records=tuple(records)))
    for one in flow.passed(tuple(steps.values()), None, records):
        for field in steps[one.id].fields:
            if one.answers and field.id in one.answers:
                other = field.reach != activity.reach
                seen = seen_by(steps[one.id], field, known)["sentence"] if other else ""
                yield Given(field.label, field.read(one.answers[field.id]), one.at, seen)
    for record in records:
        match record:
            case Record(event="note", value={"text": str(text)}):
                yield Given(say("noteLater"), text, record.at)
