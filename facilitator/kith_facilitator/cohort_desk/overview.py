"""What a facilitator looks at before a session: who has not sent, who goes with whom, what was asked, what waits.

Lists are for doing something about, in the order of names; nobody is counted, compared or ranked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kith_facilitator.cohort import load_cohort
from kith_facilitator.collected import collected
from kith_facilitator.course.model import Course, Module
from kith_facilitator.desk.room import Room
from kith_facilitator.desk.snapshot import Case, Snapshot, View
from kith_facilitator.files import files_like
from kith_facilitator.home import Home
from kith_facilitator.issued import last_given
from kith_facilitator.roster import listed
from kith_facilitator.snags import Board, board_of
from kith_facilitator.told import Told, told
from kith_widgets.words import say, speaking

__all__ = ["Overview", "Sent", "Waiting", "look"]


@dataclass(frozen=True)
class Sent:
    """One page of a module: who has sent something of it, who nothing yet, and until when others wait for it."""

    page: str
    sent: tuple[str, ...]
    missing: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a facilitator: ``kind`` is care, reply, revised, ungraded or feedback."""

    kind: str
    who: str
    sentence: str


@dataclass(frozen=True)
class Overview:
    """A module before a session. ``names`` is everybody by account, as a facilitator calls them."""

    module: Module
    names: Mapping[str, str]
    pages: tuple[Sent, ...]
    due: datetime | None
    waiting: tuple[Waiting, ...]
    asked: tuple[Told, ...]
    board: Board

    def who(self, student: str) -> str:
        """How a facilitator calls somebody: by name and account, or by the account alone."""
        name = self.names.get(student, student)
        return name if name == student else f"{name} ({student})"


def look(room: Room, course: Course, name: str, *, now: datetime) -> Overview:
    """A module as it stands, in English; looking changes nothing. Raises KithError where it can't be read."""
    with speaking("en"):
        return _look(room, course, name, now)


def _look(room: Room, course: Course, name: str, now: datetime) -> Overview:
    home, module = room.home, course.module(name)
    names = _names(home)
    cohort = load_cohort(home)
    return Overview(
        module=module,
        names=names,
        pages=tuple(
            Sent(page, *_parted(home, module, page, names), cohort.exchanges.get(f"{name}/{page}"))
            for page in module.notebooks
        ),
        due=cohort.due.get(name),
        waiting=tuple(_waiting(room, module, names, now)),
        asked=tuple(one for one in told(home, module) if one.people),
        board=board_of(home, module),
    )


def _names(home: Home) -> dict[str, str]:
    called = {one.id: f"{one.first or ''} {one.last or ''}".strip() or one.id for one in listed(home)}
    collected = {path.name for path in (home.course / "submitted").glob("*")}
    return {student: called.get(student, student) for student in sorted({*called, *collected})}


def _parted(home: Home, module: Module, page: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has sent something of a page, and who nothing."""
    journals = files_like(home.course / "submitted", f"*/{module.name}/responses/{page}.jsonl")
    sent = {path.parts[-4] for path in journals if any(one.prompt for one in collected(path, {}).records)}
    return tuple(who for who in names if who in sent), tuple(who for who in names if who not in sent)


def _waiting(room: Room, module: Module, names: Mapping[str, str], now: datetime) -> Iterator[Waiting]:
    """Care first, then replies, what was revised, what is not graded, and who has no feedback on what they sent."""
    if not room.work.rubrics(module.name):
        return
    desk = Snapshot.of(room, View(module.name, marker="", names=True), now, keep=False)
    cases = sorted(desk.every.values(), key=lambda case: (desk.who(case).casefold(), case.prompt))
    for kind, of in _OF_ANSWERS.items():
        yield from (Waiting(kind, desk.who(case), said) for case in cases if (said := of(desk, case)))
    ungraded = room.work.ungraded(module.name)
    for student in ungraded:
        yield Waiting("ungraded", names.get(student, student), "")
    for student in sorted({case.student for case in cases if desk.written(case).text}.difference(ungraded)):
        if not last_given(room.home, module.name, student):
            yield Waiting("feedback", names.get(student, student), "")


def _care(desk: Snapshot, case: Case) -> str:
    care = desk.notes.care.get(case.answer)
    return (care.note or say("deskCare")) if care and care.on else ""


def _replies(desk: Snapshot, case: Case) -> str:
    waits = desk.replies(case)
    return say("deskReplies", n=waits) if waits else ""


def _revised(desk: Snapshot, case: Case) -> str:
    return desk.rubrics[case.prompt].prompt.title if desk.revised(case) else ""


#: Why an answer waits, and what is said of it; nothing where it does not.
_OF_ANSWERS: Mapping[str, Callable[[Snapshot, Case], str]] = {"care": _care, "reply": _replies, "revised": _revised}
