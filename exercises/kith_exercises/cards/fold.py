"""A fold: commit an answer or take the second door, then see what came, one step at a time.

The truth is computed in the kernel and leaves it only for the steps that the journal says were unfolded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kith_exercises import truths
from kith_exercises.definitions import FoldPrompt
from kith_exercises.fields import Field, check_text
from kith_exercises.journal import Guard, Journal, Reach, Record
from kith_exercises.reaches import reach_line
from kith_widgets import Refused

__all__ = ["Door", "FoldCard", "came_to_the_end", "explanation_reach", "first_door", "fold_state"]


class FoldCard:
    """One fold of one learner: what a widget shows, and what each of its actions does."""

    def __init__(self, prompt: FoldPrompt, journal: Journal, key: str) -> None:
        self.prompt = prompt
        self._journal = journal
        self._key = key
        self._actions: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "commit": self._commit,
            "look": self._look,
            "unfold": self._unfold,
            "explain": self._explain,
            "note": self._note,
        }

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        return {
            "prompt": self.prompt.id,
            "title": self.prompt.title,
            "intro": list(self.prompt.intro),
            "reach": reach_line(self.prompt.reach),
            "fields": [_field_card(self.prompt, field) for field in self.prompt.fields],
            "doors": self.prompt.truth is not None,
            "kept": self.prompt.kept,
            "note_reach": reach_line(explanation_reach(self.prompt)),
            "key": self._key,
        }

    def state(self) -> dict[str, Any]:
        """Where the learner stands, from the journal alone."""
        return fold_state(self.prompt, self._journal.read().of(self.prompt.id))

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the widget asks, and return the new state. Raises Refused with a sentence."""
        do = self._actions.get(str(action.get("do")))
        if do is None:
            raise Refused("This card doesn't know that action. Run its cell again.")
        do(action)
        return self.state()

    def _commit(self, action: Mapping[str, Any]) -> None:
        given = action.get("answers")
        answers = _checked(self.prompt.fields, given if isinstance(given, Mapping) else {})
        private = {} if self.prompt.reach == "mine" else {id: answers.pop(id) for id in _private_fields(self.prompt)}
        if private:
            # First what stays, then what travels: only the second closes the fold.
            self._write("commit", private, "mine", guard=self._refuse_if_closed)
        self._write("commit", answers, guard=self._refuse_if_closed)

    def _look(self, action: Mapping[str, Any]) -> None:  # noqa: ARG002  # actions share one signature
        if self.prompt.truth is None:
            raise Refused("There is nothing to show here.")
        self._write("look", None, guard=self._refuse_if_closed)

    def _unfold(self, action: Mapping[str, Any]) -> None:
        state = self.state()
        if state["stage"] == "open":
            raise Refused("Commit first, or choose to be shown without predicting.")
        if state["next"] is None:
            raise Refused("Everything is unfolded already.")
        number, answer = len(state["scenes"]), None
        if state["ask"] is not None and not action.get("look"):
            answer = _checked_ask(self._steps()[number], action.get("answer"))

        def refuse_twice(records: Sequence[Record]) -> None:
            if number in _unfolded(records):
                raise Refused("This step was unfolded in another window. Run the cell again to see it here.")

        self._write("unfold", {"scene": number, "answer": answer}, guard=refuse_twice)

    def _explain(self, action: Mapping[str, Any]) -> None:
        if self.state()["explain"] is None:
            raise Refused("This card is not waiting for an explanation.")

        def refuse_twice(records: Sequence[Record]) -> None:
            if any(record.event == "explain" for record in records):
                raise Refused("An explanation is kept already. You can add a note under it.")

        self._write("explain", _text(action, "Your explanation"), explanation_reach(self.prompt), guard=refuse_twice)

    def _note(self, action: Mapping[str, Any]) -> None:
        if self.state()["stage"] == "open":
            raise Refused("A note goes under something that was committed.")
        self._write("note", _text(action, "Your note"), explanation_reach(self.prompt))

    def _refuse_if_closed(self, records: Sequence[Record]) -> None:
        if first_door(self.prompt, records).name is not None:
            raise Refused("This was committed before, so it stays as it is. You can add a note under it.")

    def _steps(self) -> Sequence[truths.Step]:
        answers = first_door(self.prompt, self._journal.read().of(self.prompt.id)).answers
        return truths.reveal(self.prompt.truth, answers) if self.prompt.truth else ()

    def _write(self, event: str, value: Any, reach: Reach | None = None, *, guard: Guard | None = None) -> None:
        self._journal.write(self.prompt.id, event, value, reach=reach or self.prompt.reach, guard=guard)


