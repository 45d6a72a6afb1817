"""What the page gets of the desk: rows of the queue, and the open answer with its criteria."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kith_exercises.assessment import put_in_place, verdict_on
from kith_exercises.changes import Segment, difference
from kith_exercises.definitions import Criterion
from kith_exercises.envelope import suggestions_in
from kith_exercises.markdown import tree
from kith_facilitator.desk.notes import Care
from kith_facilitator.desk.snapshot import Case, Snapshot
from kith_facilitator.desk.steps import ungraded_sentence

__all__ = ["opened", "prompts_of", "row"]


def row(desk: Snapshot, case: Case) -> dict[str, Any]:
    """One line of the queue."""
    return {
        "answer": case.answer,
        "prompt": case.prompt,
        "who": desk.who(case),
        "status": desk.status(case),
        "skipped": desk.skipped(case),
        "late": desk.late(case),
        "revised": desk.revised(case),
        "replies": desk.replies(case),
        "care": desk.notes.care.get(case.answer, Care()).on,
        "mine": desk.is_mine(case),
        "held": desk.held_by(case),
    }


def opened(desk: Snapshot, case: Case) -> dict[str, Any]:
    """The open answer, with all that may be known before it is marked, and no more."""
    written, given = desk.written(case), desk.given(case)
    care = desk.notes.care.get(case.answer, Care())
    moved = given is not None and given.feedback.on != written.text
    open_to_all = desk.view.names or desk.view.by == "learner"
    return {
        "answer": case.answer,
        "prompt": case.prompt,
        "who": desk.who(case),
        "learner": case.learner if open_to_all else None,
        "text": written.text,
        "version": written.version,
        "ungraded": ungraded_sentence(desk, case),
        "at": written.at,
        "words": len(written.text.split()),
        "shown": [{"at": at, "text": text} for at, text in written.shown],
        "grown": _changed(written.shown[0][1], written.text) if written.shown else (),
        "moved": {"at": given.issued, "parts": _changed(given.feedback.on, written.text)} if given and moved else None,
        "care": {"on": care.on, "note": care.note},
        "criteria": [_marking(desk, case, criterion) for criterion in _criteria(desk, case)],
    }


@lru_cache(maxsize=64)  # the page asks anew with every level
def _changed(before: str, now: str) -> tuple[Segment, ...]:
    return difference(before, now)


def prompts_of(desk: Snapshot) -> list[dict[str, Any]]:
    """The questions that are marked."""
    return [
        {
            "id": id,
            "title": rubric.prompt.title,
            "question": list(rubric.prompt.question),
            "criteria": [asdict(criterion) for criterion in rubric.criteria],
        }
        for id, rubric in desk.rubrics.items()
    ]


def _criteria(desk: Snapshot, case: Case) -> Iterator[Criterion]:
    return (criterion for criterion in desk.rubrics[case.prompt].criteria if criterion.id in case.marks)


def _marking(desk: Snapshot, case: Case, criterion: Criterion) -> dict[str, Any]:
    written, mark = desk.written(case), case.marks[criterion.id]
    own = written.own if written.own and written.own.replaces == criterion.id else None
    shown = put_in_place(criterion, own) if own else criterion
    level = (written.levels or {}).get(criterion.id) if desk.is_set(case, criterion.id) else None
    return {
        "id": criterion.id,
        "title": shown.title,
        "asks": shown.asks,
        "levels": [asdict(level) for level in shown.levels],
        "own": own is not None,
        "max_points": mark.max_points,
        "self": {"points": level.points, "sentence": level.sentence} if level else None,
        **(_second(desk, case, criterion.id) if desk.view.second else _first(desk, case, criterion.id)),
    }


def _second(desk: Snapshot, case: Case, criterion: str) -> dict[str, Any]:
    """A second marker sees own levels, and nothing that could tell the first's."""
    points = desk.notes.seconds.get((desk.view.marker, case.answer, criterion))
    blind: dict[str, Any] = {"auto": None, "comment": "", "tree": [], "replies": [], "verdicts": [], "given": None}
    return {"points": points, **blind}


def _first(desk: Snapshot, case: Case, criterion: str) -> dict[str, Any]:
    mark, written, given = case.marks[criterion], desk.written(case), desk.given(case)
    marked = [one for one in given.feedback.criteria if one.id == criterion] if given else []
    replies = [{"at": reply.at, "text": reply.text} for reply in written.replies if reply.criterion == criterion]
    return {
        "auto": mark.auto,
        "points": mark.points,
        "comment": mark.comment,
        "tree": tree(mark.comment),
        "replies": replies,
        "verdicts": list(_verdicts(desk, case, criterion)),
        "given": marked[0].points if marked else None,
    }


def _verdicts(desk: Snapshot, case: Case, criterion: str) -> Iterator[dict[str, str]]:
    """What the learner did with each suggestion, those of the last feedback and those that stand in the comment now."""
    given, verdicts = desk.given(case), desk.written(case).verdicts or {}
    marks = [mark for mark in given.feedback.criteria if mark.id == criterion] if given else []
    said = [suggestion for mark in marks for suggestion in mark.suggestions]
    _, now = suggestions_in(case.marks[criterion].comment)
    for suggestion in {one.id: one for one in (*said, *now)}.values():
        if found := verdict_on(verdicts, given.issued if given else "", criterion, suggestion.id):
            yield {"text": suggestion.text, "verdict": found.verdict, "because": found.because}
