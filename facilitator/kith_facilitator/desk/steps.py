"""What a marker does to one answer, and how it is taken back: levels, comments, care, skips."""

from dataclasses import dataclass
from typing import Any

from kith_facilitator.desk.ledger import Entry
from kith_facilitator.desk.marks import Mark
from kith_facilitator.desk.notes import Care
from kith_facilitator.desk.snapshot import Case, Snapshot, reply_name
from kith_widgets import Refused
from kith_widgets.answering import iso
from kith_widgets.words import say

__all__ = [
    "Seen",
    "set_care",
    "set_comment",
    "set_level",
    "skip",
    "take_back",
    "text_of",
    "undo_sentence",
    "ungraded_sentence",
]

#: Longest comment, note or phrase, in characters.
LIMIT = 20_000


@dataclass(frozen=True)
class Seen:
    """What a page had before it when somebody judged: the words, and what stood where something is set now."""

    version: Any
    before: Any

    def check_words(self, desk: Snapshot, case: Case) -> None:
        """Raises Refused where a judgement would land on words that nobody looked at."""
        if not isinstance(self.version, str):
            raise Refused(say("deskGone"))  # a page of an earlier edition, which does not say what it showed
        if self.version != desk.written(case).version:
            raise Refused(say("deskChanged"))


def ungraded_sentence(desk: Snapshot, case: Case) -> str | None:
    """Why a level would not hold just now: nbgrader has no graded copy of the answer. None where it would."""
    if desk.is_graded(case):
        return None
    busy = any(job.running and job.step == "grade" for job in desk.room.jobs.look(desk.view.module))
    return say("deskBeingGraded" if busy else "deskNotGraded")


def set_level(desk: Snapshot, case: Case, criterion: str, points: Any, seen: Seen) -> None:
    """Set or clear the level of one criterion; a level that is there already is confirmed."""
    mark = _mark(case, criterion)
    if points is not None:
        points = _points(desk, case, criterion, points)
    seen.check_words(desk, case)
    if why := ungraded_sentence(desk, case):
        raise Refused(why)
    second = desk.notes.seconds.get((desk.view.marker, case.answer, criterion))
    stands = second if desk.view.second else mark.points
    if seen.before != stands != points:
        raise Refused(say("deskLevelMoved", title=_title(desk, case, criterion)))
    if desk.view.second:
        if second != points:
            _note(desk, "second", case, criterion=criterion, before=second, after=points)
        return
    if mark.points == points and not mark.needs:
        _note_judged(desk, "read", case, criterion)
        return
    desk.room.marks.set_points(mark, points)
    needs = points is None and mark.auto is None
    was, now = [mark.points, mark.needs], [points, needs]
    if was != now:
        _note_judged(desk, "level", case, criterion, before=was, after=now)


def set_comment(desk: Snapshot, case: Case, criterion: str, text: Any, seen: Seen) -> None:
    """Set the comment on one criterion; an empty one is none."""
    if desk.view.second:
        raise Refused(say("deskSecondComment"))
    mark = _mark(case, criterion)
    text = text_of(text)
    try:
        text.encode()
    except UnicodeEncodeError:  # no database and no page of nbgrader's could keep it
        raise Refused(say("deskHalf")) from None
    seen.check_words(desk, case)
    if text != mark.comment:
        if seen.before != mark.comment:
            raise Refused(say("deskCommentMoved", title=_title(desk, case, criterion)))
        desk.room.marks.set_comment(mark, text)
        _note_judged(desk, "comment", case, criterion, before=mark.comment, after=text)


def set_care(desk: Snapshot, case: Case, on: Any, note: Any) -> None:
    """Set or lift the care flag, with its note; neither is a mark, and neither leaves the desk."""
    if not isinstance(on, bool):
        raise Refused(say("deskUnknown"))
    before, after = desk.notes.care.get(case.answer, Care()), Care(on, text_of(note))
    if before != after:
        _note(desk, "care", case, before=vars(before), after=vars(after))


def skip(desk: Snapshot, case: Case) -> None:
    """Put an answer aside, to come back to at the end."""
    skipped = desk.skipped(case)
    _note(desk, "skip", case, before=skipped, after=True)


