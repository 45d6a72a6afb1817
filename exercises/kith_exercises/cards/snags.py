"""*This got in my way*: one card at the foot of a page, for all that the page shows, as often as there is something."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kith_exercises.fields import check_text
from kith_exercises.journal import Guard, Journal, Record
from kith_exercises.moves import Move
from kith_exercises.primitives import scenes
from kith_exercises.primitives.doors import checked
from kith_exercises.reaches import reach_line
from kith_exercises.snags import SNAGS, snag_fields
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["SnagsCard"]

#: So many more can be told on a page that no kernel answers.
_FOLDED = 3


class SnagsCard:
    """The card of one page; ``asked`` are the titles of what the page shows, by question.

    ``moves`` gathers what was done about what got in the way.
    """

    def __init__(
        self, asked: Mapping[str, str], journal: Journal, key: str, moves: Callable[[], Iterable[Move]] = tuple
    ) -> None:
        self._fields, self._journal, self._key, self._moves = snag_fields(asked), journal, key, moves

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        reach = reach_line("facilitator")
        return {
            "prompt": SNAGS,
            "part": "",
            "title": say("snagTitle"),
            "intro": [say("snagIntro")],
            "reach": reach,
            "note_reach": reach,
            "forms": [{"id": "alone", "label": say("formAlone")}],
            "care": None,
            "key": self._key,
        }

    def state(self) -> dict[str, Any]:
        """What was told on this page, and the form for what else there is."""
        records = self._records()
        told = [record for record in records if record.event == "commit"]
        return {
            "form": "alone",
            "passed": [self._told(n, record) for n, record in enumerate(told, 1)],
            "ahead": self._step(len(told) + 1),
            "ended": False,
            "out": None,
            "notes": [{"text": one.value["text"], "at": one.at} for one in records if one.event == "note"],
        }

    def folded(self) -> dict[str, Any]:
        """The forms that a page without a kernel has."""
        last = len(self.state()["passed"]) + _FOLDED
        more = {"part": "", "scenes": [], "then": {}, "last": False}
        return {"steps": [{**self._step(n), **more} for n in range(1, last + 1)]}

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what got in the way, or a note to it. Raises Refused with a sentence."""
        if action.get("do") == "commit":
            answers = checked(self._fields, action.get("answers"))
            self._write("commit", answers, _refuse_unless_next(action.get("step")))
        elif action.get("do") == "note":
            self._write("note", {"text": _text(action.get("text"))}, _refuse_untold)
        else:
            raise Refused(say("unknownAction"))
        return self.state()

    def _records(self) -> tuple[Record, ...]:
        return self._journal.read().of(SNAGS)

    def _step(self, n: int) -> dict[str, Any]:
        fields, before = [field.card() for field in self._fields], self._done()
        return {"id": _step_id(n), "before": before, "fields": fields, "door": "commit", "button": say("snagKeep"),
                "look": "", "waits": "", "held": False}  # fmt: skip

    def _done(self) -> list[dict[str, Any]]:
        """You said, we changed: all that was said, in its order; what was not fixed stays as well."""
        moves = sorted(self._moves(), key=lambda one: (one.module, one.where, one.at))
        return [scenes.text(say("snagChanged"), [move.sentence() for move in moves])] if moves else []

    def _told(self, n: int, record: Record) -> dict[str, Any]:
        fields = [field.card() for field in self._fields]
        return {"id": _step_id(n), "part": "", "door": "commit", "at": record.at, "fields": fields,
                "answers": record.value, "before": 0, "scenes": []}  # fmt: skip

    def _write(self, event: str, value: Mapping[str, Any], guard: Guard) -> None:
        self._journal.write(SNAGS, event, dict(value), reach="facilitator", guard=guard)


def _step_id(n: int) -> str:
    return f"snag-{n}"


def _refuse_unless_next(step: object) -> Guard:
    def refuse(records: Sequence[Record]) -> None:
        if step != _step_id(sum(record.event == "commit" for record in records) + 1):
            raise Refused(say("committedAlready"))  # in another window

    return refuse


def _refuse_untold(records: Sequence[Record]) -> None:
    if not records:
        raise Refused(say("noteTooEarly"))


def _text(given: object) -> str:
    try:
        text = check_text(given, say("yourNote"))
    except ValueError as error:
        raise Refused(str(error)) from None
    if not text:
        raise Refused(say("empty", label=say("yourNote")))
    return text
