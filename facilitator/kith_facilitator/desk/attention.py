"""What needs somebody: failed, refused, ungraded, care, replies, revised, late, obstacles; names only if shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kith_exercises.snags import kind_of
from kith_facilitator.desk.jobs import Job
from kith_facilitator.desk.snapshot import Case, Snapshot
from kith_facilitator.snags import unseen
from kith_widgets.words import say

__all__ = ["attention", "job_row"]


def attention(desk: Snapshot, jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """What to look at, the most pressing first."""
    return [*_of_jobs(desk, jobs), *_of_ungraded(desk, jobs), *_of_answers(desk), *_of_snags(desk)]


def job_row(desk: Snapshot, job: Job) -> dict[str, Any]:
    """Where a step stands, with a sentence on what came of it."""
    return {
        "step": job.step,
        "running": job.running,
        "done": job.done,
        "total": job.total,
        "sentence": " ".join(_result(desk, job)),
        "ok": job.ok,
    }


def _of_jobs(desk: Snapshot, jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
    for job in jobs:
        kind, hidden = ("refused", say("deskRefused")) if job.step == "collect" else ("failed", say("deskFailedOne"))
        for who, reason in job.failed:
            named = desk.view.names
            yield _concern(kind, who if named else "", reason if named else hidden, None)


def _of_ungraded(desk: Snapshot, jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
    """What was collected and waits for grading, unless grading runs; what failed is told as that."""
    grade = [job for job in jobs if job.step == "grade"]
    if any(job.running for job in grade):
        return
    failed = {who for job in grade for who, _ in job.failed}
    waiting = [student for student in desk.room.work.ungraded(desk.view.module) if student not in failed]
    if desk.view.names:
        for student in waiting:
            yield _concern("ungraded", desk.book.names.get(student, student), say("deskUngraded", n=1), None)
    elif waiting:
        yield _concern("ungraded", "", say("deskUngraded", n=len(waiting)), None)


def _of_answers(desk: Snapshot) -> Iterator[dict[str, Any]]:
    cases = sorted(desk.cases.values(), key=desk.place)
    for case in cases:
        care = desk.notes.care.get(case.answer)
        if care and care.on:
            yield _of(desk, "care", case, care.note or say("deskCare"))
    for case in cases:
        if waiting := desk.replies(case):
            yield _of(desk, "reply", case, say("deskReplies", n=waiting))
    for case in cases:
        if desk.revised(case):
            yield _of(desk, "revised", case, say("deskRevised"))
    for case in cases:
        if desk.late(case):
            yield _of(desk, "late", case, say("deskLate"))


def _of_snags(desk: Snapshot) -> Iterator[dict[str, Any]]:
    """What got in learners' way and waits for a word, by question: how often, of which kinds, then as said; no name."""
    asked, every = desk.room.work.snags(desk.view.module)
    snags = unseen(desk.room.home, desk.view.module, every)
    for where, title in asked.items():
        found = [one for one in snags if one.where == where]
        kinds = Counter(kind_of(one) for one in found if one.kind)
        if kinds:
            listed = [say("deskSnagKind", kind=kind, n=n) for kind, n in kinds.most_common()]
            yield _concern("snag", title, say("deskSnags", n=kinds.total(), kinds=listed), None)
        # In an order that does not tell who said it.
        for words in sorted(one.words for one in found if one.words.strip()):
            yield _concern("snag", title, words, None)


def _of(desk: Snapshot, kind: str, case: Case, sentence: str) -> dict[str, Any]:
    return _concern(kind, desk.who(case), sentence, case.answer)


def _concern(kind: str, who: str, sentence: str, answer: str | None) -> dict[str, Any]:
    return {"kind": kind, "who": who, "sentence": sentence, "answer": answer}


def _result(desk: Snapshot, job: Job) -> Iterator[str]:
    if job.running or not job.started:
        return
    if job.report is None:
        named = desk.view.names or not any(name in job.trouble for name in _names(desk))
        yield job.trouble if job.trouble and named else say("deskStopped")
        return
    count = {key: len(value) for key, value in job.report.items() if isinstance(value, list | dict)}
    match job.step:
        case "collect":
            yield say("deskCollected", n=count.get("collected", 0), new=count.get("new", 0))
        case "grade":
            yield say("deskGraded", n=count.get("graded", 0), same=count.get("unchanged", 0))
        case "feedback":
            yield say("deskGiven", n=count.get("new", 0) + count.get("changed", 0), same=count.get("unchanged", 0))
            if waiting := count.get("unmarked", 0):
                yield say("deskWaiting", n=waiting)
    if job.failed:
        names = [who for who, _ in job.failed]
        yield say("deskFailures", names=names) if desk.view.names else say("deskFailuresHidden", n=len(names))


def _names(desk: Snapshot) -> set[str]:
    folders = (desk.room.home.course / "submitted").glob("*")
    return {*desk.book.names, *(folder.name for folder in folders)}