@dataclass(frozen=True)
class Door:
    """Which door a learner took first, when, and what they had committed; all None while a fold is open."""

    name: Literal["commit", "look"] | None = None
    at: str | None = None
    answers: dict[str, Any] | None = None


def first_door(prompt: FoldPrompt, records: Sequence[Record]) -> Door:
    """The door that counts, for the card and for whoever marks; whoever wrote the records.

    Answers are checked again. Those that never travel may be missing, as they are wherever work is marked.
    """
    private = set(_private_fields(prompt)) if prompt.reach != "mine" else set()
    given: dict[str, Any] = {}
    for record in records:
        if record.event == "look":
            return Door("look", record.at)
        if record.event == "commit" and isinstance(record.value, dict):
            given = {**record.value, **given}
            try:
                answers = _checked([field for field in prompt.fields if field.id not in private], given)
            except Refused:
                continue
            return Door("commit", record.at, {**answers, **_checked_if_there(prompt, private, given)})
    return Door()


def fold_state(prompt: FoldPrompt, records: Sequence[Record]) -> dict[str, Any]:
    """The state of a fold as its widget shows it; what was not unfolded is not in it."""
    door = first_door(prompt, records)
    unfolded = _unfolded(records)
    steps = truths.reveal(prompt.truth, door.answers) if prompt.truth and door.name else ()
    shown = next((number for number in range(len(steps)) if number not in unfolded), len(steps))
    scenes = [steps[number].scene(_answer(unfolded[number])) for number in range(shown)]
    following = steps[shown] if shown < len(steps) else None
    explanation = next((record for record in records if record.event == "explain"), None)
    finished = bool(scenes) and following is None
    return {
        "stage": _stage(door, bool(scenes), explanation is not None),
        "door": door.name,
        # Without a truth there is nothing to set them beside yet: they come back when they are given again.
        "answers": door.answers if prompt.truth else None,
        "at": door.at,
        "scenes": scenes,
        "ask": following.ask if following else None,
        "next": following.button if following else None,
        "explain": _explain_card(prompt, door.answers) if finished and prompt.explain else None,
        "explanation": explanation.value if explanation else None,
        "explained_at": explanation.at if explanation else None,
        "notes": [{"text": record.value, "at": record.at} for record in records if record.event == "note"],
    }


def came_to_the_end(prompt: FoldPrompt, records: Sequence[Record]) -> bool:
    """Whether everything was unfolded, or committed where there is nothing to unfold; either door counts."""
    state = fold_state(prompt, records)
    return state["door"] is not None and state["next"] is None


def explanation_reach(prompt: FoldPrompt) -> Reach:
    """Who reads explanations and notes: a count has no words in it, so they go to the facilitator."""
    return "facilitator" if prompt.reach == "count" else prompt.reach


def _private_fields(prompt: FoldPrompt) -> list[str]:
    return [field.id for field in prompt.fields if field.reach == "mine"]


def _unfolded(records: Sequence[Record]) -> dict[int, Record]:
    """The first record of each scene that was unfolded."""
    found: dict[int, Record] = {}
    for record in records:
        if record.event == "unfold" and isinstance(record.value, dict) and isinstance(record.value.get("scene"), int):
            found.setdefault(record.value["scene"], record)
    return found


def _checked(fields: Sequence[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {field.id: field.check(given.get(field.id)) for field in fields}
    except ValueError as error:
        raise Refused(str(error)) from None


def _checked_if_there(prompt: FoldPrompt, ids: set[str], given: Mapping[str, Any]) -> dict[str, Any]:
    fields = [field for field in prompt.fields if field.id in ids and field.id in given]
    try:
        return _checked(fields, given)
    except Refused:
        return {}


def _checked_ask(step: truths.Step, answer: Any) -> float:
    try:
        return step.check(answer)
    except ValueError as error:
        raise Refused(str(error)) from None


def _answer(record: Record) -> float | None:
    value = record.value.get("answer") if isinstance(record.value, dict) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _field_card(prompt: FoldPrompt, field: Any) -> dict[str, Any]:
    card: dict[str, Any] = field.card()
    if field.reach is not None and field.reach != prompt.reach:
        card["reach"] = reach_line(field.reach)
    return card


def _explain_card(prompt: FoldPrompt, answers: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "label": prompt.explain,
        "quoted": truths.quotes(prompt.truth or "", answers),
        "reach": reach_line(explanation_reach(prompt)),
    }


def _stage(door: Door, unfolded: bool, explained: bool) -> str:
    if door.name is None:
        return "open"
    return "explained" if explained else "unfolded" if unfolded else "committed"


def _text(action: Mapping[str, Any], label: str) -> str:
    try:
        text = check_text(action.get("text"), label)
    except ValueError as error:
        raise Refused(str(error)) from None
    if not text:
        raise Refused(f"{label} is still empty.")
    return text
