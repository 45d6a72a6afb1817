"""An activity: steps that ask, then show. Here alone is written what somebody did in one.

What a step asks, shows and waits for is its primitive's; that it is its turn, by which door it is passed, who sees the
answers and what follows from them is the same for all, and decided here.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kith_exercises.definitions import Activity
from kith_exercises.errors import KithError
from kith_exercises.fields import check_text
from kith_exercises.journal import Guard, Journal, Reach, Record
from kith_exercises.leaving import LEAVE_OUT, next_word, to_take_over
from kith_exercises.more_fields import Passage
from kith_exercises.primitives import flow, view
from kith_exercises.primitives.counting import is_out, knows_of_lot
from kith_exercises.primitives.doors import checked, split_by_reach, way_in
from kith_exercises.primitives.primitive import Known, Step, form_name
from kith_exercises.reaches import reach_line
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["ActivityCard"]

Action = Mapping[str, Any]

#: The doors that each kind of step has.
_DOORS: Mapping[str, frozenset[str]] = {
    "both": frozenset({"commit", "look"}),
    "commit": frozenset({"commit"}),
    "skip": frozenset({"commit", "next"}),
    "next": frozenset({"next"}),
}


class ActivityCard:
    """One part of an activity of one learner: what a widget shows, and what each of its actions does.

    ``known`` gathers all that is known at the time it is called, and ``contact`` says whom to talk to instead.
    """

    def __init__(
        self, activity: Activity, part: str, journal: Journal, known: Callable[[], Known], key: str, contact: str = ""
    ) -> None:
        self.activity, self.part = activity, part
        self._steps = flow.steps_of(activity)
        self._journal, self._gather, self._key, self._contact = journal, known, key, contact
        self._actions: Mapping[str, Callable[[Action], None]] = {
            "commit": self._commit,
            "look": self._look,
            "next": self._next,
            "note": self._note,
            "form": self._form,
            "out": self._out,
            "stop": self._stop,
        }

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        activity = self.activity
        care = {"leave_out": list(activity.care), "contact": self._contact}
        return {
            "prompt": activity.id,
            "part": self.part,
            "title": activity.title,
            "intro": list(activity.intro) if self.part == activity.parts[0] else [],
            "reach": reach_line(activity.reach),
            "note_reach": reach_line(flow.notes_reach(activity)),
            "forms": [{"id": form, "label": form_name(form)} for form in activity.forms],
            "care": care if activity.care else None,
            "key": self._key,
            **({"more": True} if activity.more else {}),
        }

    def state(self) -> dict[str, Any]:
        """Where the learner stands; nothing is written by looking."""
        return view.state(self.activity, self._steps, self.part, self._gather())

    def folded(self) -> dict[str, Any]:
        """All that would unfold, for a page without a kernel to keep it back."""
        return view.folded(self.activity, self._steps, self.part, self._gather())

    def act(self, action: Action) -> dict[str, Any]:
        """Do what the widget asks, and return the new state. Raises Refused with a sentence."""
        do = self._actions.get(str(action.get("do")))
        if do is None:
            raise Refused(say("unknownAction"))
        do(action)
        self.settle()
        return self.state()

    def settle(self) -> None:
        """Write what follows from the steps that were passed, as far as it is not written yet; safe to do twice.

        A kernel may have been killed between a step and what follows from it.
        """
        known = self._known()
        self._follow_word(known)
        steps = {step.id: step for step in self._steps}
        # What is counted of a trial waits until its learner was told.
        counts = knows_of_lot(self._steps, self.part, known) is not False
        for one in flow.passed(self._steps, self.part, known.records):
            for reach, answers in steps[one.id].derives(known, one.answers or {}):
                if counts or reach != "count":
                    self._write_once("also", {"step": one.id, "answers": dict(answers)}, reach, known)
            if steps[one.id].debrief:
                # Who rated nothing looks like who wants it left out: of neither does it say that they were told.
                arms = self._arms(known)
                told = {"step": one.id, "arms": arms}
                self._write_once("debrief", told, self.activity.reach if arms else "mine", known)
        if flow.is_over(self._steps, self.part, known):
            self._write_once("end", {"part": self.part}, "facilitator", known)

    def _arms(self, known: Known) -> list[str]:
        """Which lots somebody had, in the order in which they met them."""
        trials = (one.value for one in known.records if one.event == "trial" and isinstance(one.value, Mapping))
        return list({str(one["step"]): str(one["arm"]) for one in trials if "arm" in one}.values())

    def _commit(self, action: Action) -> None:
        step, known = self._step(action, "commit")
        answers = checked(step.fields, action.get("answers"))
        parcel, about = flow.parcel_of(step, known), _about(step, known)
        answers |= {
            field.id: field.of(answers[field.id], parcel) for field in step.fields if isinstance(field, Passage)
        }
        about |= step.about(known)
        if step.runs is not None:
            self._refuse_if_passed(step)(known.records)
            about |= step.runs(answers)
        parts: list[tuple[Reach, Any]] = [
            (reach, {"step": step.id, "answers": given, **about})
            for reach, given in split_by_reach(step.fields, answers, step.reach)
        ]
        event, guard = "trial" if step.trial else "commit", self._refuse_if_passed(step)
        self._follow_word(known)
        self._journal.write_by_reach(self.activity.id, event, parts, guard=guard)

    def _look(self, action: Action) -> None:
        step, _ = self._step(action, "look")
        self._write("look", {"step": step.id}, step.reach, guard=self._refuse_if_passed(step))

    def _next(self, action: Action) -> None:
        step, known = self._step(action, "next")
        how: dict[str, Any] = {}
        if flow.waits(step, known):
            how = {"without": True}  # going past what has not come opens nothing, so it takes no word
        elif step.held and known.hold:
            how = {"by": way_in(action, known.hold)}
        elif step.fields:  # whoever waits for an answer to it is told that none comes
            how = _about(step, known)
        self._write("unfold", {"step": step.id, **how}, step.reach, guard=self._refuse_if_passed(step))

    def _note(self, action: Action) -> None:
        if not flow.passed(self._steps, self.part, self._known().records):
            raise Refused(say("noteTooEarly"))
        text = _text(action.get("text"), say("yourNote"))
        self._write("note", {"part": self.part, "text": text}, flow.notes_reach(self.activity))

    def _form(self, action: Action) -> None:
        form = action.get("form")
        if form not in self.activity.forms:
            raise Refused(say("unknownAction"))
        self._write("form", {"part": self.part, "form": form}, "facilitator")

    def _out(self, action: Action) -> None:
        known, out = self._known(), action.get("out")
        if is_out(self._steps, self.part, known) is None or not isinstance(out, bool):
            raise Refused(say("unknownAction"))
        self._write(LEAVE_OUT, {"part": self.part, **next_word(known.records, out)}, "mine")
        for page in self._journal.beside():  # each travels by itself
            with suppress(KithError):  # what can't take the word over now does so before it travels
                page.settle()

    def _follow_word(self, known: Known) -> None:
        """Take over here what was said on another page about leaving answers out, before anything is answered."""
        for word in to_take_over(self._journal.read().of(self.activity.id), known.records):
            self._journal.write(word.prompt, LEAVE_OUT, word.value, reach="mine", at=word.at)

    def _stop(self, action: Action) -> None:
        step, _ = self._step(action, "stop")
        self._write("stop", {"step": step.id}, "mine", guard=self._refuse_if_passed(step))

    def _step(self, action: Action, door: str) -> tuple[Step, Known]:
        """The step that an action is about, if it is its turn and has this door. Raises Refused."""
        known = self._known()
        step = flow.ahead(self._steps, self.part, known)
        if step is None or step.id != action.get("step"):
            done = {one.id for one in flow.passed(self._steps, self.part, known.records)}
            raise Refused(say("committedAlready" if action.get("step") in done else "notYetThere"))
        sentence = flow.waits(step, known)
        if sentence and door != "next":
            raise Refused(sentence)
        if not sentence and door not in _DOORS[step.door] | ({"stop"} if step.trial else set()):
            raise Refused(say("unknownAction"))
        return step, known

    def _known(self) -> Known:
        return flow.with_given(self._steps, self._gather())

    def _refuse_if_passed(self, step: Step) -> Guard:
        def refuse(records: Sequence[Record]) -> None:
            if flow.passed([step], None, records):
                raise Refused(say("committedAlready"))

        return refuse

    def _write_once(self, event: str, value: dict[str, Any], reach: Reach, known: Known) -> None:
        """Write what is about a step or a part, if nothing of that kind is about it yet."""

        def about(found: Any) -> Any:
            return (found.get("step"), found.get("part")) if isinstance(found, Mapping) else None

        def there(records: Sequence[Record]) -> bool:
            return any((one.event, one.reach, about(one.value)) == (event, reach, about(value)) for one in records)

        def refuse(records: Sequence[Record]) -> None:
            if there(records):
                raise _There

        if not there(known.records):
            try:
                self._write(event, value, reach, guard=refuse)
            except _There:
                return  # another window was quicker

    def _write(self, event: str, value: Any, reach: Reach | None = None, *, guard: Guard | None = None) -> None:
        self._journal.write(self.activity.id, event, value, reach=reach or self.activity.reach, guard=guard)


class _There(Exception):
    """No error: what was to be written is there."""


def _about(step: Step, known: Known) -> dict[str, Any]:
    """Whose words a step is about, and which."""
    parcel = flow.parcel_of(step, known)
    return {"to": parcel.origin, "parcel": parcel.id} if parcel else {}


def _text(given: Any, label: str) -> str:
    try:
        text = check_text(given, label)
    except ValueError as error:
        raise Refused(str(error)) from None
    if not text:
        raise Refused(say("empty", label=label))
    return text
