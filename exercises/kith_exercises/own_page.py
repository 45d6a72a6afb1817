"""A learner's own work as one page to read, keep or print: no script, no network, nothing that needs a kernel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from kith_exercises.asking import Given, asked_of, read_back
from kith_exercises.assessment import criteria_for, own_criterion, self_levels
from kith_exercises.cards.fold import first_door
from kith_exercises.cards.mirror import feedback_state, said
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt
from kith_exercises.envelope import Envelope, Feedback
from kith_exercises.escaping import plain
from kith_exercises.journal import Record
from kith_exercises.paper import paper
from kith_exercises.reaches import reach_line
from kith_exercises.snags import PAGE, SNAGS, kind_of, snags_in
from kith_exercises.unasked import in_words, unasked
from kith_exercises.work import Work
from kith_widgets.words import moment, say

__all__ = ["own_page"]


def own_page(works: Sequence[tuple[str, Work]], now: datetime) -> str:
    """The whole page as one HTML document; ``works`` are modules with their titles, in the order of the course."""
    body = "".join(f"<section><h2>{plain(name)}</h2>{_module(work)}</section>" for name, work in works)
    return paper(say("workTitle"), say("workAsOf", time=moment(now)), body or _note(say("workNothing")))


def _module(work: Work) -> str:
    written = [_prompt(work, prompt) for prompt in work.prompts.values()]
    written += _snags(work)
    written += _removed(work)
    return "".join(written) or _note(say("workNothing"))


def _prompt(work: Work, prompt: Prompt) -> str:
    records = work.of(prompt.id)
    answer = _text(work, prompt, records) if isinstance(prompt, TextPrompt) else _steps(prompt, records)
    parts = [f"<p>{plain(line)}</p>" for line in asked_of(prompt)]
    parts += [answer, _note(reach_line(prompt.reach)["sentence"])] if answer else [_note(say("notAnswered"))]
    return f"<article><h3>{plain(prompt.title)}</h3>{''.join(parts)}</article>"


def _steps(prompt: FoldPrompt | Activity, records: tuple[Record, ...]) -> str:
    given = "".join(_given_back(one) for one in read_back(prompt, records))
    if isinstance(prompt, Activity):
        return given
    door = first_door(prompt, records)
    if door.name is None:
        return ""
    return _note(say("workCommitted" if door.name == "commit" else "workLooked", time=_local(door.at))) + given


def _given_back(one: Given) -> str:
    """An answer under what it answers, which a text's title says already."""
    head = f"<h4>{plain(one.label)}</h4>" if one.label else ""
    return head + _quoted(one.text) + (_written(one.at) if one.at else "") + (_note(one.seen) if one.seen else "")


def _text(work: Work, prompt: TextPrompt, records: tuple[Record, ...]) -> str:
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    parts = [_given_back(one) for one in read_back(prompt, records)]
    if len(texts) > 1:
        parts.append(_note(say("workEarlier", n=len(texts) - 1)))
    parts += _own(work, prompt, records)
    parts += [_feedback(work, prompt.id, envelope, given, records) for envelope, given in _came_back(work, prompt.id)]
    return "".join(parts)


def _own(work: Work, prompt: TextPrompt, records: tuple[Record, ...]) -> Iterator[str]:
    own = own_criterion(records)
    if own is not None:
        yield f"<h4>{plain(say('workCriterion'))}</h4>{_quoted(f'{own.title}{chr(10)}{own.good}')}"
    criteria = {one.id: one for one in criteria_for(work.rubrics.get(prompt.id, ()), records)}
    for id, level in self_levels(records).items():
        if id in criteria and level.points is not None:
            label = criteria[id].level(level.points)
            yield f"<h4>{plain(criteria[id].title)}: {plain(say('workSelf'))}</h4><p>{plain(label)}</p>"
            yield _quoted(level.sentence) if level.sentence else ""


def _came_back(work: Work, prompt: str) -> Iterator[tuple[Envelope, Feedback]]:
    for envelope in work.envelopes:
        if prompt in envelope.feedback:
            yield envelope, envelope.feedback[prompt]


