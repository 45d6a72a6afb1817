"""The desk at one moment, as one page sees it: which answers there are, in which order, and how far each is marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from kith_exercises.assessment import Reply
from kith_facilitator.desk.marks import Book, Mark
from kith_facilitator.desk.naming import answer_name, name_questions
from kith_facilitator.desk.notes import Notes
from kith_facilitator.desk.order import share_of
from kith_facilitator.desk.room import Room
from kith_facilitator.desk.work import Given, Rubric, Written
from kith_widgets.answering import iso
from kith_widgets.words import say

__all__ = ["Case", "Snapshot", "View", "reply_name"]

#: How long an answer that is open with somebody is left to them.
_HELD = timedelta(minutes=10)


@dataclass
class View:
    """What one page looks at."""

    module: str
    marker: str
    by: str = "prompt"
    prompt: str | None = None
    learner: str | None = None
    names: bool = False
    mine: bool = False
    second: bool = False
    open: str | None = None


@dataclass(frozen=True)
class Case:
    """One answer of one learner, with its marks by criterion. ``learner`` and ``answer`` tell nobody who it is."""

    answer: str
    learner: str
    student: str
    prompt: str
    notebook: str
    marks: Mapping[str, Mark]


@dataclass(frozen=True)
class Snapshot:
    """Everything on the desk; nothing in it changes any more."""

    room: Room
    view: View
    now: datetime
    book: Book
    notes: Notes
    rubrics: Mapping[str, Rubric]
    every: Mapping[str, Case]
    _seats: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, room: Room, view: View, now: datetime, *, keep: bool = True) -> "Snapshot":
        """The desk now. Whoever is new gets a seat, behind those who have one.

        Without ``keep`` nothing is noted in the ledger, and nobody new has a place in an order.
        """
        book, rubrics = room.marks.read(view.module), room.work.rubrics(view.module)
        prompts = {id: rubric.prompt for id, rubric in rubrics.items()}
        students = {student for student, _ in book.marks}
        by = (iso(now), view.marker) if keep else None
        named = name_questions(room.ledger(view.module), room.order, view.module, prompts, students, by)
        every = {case.answer: case for case in _cases(room, view.module, book, rubrics, named)}
        if keep:
            _seat_newcomers(room, view, now, every)
        return cls(room, view, now, book, room.notes(view.module), rubrics, every)

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The answers that this page is about: all, or those that are to be marked a second time."""
        if not self.view.second:
            return dict(self.every)
        return {id: self.every[id] for id in self.every if id in self.sample and not self.is_first(id)}

    @cached_property
    def sample(self) -> frozenset[str]:
        """The answers that a second marker reads; whatever has a second level already is among them."""
        found = {answer for _, answer, _ in self.notes.seconds if answer in self.every}
        for prompt in self.rubrics:
            written = [case.answer for case in self.every.values() if case.prompt == prompt and self.written(case).text]
            found |= self.room.order.sample(f"{self.view.module}/{prompt}", written)
        return frozenset(found)

    def is_first(self, answer: str) -> bool:
        """Whether who marks here set first levels of this answer, and so can't be blind to them."""
        return self.view.marker in self.notes.firsts.get(answer, ())

    def written(self, case: Case) -> Written:
        """What the learner handed in."""
        return self.room.work.written(self.view.module, case.student, case.notebook).get(case.prompt, _NOTHING)

    def is_graded(self, case: Case) -> bool:
        """Whether a mark would hold: not while it is graded, nor after that failed."""
        return self.room.work.has_graded_copy(self.view.module, case.student, case.notebook)

    def given(self, case: Case) -> Given | None:
        """What was last issued on it."""
        return self.room.work.given(self.view.module, case.student, case.notebook).get(case.prompt)

    def late(self, case: Case) -> bool:
        """Whether it came after it was due: by what is agreed with the cohort, else by the gradebook's date."""
        late = self.room.work.late(self.view.module, case.student)
        return case.student in self.book.late if late is None else late

    def who(self, case: Case) -> str:
        """What this page calls the learner: a number, of this question alone, unless names are shown."""
        if self.view.names:
            return self.book.names.get(case.student, case.student)
        if self.view.by == "learner":
            return say("deskLearner", number=self._seat("", case.learner) + 1)
        return say("deskLearner", number=self._seat(case.prompt, case.answer) + 1)

    def is_set(self, case: Case, criterion: str) -> bool:
        """Whether who marks here has set this level."""
        if self.view.second:
            return (self.view.marker, case.answer, criterion) in self.notes.seconds
        return case.marks[criterion].done

    def status(self, case: Case) -> str:
        """How far it is marked."""
        done = [self.is_set(case, criterion) for criterion in case.marks]
        return "marked" if all(done) else "partly" if any(done) else "unmarked"

    def revised(self, case: Case) -> bool:
        """Whether the words changed since they were marked."""
        return not self.view.second and any(mark.revised for mark in case.marks.values())

    def replies(self, case: Case) -> int:
        """How many replies to the feedback given last nobody has taken up yet."""
        written = self.written(case)
        given = self.given(case) if written.replies and not self.view.second else None
        if given is None:
            return 0
        read = {(one.get("criterion"), one.get("text")) for one in given.feedback.replies}
        return sum(
            reply.to == given.issued
            and reply.criterion in case.marks
            and (reply.criterion, reply.text) not in read
            and reply_name(reply) not in self.notes.heard.get((case.answer, reply.criterion), ())
            for reply in written.replies
        )

    def marker_of(self, case: Case) -> str | None:
        """Whose share it is in; None where the work is not shared."""
        return share_of(self._seat(case.prompt, case.answer), self.notes.markers)

    def is_mine(self, case: Case) -> bool:
        """Whether it is in the share of who marks here."""
        return self.marker_of(case) in (None, self.view.marker)

    def held_by(self, case: Case) -> str | None:
        """Who else has it open just now."""
        since = iso(self.now - _HELD)
        if self.view.second:
            return None
        for marker, (answer, at) in self.notes.holds.items():
            if answer == case.answer and marker != self.view.marker and at > since:
                return marker
        return None

    @cached_property
    def queue(self) -> list[Case]:
        """The answers in marking order; what was put aside stands at the end, as long as it is not marked."""
        found = [case for case in self.cases.values() if self._fits(case)]
        found.sort(key=self.place)
        aside = {answer: place for place, answer in enumerate(self.notes.skips.get(self.view.marker, ()))}
        late = [case for case in found if case.answer in aside and self.status(case) != "marked"]
        late.sort(key=lambda case: aside[case.answer])
        back = {case.answer for case in late}
        return [*(case for case in found if case.answer not in back), *late]

    def skipped(self, case: Case) -> bool:
        """Whether who marks here put it aside."""
        return case.answer in self.notes.skips.get(self.view.marker, ()) and self.status(case) != "marked"

    def following(self) -> str | None:
        """The next answer to mark after the open one; None if there is no other that waits."""
        order = [case.answer for case in self.queue]
        at = order.index(self.view.open) + 1 if self.view.open in order else 0
        around = [self.cases[answer] for answer in (*order[at:], *order[:at])]
        waiting = [
            case
            for case in around
            if case.answer != self.view.open and self.status(case) != "marked" and not self.held_by(case)
        ]
        fresh = [case for case in waiting if not self.skipped(case)]
        return next((case.answer for case in (*fresh, *waiting)), None)

    def _fits(self, case: Case) -> bool:
        view = self.view
        return (
            (view.prompt is None or case.prompt == view.prompt)
            and (view.learner is None or view.by != "learner" or case.learner == view.learner)
            and (not view.mine or self.is_mine(case))
        )

    def place(self, case: Case) -> tuple[int, int]:
        """Where it stands in the order of this page."""
        prompt = self._prompts[case.prompt]
        if self.view.by == "learner":
            return self._seat("", case.learner), prompt
        return prompt, self._seat(case.prompt, case.answer)

    @cached_property
    def _prompts(self) -> dict[str, int]:
        return {prompt: place for place, prompt in enumerate(self.rubrics)}

    def _seat(self, about: str, name: str) -> int:
        if about not in self._seats:
            self._seats[about] = {name: seat for seat, name in enumerate(self.notes.seats.get(about, ()))}
        return self._seats[about][name]


