"""What the ledger's steps add up to: seats, skips, care, the bank, shares, second marks, and what undo takes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kith_facilitator.desk.ledger import Entry

__all__ = ["Care", "Notes", "Phrase"]

#: What a marker can take back.
_UNDOABLE = frozenset({"level", "comment", "care", "skip", "second"})


@dataclass(frozen=True)
class Care:
    """A flag apart from all marks, with a note for those who run the course."""

    on: bool = False
    note: str = ""


@dataclass(frozen=True)
class Phrase:
    """A piece of comment worth using again."""

    id: str
    criterion: str
    text: str


@dataclass
class Notes:
    """The ledger added up; ``take`` adds what came since."""

    #: By prompt, or "" for learners: who sits where, first come first.
    seats: dict[str, list[str]] = field(default_factory=dict)
    #: By marker: the answers put aside, oldest first.
    skips: dict[str, list[str]] = field(default_factory=dict)
    care: dict[str, Care] = field(default_factory=dict)
    bank: dict[str, Phrase] = field(default_factory=dict)
    markers: tuple[str, ...] = ()
    #: By marker, answer and criterion: the second levels, which nobody else sees.
    seconds: dict[tuple[str, str, str], float] = field(default_factory=dict)
    #: Who set first levels of an answer.
    firsts: dict[str, set[str]] = field(default_factory=dict)
    #: By answer and criterion: the replies that stood there when somebody judged it here.
    heard: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    #: By marker: the answer that is open there, and since when.
    holds: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: By marker: steps that can be taken back, the newest last.
    steps: dict[str, list[Entry]] = field(default_factory=dict)
    _taken: tuple[Entry, ...] = ()

    def take(self, entries: tuple[Entry, ...]) -> "Notes":
        """These notes with all entries in them; made anew if the ledger is another than before."""
        known = len(self._taken)
        if known and (len(entries) < known or entries[known - 1] is not self._taken[-1]):
            return Notes().take(entries)
        for entry in entries[known:]:
            self._add(entry)
        self._taken = entries
        return self

    def _add(self, entry: Entry) -> None:
        if entry.do in _UNDOABLE:
            self.steps.setdefault(entry.marker, []).append(entry)
        match entry.do, entry.data:
            case "seats", {"about": str(about), "names": list(names)}:
                self._seat(about, names)
            case "undo", {"of": int(number), "kept": bool(kept)}:
                self._take_back(entry.marker, number, kept=kept)
            case "open", {"answer": str(answer)}:
                self.holds[entry.marker] = (answer, entry.at)
            case (("care" | "skip" | "second"), {"answer": str(), "after": after}):
                self._put(entry, after)
            case (("level" | "comment" | "read"), {"answer": str(answer), "criterion": str(criterion)}):
                self.heard.setdefault((answer, criterion), set()).update(map(str, entry.data.get("heard", ())))
                if entry.do == "level":
                    self.firsts.setdefault(answer, set()).add(entry.marker)
            case _:
                self._add_common(entry)

    def _add_common(self, entry: Entry) -> None:
        """What belongs to no answer: the bank and the shares."""
        match entry.do, entry.data:
            case "phrase", {"id": str(id), "criterion": str(criterion), "text": str(text)}:
                self.bank[id] = Phrase(id, criterion, text)
            case "forget", {"phrase": str(id)}:
                self.bank.pop(id, None)
            case "share", {"markers": list(markers)}:
                self.markers = tuple(map(str, markers))

    def _put(self, entry: Entry, value: Any) -> None:
        """Let one of the desk's own facts be ``value``: after a step, or as it was before."""
        answer, criterion = entry.data["answer"], entry.data.get("criterion")
        match entry.do, value:
            case "care", {"on": bool(on), "note": str(note)}:
                self.care[answer] = Care(on, note)
            case "skip", bool(on):
                skipped = [other for other in self.skips.get(entry.marker, []) if other != answer]
                self.skips[entry.marker] = [*skipped, answer] if on else skipped
            case "second", None:
                self.seconds.pop((entry.marker, answer, str(criterion)), None)
            case "second", int(points) | float(points):
                self.seconds[entry.marker, answer, str(criterion)] = points

    def _seat(self, about: str, names: Iterable[Any]) -> None:
        seated = self.seats.setdefault(about, [])
        there = set(seated)  # two pages may have seated the same at once
        seated += [str(name) for name in names if name not in there]

    def _take_back(self, marker: str, number: int, *, kept: bool) -> None:
        steps = self.steps.get(marker, [])
        for step in [step for step in steps if step.n == number]:
            steps.remove(step)
            if step.do in ("care", "skip", "second") and not kept:
                self._put(step, step.data.get("before"))
