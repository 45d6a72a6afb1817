"""A fold: commit an answer or take the second door, then see what came, one step at a time.

The truth is computed in the kernel and leaves it only for the steps that the journal says were unfolded.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kith_exercises import truths
from kith_exercises.definitions import FoldPrompt
from kith_exercises.fields import check_text
from kith_exercises.journal import Journal, Reach, Record
from kith_exercises.reaches import reach_line
from kith_widgets import Refused

__all__ = ["FoldCard", "answers_of", "came_to_the_end", "explanation_reach"]


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
        self._refuse_if_closed()
        given = action.get("answers")
        answers = _checked(self.prompt, given if isinstance(given, Mapping) else {})
        private = {id: answers.pop(id) for id in [f.id for f in self.prompt.fields if f.reach == "mine"]}
        if private and self.prompt.reach != "mine":
            # First what stays, then what travels: only the second makes the fold a committed one.
            self._write("commit", private, "mine")
        self._write("commit", {**answers, **(private if self.prompt.reach == "mine" else {})})

    def _look(self, action: Mapping[str, Any]) -> None:  # noqa: ARG002  # actions share one signature
        self._refuse_if_closed()
        if self.prompt.truth is None:
            raise Refused("There is nothing to show here.")
        self._write("look", None)

    def _unfold(self, action: Mapping[str, Any]) -> None:
        state = self.state()
        if state["stage"] == "open":
            raise Refused("Commit first, or choose to be shown without predicting.")
        if state["next"] is None:
            raise Refused("Everything is unfolded already.")
        answer = None
        if state["ask"] is not None and not action.get("look"):
            step = self._steps()[len(state["scenes"])]
            answer = _checked_ask(step, action.get("answer"))
        self._write("unfold", {"scene": len(state["scenes"]), "answer": answer})

    def _explain(self, action: Mapping[str, Any]) -> None:
        state = self.state()
        if state["explain"] is None or state["explanation"] is not None:
            raise Refused("This card is not waiting for an explanation.")
        text = _text(action, "Your explanation")
        self._write("explain", text, explanation_reach(self.prompt))

    def _note(self, action: Mapping[str, Any]) -> None:
        if self.state()["stage"] == "open":
            raise Refused("A note goes under something that was committed.")
        self._write("note", _text(action, "Your note"), explanation_reach(self.prompt))

    def _refuse_if_closed(self) -> None:
        if self.state()["stage"] != "open":
            raise Refused("This was committed before, so it stays as it is. You can add a note under it.")

    def _steps(self) -> Sequence[truths.Step]:
        answers = answers_of(self.prompt, self._journal.read().of(self.prompt.id))
        return truths.reveal(self.prompt.truth, answers) if self.prompt.truth else ()

    def _write(self, event: str, value: Any, reach: Reach | None = None) -> None:
        self._journal.write(self.prompt.id, event, value, reach=reach or self.prompt.reach)


def fold_state(prompt: FoldPrompt, records: Sequence[Record]) -> dict[str, Any]:
    """The state of a fold as its widget shows it; what was not unfolded is not in it."""
    answers = answers_of(prompt, records)
    looked = next((record for record in records if record.event == "look"), None)
    closed = next((r for r in reversed(records) if r.event == "commit"), None) if answers is not None else looked
    door = "commit" if answers is not None else "look" if looked else None
    unfolded = [record for record in records if record.event == "unfold"]
    steps = truths.reveal(prompt.truth, answers) if prompt.truth and door else ()
    scenes = [step.scene(_answer(record)) for step, record in zip(steps, unfolded, strict=False)]
    following = steps[len(scenes)] if len(scenes) < len(steps) else None
    explanation = next((record for record in records if record.event == "explain"), None)
    finished = bool(scenes) and following is None
    return {
        "stage": _stage(door, bool(scenes), explanation is not None),
        "door": door,
        "answers": answers,
        "at": closed.at if closed else None,
        "scenes": scenes,
        "ask": following.ask if following else None,
        "next": following.button if following else None,
        "explain": _explain_card(prompt, answers) if finished and prompt.explain else None,
        "explanation": explanation.value if explanation else None,
        "explained_at": explanation.at if explanation else None,
        "notes": [{"text": record.value, "at": record.at} for record in records if record.event == "note"],
    }


def answers_of(prompt: FoldPrompt, records: Sequence[Record]) -> dict[str, Any] | None:
    """The committed answers, checked again as if a stranger had written them; None if nothing was committed."""
    given: dict[str, Any] = {}
    for record in records:
        if record.event == "commit" and isinstance(record.value, dict):
            given.update(record.value)
    try:
        return _checked(prompt, given) if given else None
    except Refused:
        return None


def came_to_the_end(prompt: FoldPrompt, records: Sequence[Record]) -> bool:
    """Whether everything was unfolded, or committed where there is nothing to unfold; either door counts."""
    state = fold_state(prompt, records)
    return state["door"] is not None and state["next"] is None


def explanation_reach(prompt: FoldPrompt) -> Reach:
    """Who reads explanations and notes: a count has no words in it, so they go to the facilitator."""
    return "facilitator" if prompt.reach == "count" else prompt.reach


def _checked(prompt: FoldPrompt, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {field.id: field.check(given.get(field.id)) for field in prompt.fields}
    except ValueError as error:
        raise Refused(str(error)) from None


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


def _stage(door: str | None, unfolded: bool, explained: bool) -> str:
    if door is None:
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