_NOTHING = Written()


def reply_name(reply: Reply) -> str:
    """A short name for just this reply to just this feedback, under which the ledger notes that it was heard."""
    return sha256(f"{reply.to}\0{reply.text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _cases(
    room: Room, module: str, book: Book, rubrics: Mapping[str, Rubric], named: Mapping[str, str]
) -> Iterator[Case]:
    for (student, notebook), marks in book.marks.items():
        learner = room.order.name("learner", module, student)
        for prompt, rubric in rubrics.items():
            cells = {one.id: f"{prompt}--{one.id}" for one in rubric.criteria}
            found = {id: marks[cell] for id, cell in cells.items() if cell in marks}
            if found:
                answer = answer_name(room.order, module, named[prompt], student)
                yield Case(answer, learner, student, prompt, notebook, found)


def _seat_newcomers(room: Room, view: View, now: datetime, every: Mapping[str, Case]) -> None:
    """Shuffled among themselves: the order in which a gradebook has learners is that of their names."""
    wanted: dict[str, set[str]] = {"": {case.learner for case in every.values()}}
    for case in every.values():
        wanted.setdefault(case.prompt, set()).add(case.answer)
    seats = room.notes(view.module).seats
    for about, names in wanted.items():
        fresh: Sequence[Any] = sorted(names.difference(seats.get(about, ())))
        if fresh:
            shuffled = room.order.shuffled(f"{view.module}/{about}", fresh)
            room.ledger(view.module).add(iso(now), view.marker, "seats", about=about, names=shuffled)
