"""A fold: commit an answer or take the second door, then see what came, one step at a time.

The truth is computed in the kernel and leaves it only for the steps that the journal says were unfolded. A scene holds
what came and no answer; the widget draws in what the state says was mine. What the group predicted comes after my own
account of the difference, if it is there by then. What I said to other questions can stand above this one, or beside my
answer once that is given.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from kith_exercises import truths
from kith_exercises.cards.group import group_steps
from kith_exercises.definitions import FoldPrompt
from kith_exercises.fields import Field, Position, check_text
from kith_exercises.journal import Guard, Journal, Reach, Record
from kith_exercises.leaving import LEAVE_OUT, THROUGH, counts, left_out
from kith_exercises.primitives.doors import checked, checked_if_there, split_by_reach, way_in
from kith_exercises.reaches import reach_line
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = [
    "Answered",
    "Door",
    "FoldCard",
    "came_to_the_end",
    "explanation_reach",
    "first_door",
    "fold_state",
    "saw_group",
]


@dataclass(frozen=True)
class Answered:
    """What a learner answered to a question: under which title, when, and each answer with its field."""

    title: str
    at: str
    fields: tuple[Field, ...]
    answers: Mapping[str, Any]


class FoldCard:
    """One fold of one learner: what a widget shows, and what each of its actions does.

    ``hold`` is the room word behind which a facilitator holds what came (see ``doors.hold_of``), ``figures`` gathers
    what came of the group by now, and ``earlier`` what was answered to other questions, by their names.
    """

    def __init__(
        self,
        prompt: FoldPrompt,
        journal: Journal,
        key: str,
        hold: str = "",
        *,
        figures: Callable[[], Mapping[str, Any]] = dict,
        earlier: Callable[[], Mapping[str, Answered]] = dict,
    ) -> None:
        self.prompt, self._hold, self._earlier = prompt, hold, earlier
        self._figures = figures if prompt.group else dict
        self._journal = journal
        self._key = key
        self._actions: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "commit": self._commit,
            "look": self._look,
            "open": self._open,
            "unfold": self._unfold,
            "explain": self._explain,
            "note": self._note,
            "out": self._out,
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
            **({"more": True} if self.prompt.tags.more else {}),
        }

    def state(self) -> dict[str, Any]:
        """Where the learner stands, from the journal alone."""
        return fold_state(self.prompt, self._records(), self._hold, self._figures(), self._earlier())

    def folded(self) -> dict[str, Any]:
        """All that would unfold, for a page without a kernel to keep it back: the steps, and what is asked at last."""
        steps, group = (
            [{"button": step.button, "ask": step.ask, "scene": step.scene()} for step in found]
            for found in (_steps(self.prompt), group_steps(self.prompt, self._figures()))
        )
        explain = _explain_card(self.prompt) if steps and self.prompt.explain else None
        return {"steps": steps, "explain": explain, "group": group}

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the widget asks, and return the new state. Raises Refused with a sentence."""
        do = self._actions.get(str(action.get("do")))
        if do is None:
            raise Refused(say("unknownAction"))
        do(action)
        return self.state()

    def _records(self) -> Sequence[Record]:
        return self._journal.read().of(self.prompt.id)

    def _commit(self, action: Mapping[str, Any]) -> None:
        answers = checked(self.prompt.fields, action.get("answers"))
        *first, last = split_by_reach(self.prompt.fields, answers, self.prompt.reach)
        # What a commit that was cut off left there already would travel twice.
        there = {record.reach: record.value for record in self._records() if record.event == "commit"}
        parts = [*(part for part in first if there.get(part[0]) != part[1]), last]
        self._journal.write_by_reach(self.prompt.id, "commit", parts, guard=self._refuse_if_closed)

    def _look(self, action: Mapping[str, Any]) -> None:  # noqa: ARG002  # actions share one signature
        if self.prompt.truth is None:
            raise Refused(say("nothingToShow"))
        self._write("look", None, guard=self._refuse_if_closed)

    def _open(self, action: Mapping[str, Any]) -> None:
        if not self.state()["held"]:
            raise Refused(say("unknownAction"))
        self._write("open", {"by": way_in(action, self._hold)})

    def _unfold(self, action: Mapping[str, Any]) -> None:
        state = self.state()
        if state["stage"] == "open":
            raise Refused(say("commitFirst"))
        if state["held"]:
            raise Refused(say("roomWord"))
        if state["next"] is None:
            raise Refused(say("allUnfolded"))
        number, answer = len(state["scenes"]), None
        if state["ask"] is not None and not action.get("look"):
            answer = _checked_ask(_steps(self.prompt)[number], action.get("answer"))

        def refuse_twice(records: Sequence[Record]) -> None:
            if number in _unfolded(records):
                raise Refused(say("unfoldedElsewhere"))

        self._write("unfold", {"scene": number, "answer": answer}, guard=refuse_twice)

    def _explain(self, action: Mapping[str, Any]) -> None:
        if self.state()["explain"] is None:
            raise Refused(say("nothingToExplain"))

        def refuse_twice(records: Sequence[Record]) -> None:
            if any(record.event == "explain" for record in records):
                raise Refused(say("explainedAlready"))

        text = _text(action, say("yourExplanation"))
        self._write("explain", text, explanation_reach(self.prompt), guard=refuse_twice)

    def _note(self, action: Mapping[str, Any]) -> None:
        if self.state()["stage"] == "open":
            raise Refused(say("noteTooEarly"))
        self._write("note", _text(action, say("yourNote")), explanation_reach(self.prompt))

    def _out(self, action: Mapping[str, Any]) -> None:
        if _is_out(self._records()) is None or not isinstance(action.get("out"), bool):
            raise Refused(say("unknownAction"))
        self._write(LEAVE_OUT, {"out": action["out"]}, "mine")

    def _refuse_if_closed(self, records: Sequence[Record]) -> None:
        if first_door(self.prompt, records).name is not None:
            raise Refused(say("committedAlready"))

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

    Answers are checked again. Those that never travel may be missing, as they are wherever work is marked. A commit is
    one record for each reach, and counts once all are there. One that was cut off counts for nothing unless it is
    made again, and then as it was made last.
    """
    private = [field for field in prompt.fields if _reach(prompt, field) == "mine" != prompt.reach]
    travelling = [field for field in prompt.fields if field not in private]
    given: dict[str, Any] = {}
    through, read = False, [field for field in travelling if _reach(prompt, field) not in ("mine", "count")]
    for record in records:
        if record.event == "look":
            return Door("look", record.at)
        committed = record.event == "commit" and isinstance(record.value, dict)
        if committed:
            given |= record.value
        # What goes to others than the cohort is there all the same.
        through = through or record.event == THROUGH
        if through:
            if all(field.id in given for field in read):
                return Door("commit", record.at, checked_if_there(prompt.fields, given))
        elif committed:
            if _is_cut_off(prompt, record, given, travelling):
                continue
            try:
                answers = checked(travelling, given)
            except Refused:
                continue
            return Door("commit", record.at, {**answers, **checked_if_there(private, given)})
    return Door()


def _is_cut_off(prompt: FoldPrompt, record: Record, given: Mapping[str, Any], travelling: Sequence[Field]) -> bool:
    """Whether a record is a part of a commit that others were to follow: all in it goes by a reach of its own."""
    reaches = {field.id: _reach(prompt, field) for field in prompt.fields}
    part = record.reach != prompt.reach and all(reaches.get(id) == record.reach for id in record.value)
    return part and (record.reach == "mine" or any(field.id not in given for field in travelling))


def _reach(prompt: FoldPrompt, field: Field) -> Reach:
    return field.reach or prompt.reach


def fold_state(
    prompt: FoldPrompt,
    records: Sequence[Record],
    hold: str = "",
    figures: Mapping[str, Any] = MappingProxyType({}),
    earlier: Mapping[str, Answered] = MappingProxyType({}),
) -> dict[str, Any]:
    """The state of a fold as its widget shows it; what was not unfolded is not in it, nor what is asked before that.

    What came is held behind a room word, where one is set, until somebody was let in: by the word or without it.
    """
    door = first_door(prompt, records)
    unfolded = _unfolded(records)
    explanation = next((record for record in records if record.event == "explain"), None)
    came = _steps(prompt) if door.name else ()
    group = group_steps(prompt, figures) if came and (explanation or not prompt.explain) else ()
    steps = (*came, *group)
    shown = next((number for number in range(len(steps)) if number not in unfolded), len(steps))
    scenes = [step.scene() for step in steps[:shown]]
    following = steps[shown] if shown < len(steps) else None
    held = bool(hold and following and not scenes and not any(record.event == "open" for record in records))
    finished = bool(scenes) and shown >= len(came)
    recalled = _recalled(prompt, door, earlier)
    return {
        "stage": _stage(door, bool(scenes), explanation is not None),
        "door": door.name,
        # With nothing to set them beside, they come back when they are given again.
        "answers": door.answers if prompt.truth or recalled else None,
        "at": door.at,
        "recalled": recalled,
        "scenes": scenes,
        "guesses": [_answer(unfolded[number], steps[number]) for number in range(shown)],
        "held": held,
        "ask": following.ask if following and not held else None,
        "next": following.button if following else None,
        "explain": _explain_card(prompt) if finished and prompt.explain else None,
        "explanation": explanation.value if explanation else None,
        "explained_at": explanation.at if explanation else None,
        "notes": [{"text": record.value, "at": record.at} for record in records if record.event == "note"],
        "out": _is_out(records),
    }


def came_to_the_end(prompt: FoldPrompt, records: Sequence[Record]) -> bool:
    """Whether everything was unfolded, or committed where there is nothing to unfold; either door counts."""
    state = fold_state(prompt, records)
    return state["door"] is not None and state["next"] is None


def saw_group(prompt: FoldPrompt, records: Sequence[Record], figures: Mapping[str, Any]) -> bool:
    """Whether all that came of the group was unfolded."""
    shown = len(fold_state(prompt, records, figures=figures)["scenes"])
    return shown == len(_steps(prompt)) + len(group_steps(prompt, figures))


def explanation_reach(prompt: FoldPrompt) -> Reach:
    """Who reads explanations and notes: a count has no words in it, so they go to the facilitator."""
    return "facilitator" if prompt.reach == "count" else prompt.reach


def _recalled(prompt: FoldPrompt, door: Door, earlier: Mapping[str, Answered]) -> list[dict[str, Any]]:
    """Own answers to other questions that may be seen by now, each with the fields as they are drawn."""
    names = (*prompt.above, *prompt.beside) if door.name else prompt.above
    # Lines between two claims are drawn by the one widget that asks for such lines.
    lines = any(isinstance(field, Position) for field in prompt.fields)
    return [
        {
            "title": one.title,
            "at": one.at,
            "fields": [field.card() for field in one.fields if lines or not isinstance(field, Position)],
            "answers": dict(one.answers),
        }
        for one in (earlier[name] for name in names if name in earlier)
    ]


def _steps(prompt: FoldPrompt) -> tuple[truths.Step, ...]:
    return truths.reveal(prompt.truth, prompt.fields, prompt.held) if prompt.truth else ()


def _is_out(records: Sequence[Record]) -> bool | None:
    """Whether somebody's answers are left out of every figure; None where none would be in one."""
    return left_out(records) if any(counts(record) for record in records) else None


def _unfolded(records: Sequence[Record]) -> dict[int, Record]:
    """The first record of each scene that was unfolded."""
    found: dict[int, Record] = {}
    for record in records:
        if record.event == "unfold" and isinstance(record.value, dict) and isinstance(record.value.get("scene"), int):
            found.setdefault(record.value["scene"], record)
    return found


def _checked_ask(step: truths.Step, answer: Any) -> float:
    try:
        return step.check(answer)
    except ValueError as error:
        raise Refused(str(error)) from None


def _answer(record: Record, step: truths.Step) -> float | None:
    """The prediction that this record holds, checked again: a journal may come from anywhere."""
    try:
        return step.check(record.value["answer"])
    except (KeyError, ValueError):
        return None


def _field_card(prompt: FoldPrompt, field: Any) -> dict[str, Any]:
    card: dict[str, Any] = field.card()
    if field.reach is not None and field.reach != prompt.reach:
        card["reach"] = reach_line(field.reach)
    return card


def _explain_card(prompt: FoldPrompt) -> dict[str, Any]:
    return {
        "label": prompt.explain,
        "quoted": truths.quotes(prompt.truth, prompt.fields, prompt.held) if prompt.truth else [],
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
        raise Refused(say("empty", label=label))
    return text