def undo_sentence(desk: Snapshot) -> str | None:
    """What undo would take back."""
    step = _last_step(desk)
    if step is None:
        return None
    case = desk.every[step.data["answer"]]
    return say(_TAKES_BACK[step.do], who=desk.who(case), title=_title(desk, case, step.data.get("criterion")))


_TAKES_BACK = {
    "level": "deskUndoLevel",
    "second": "deskUndoLevel",
    "comment": "deskUndoComment",
    "care": "deskUndoCare",
    "skip": "deskUndoSkip",
}


def take_back(desk: Snapshot) -> str:
    """Take back the marker's own last step, and return the answer that it was about.

    What somebody has changed since stays as it is. That step is passed over, so that the one before it can be undone.
    """
    step = _last_step(desk)
    if step is None:
        raise Refused(say("deskUndoNone"))
    case = desk.every[step.data["answer"]]
    criterion = step.data.get("criterion")
    changed = _now(desk, case, step) != step.data["after"]
    if not changed:
        _bring_back(desk, case, step)
    desk.room.ledger(desk.view.module).add(iso(desk.now), desk.view.marker, "undo", of=step.n, kept=changed)
    if changed:
        raise Refused(say("deskUndoChanged", who=desk.who(case), title=_title(desk, case, criterion)))
    return case.answer


def text_of(given: Any) -> str:
    """A text of bearable length. Raises Refused."""
    if not isinstance(given, str):
        raise Refused(say("deskNoText"))
    if len(given) > LIMIT:
        raise Refused(say("deskLong", limit=LIMIT))
    return given


def _last_step(desk: Snapshot) -> Entry | None:
    """The newest step whose answer, and criterion, are still there."""
    for step in reversed(desk.notes.steps.get(desk.view.marker, [])):
        case = desk.every.get(step.data["answer"])
        if case is not None and step.data.get("criterion") in (None, *case.marks):
            return step
    return None


def _now(desk: Snapshot, case: Case, step: Entry) -> Any:
    """What stands now where a step left something."""
    criterion = step.data.get("criterion", "")
    match step.do:
        case "level":
            mark = case.marks[criterion]
            return [mark.points, mark.needs]
        case "comment":
            return case.marks[criterion].comment
        case "care":
            return vars(desk.notes.care.get(case.answer, Care()))
        case "second":
            return desk.notes.seconds.get((step.marker, case.answer, criterion))
    return step.data["after"]  # nobody but oneself puts aside for oneself


def _bring_back(desk: Snapshot, case: Case, step: Entry) -> None:
    """What the gradebook had before; the desk's own facts follow from the ledger."""
    if step.do == "level":
        points, needs = step.data["before"]
        desk.room.marks.set_points(case.marks[step.data["criterion"]], points, needs=needs)
    if step.do == "comment":
        desk.room.marks.set_comment(case.marks[step.data["criterion"]], step.data["before"])


def _title(desk: Snapshot, case: Case, criterion: str | None) -> str:
    rubric = desk.rubrics[case.prompt]
    return next((one.title for one in rubric.criteria if one.id == criterion), rubric.prompt.title)


def _mark(case: Case, criterion: Any) -> Mark:
    if not isinstance(criterion, str) or criterion not in case.marks:
        raise Refused(say("deskNoCriterion"))
    return case.marks[criterion]


def _points(desk: Snapshot, case: Case, criterion: str, points: Any) -> float:
    most = case.marks[criterion].max_points
    if not isinstance(points, int | float) or isinstance(points, bool) or not 0 <= points <= most:
        raise Refused(say("deskPoints", title=_title(desk, case, criterion), max=most))
    return float(points)


def _note_judged(desk: Snapshot, do: str, case: Case, criterion: str, **data: Any) -> None:
    """Note a judgement with the replies that it has taken up: those come back after no grading."""
    heard = sorted({reply_name(reply) for reply in desk.written(case).replies if reply.criterion == criterion})
    _note(desk, do, case, criterion=criterion, **data, **({"heard": heard} if heard else {}))


def _note(desk: Snapshot, do: str, case: Case, **data: Any) -> None:
    desk.room.ledger(desk.view.module).add(iso(desk.now), desk.view.marker, do, answer=case.answer, **data)