def _feedback(work: Work, prompt: str, envelope: Envelope, given: Feedback, records: Sequence[Record]) -> str:
    """What came back, as far as it is unfolded: this page gives away no more than the card."""
    text = next((r.value for r in reversed(records) if r.event == "text"), "")
    state = feedback_state(said(given, envelope.issued), work.rubrics.get(prompt, ()), records, text)
    parts = [f"<h4>{plain(say('workFeedback', time=_local(envelope.issued)))}</h4>"]
    if state["changed"]:
        parts.append(_note(say("workOnOther")) + _quoted(given.on))
    parts += [_mark(mark) for mark in state["criteria"]]
    return f'<div class="back">{"".join(parts)}</div>'


def _mark(mark: Mapping[str, Any]) -> str:
    if mark["folded"]:
        return f"<p><strong>{plain(mark['title'])}</strong></p>{_note(say('workFolded'))}"
    points = "" if mark["points"] is None else say("workPoints", n=mark["points"], max=mark["max_points"])
    level = ". ".join(part for part in (mark["level"], points) if part)
    parts = [f"<p><strong>{plain(mark['title'])}</strong><br>{plain(level)}</p>", _drawn(mark["comment"])]
    for suggestion in mark["suggestions"]:
        parts.append(f"<p>→ {plain(suggestion['text'])}</p>")
        if (answer := suggestion["answer"]) is not None:
            because = say("workBecause", why=answer["because"]) if answer["because"] else ""
            said_of_it = say(_TAKEN[answer["verdict"]])
            parts.append(_note(f"{said_of_it} {because}"))
    if mark["reply"] is not None:
        parts.append(f"<p>{plain(say('workReply'))}</p>{_quoted(mark['reply']['text'])}")
    return "".join(parts)


def _snags(work: Work) -> list[str]:
    asked = {id: prompt.title for id, prompt in work.prompts.items()} | {PAGE: say("snagPage")}
    given = [
        Given(
            asked[one.where], "\n".join(part for part in (kind_of(one) if one.kind else "", one.words) if part), one.at
        )
        for one in snags_in(work.of(SNAGS), asked)
    ]
    if not given:
        return []
    note = _note(reach_line("facilitator")["sentence"])
    return [f"<article><h3>{plain(say('snagTitle'))}</h3>{''.join(map(_given_back, given))}{note}</article>"]


def _removed(work: Work) -> list[str]:
    records = [record for journal in work.journals.values() for record in journal.records]
    answers = unasked(records, work.prompts)
    ids = dict.fromkeys((*answers, *(id for each in work.envelopes for id in each.feedback if id not in work.prompts)))
    parts = [
        f"<h4>{plain(id)}</h4>"
        + "".join(_quoted(in_words(one.value)) + _written(one.at) for one in answers.get(id, ()))
        + "".join(_feedback(work, id, envelope, given, work.of(id)) for envelope, given in _came_back(work, id))
        for id in ids
    ]
    return [f"<article><h3>{plain(say('workRemoved'))}</h3>{''.join(parts)}</article>"] if parts else []


# ---- from data to HTML: every word of anybody is escaped -----------------------------------------------------

_TAGS = {"p": "p", "h": "h5", "quote": "blockquote", "ul": "ul", "ol": "ol", "li": "li", "em": "em", "strong": "strong"}


def _drawn(nodes: Iterable[Mapping[str, Any]]) -> str:
    return "".join(_node(node) for node in nodes)


def _node(node: Mapping[str, Any]) -> str:
    kind = node["kind"]
    if kind == "text":
        return plain(node["text"])
    if kind == "code":
        return f"<code>{plain(node['text'])}</code>"
    if kind == "br":
        return "<br>"
    if kind == "a":
        return f'<a href="{plain(node["href"])}" rel="noreferrer">{_drawn(node["in"])}</a>'
    tag = _TAGS.get(kind, "span")
    return f"<{tag}>{_drawn(node['in'])}</{tag}>"


def _quoted(text: str) -> str:
    return f'<blockquote dir="auto">{plain(text)}</blockquote>'


def _note(sentence: str) -> str:
    return f'<p class="note">{plain(sentence)}</p>'


def _written(at: str) -> str:
    return _note(say("workWritten", time=_local(at)))


def _local(at: str | None) -> str:
    try:
        return moment(datetime.fromisoformat(at or ""))
    except ValueError:
        return at or ""


#: What was done with a suggestion, as the learner says it.
_TAKEN = {"adopted": "workAdopted", "adapted": "workAdapted", "declined": "workDeclined"}
