"""An answer as escaped HTML, for whoever marks it or reads feedback on it: no widget, no kernel.

What a facilitator may not read by name (a count, what is the learner's own) is named and not shown. How a learner
sees their own text is not shown either: whoever marks shall find their own level first.
"""

import re
from collections.abc import Iterator, Sequence

from kith_exercises import assessment
from kith_exercises.cards.fold import explanation_reach, first_door
from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import Activity, Criterion, FoldPrompt, TextPrompt
from kith_exercises.escaping import plain
from kith_exercises.journal import Reach, Record
from kith_exercises.primitives import flow
from kith_exercises.reaches import seen_by_facilitator
from kith_widgets.words import say

__all__ = ["activity_html", "fold_html", "text_html"]


def text_html(prompt: TextPrompt, records: Sequence[Record], criteria: Sequence[Criterion] = ()) -> str:
    """A written answer with all that its writer sent along; line breaks and spaces stay as typed."""
    if not seen_by_facilitator(prompt.reach):
        return _page(prompt.title, _hidden(prompt.reach))
    text = text_of(records)
    answer = _note(say("noAnswer")) if text is None or not text.strip() else _quoted(text)
    return _page(prompt.title, answer + "".join(_sent_along(records, {one.id: one.title for one in criteria})))


def _sent_along(records: Sequence[Record], titles: dict[str, str]) -> Iterator[str]:
    own = assessment.own_criterion(records)
    if own and own.replaces in titles:
        yield _labelled(say("staticOwn", title=titles[own.replaces]), f"{own.title}\n{own.good}")
    for draft in assessment.shown_drafts(records):
        yield _labelled(say("staticDraft", time=_time(draft.at)), draft.value)
    for verdict in assessment.verdicts(records).values():
        label = say("staticVerdict", time=_time(verdict.to), verdict=say(_JUDGED[verdict.verdict]))
        yield _labelled(label, "\n".join(part for part in (verdict.text, verdict.because) if part))
    for reply in assessment.replies(records):
        title = titles.get(reply.criterion, reply.criterion)
        yield _labelled(say("staticReply", time=_time(reply.to), title=title), reply.text)
    if any(level.points is not None for level in assessment.self_levels(records).values()):
        yield _note(say("staticSelf"))


_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[:.\d]*Z")


def _time(at: str) -> str:
    """A record's time as people read it; what is none is not shown."""
    found = _TIME.fullmatch(at)
    return f"{found[1]} {found[2]} UTC" if found else "?"


def fold_html(prompt: FoldPrompt, records: Sequence[Record]) -> str:
    """What a facilitator may read of a fold: never a count, nor which door was taken."""
    answers = first_door(prompt, records).answers or {}
    shown = [_hidden(prompt.reach)] if not seen_by_facilitator(prompt.reach) else []
    shown += [
        _labelled(field.label, field.read(answers[field.id]))
        for field in prompt.fields
        if seen_by_facilitator(field.reach or prompt.reach) and field.id in answers
    ]
    if seen_by_facilitator(explanation_reach(prompt)):
        shown += [_labelled(label, text) for label, text in _said_after(prompt, records)]
    return _page(prompt.title, "".join(shown) or _note(say("notAnswered")))


def activity_html(activity: Activity, part: str, records: Sequence[Record]) -> str:
    """What a facilitator may read of one part: never a count, no words between partners, nor which door was taken.

    Who reads an answer was promised when it was written, so that counts and not what the question says now.
    """
    steps = {step.id: step for step in flow.steps_of(activity) if step.part == part}
    fields = [field for step in steps.values() for field in step.fields]
    unseen: dict[Reach, None] = {}
    unseen |= dict.fromkeys(field.reach for field in fields if field.reach and not seen_by_facilitator(field.reach))
    shown = [_hidden(reach) for reach in unseen]
    shown += [
        _labelled(field.label, field.read(one.answers[field.id]))
        for one in flow.passed(tuple(steps.values()), part, records)
        for field in steps[one.id].fields
        if one.answers and field.id in one.answers and seen_by_facilitator(_promised(one.id, field.id, records))
    ]
    shown += [
        _labelled(say("noteLater"), record.value["text"])
        for record in records
        if record.event == "note" and seen_by_facilitator(record.reach) and _is_note_in(part, record.value)
    ]
    return _page(activity.title, "".join(shown) or _note(say("notAnswered")))


def _promised(step: str, field: str, records: Sequence[Record]) -> Reach:
    """Who sees an answer, as it was said when it was given."""
    for record in records:
        match record:
            case Record(event="commit" | "trial", value={"step": str(id), "answers": dict(answers)}):
                if id == step and field in answers:
                    return record.reach
    return "mine"


def _is_note_in(part: str, value: object) -> bool:
    return isinstance(value, dict) and value.get("part") == part and isinstance(value.get("text"), str)


def _said_after(prompt: FoldPrompt, records: Sequence[Record]) -> list[tuple[str, str]]:
    labels = {"explain": prompt.explain or say("explanation"), "note": say("noteLater")}
    return [(labels[r.event], r.value) for r in records if r.event in labels and isinstance(r.value, str)]


def _hidden(reach: Reach) -> str:
    return _note(say(_UNSEEN[reach]))


_UNSEEN: dict[Reach, str] = {"mine": "hiddenMine", "partner": "hiddenPartner", "count": "hiddenCount"}


def _note(sentence: str) -> str:
    return f"<div><em>{plain(sentence)}</em></div>"


def _labelled(label: str, text: str) -> str:
    return f"<div>{plain(label)}</div>{_quoted(text)}"


def _quoted(text: str) -> str:
    # Only elements that pass both sanitisers of formgrader and feedback; a page that shows "<br>" helps nobody.
    lines = [line or "\u00a0" for line in plain(text).replace("  ", "\u00a0 ").splitlines()]
    return f'<blockquote dir="auto">{"".join(f"<div>{line}</div>" for line in lines)}</blockquote>'


def _page(title: str, body: str) -> str:
    return f"<div><strong>{plain(title)}</strong></div>{body}"


#: What was done with a suggestion, as whoever marks reads it.
_JUDGED = {"adopted": "verdictAdopted", "adapted": "verdictAdapted", "declined": "verdictDeclined"}
