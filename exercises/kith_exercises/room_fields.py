"""What is asked of rooms of people: after how many others each asks, who spoke for how long, what came up.

However people stand at first, that is nobody's answer: somebody has to be moved. Nothing is timed before somebody
starts the clock, and nothing is ticked before somebody ticks it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, Option, listed, mapping
from kith_widgets.words import say

__all__ = ["FEWEST", "MOST", "Crowd", "Several", "Turns"]

#: A group has so many seats: two have nobody to listen to them, seven don't all get a word in.
FEWEST, MOST = 3, 6

#: A talk is longer than this on no clock, in seconds.
_LONGEST = 24 * 3600


@dataclass(frozen=True)
class Crowd(Field):
    """How many people stand at each number of others; ``start`` is where each stands at first.

    Whoever waits for as many as the room has never asks, as the room would have to ask without them.
    """

    start: tuple[int, ...]

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "crowd", "label": self.label, "start": list(self.start)}

    def check(self, answer: Any) -> dict[str, int]:
        given, people = mapping(answer, self.label), len(self.start)
        found = {str(at): n for at in range(people + 1) if (n := given.get(str(at), 0)) != 0}
        whole = all(type(n) is int and n > 0 for n in found.values()) and sum(found.values()) == people
        if not whole or found == {str(at): n for at, n in Counter(self.start).items()}:
            raise ValueError(say("unanswered", label=self.label))
        return found

    def read(self, answer: Any) -> str:
        return "\n".join(say("mark", label=self._when(int(at)), value=people) for at, people in answer.items())

    def _when(self, others: int) -> str:
        if others == 0:
            return say("asksFirst")
        return say("asksNever") if others >= len(self.start) else say("asksAfter", n=others)


@dataclass(frozen=True)
class Turns(Field):
    """For how many whole seconds each seat of a group spoke, in the order of seats; ``seats`` is the usual number."""

    seats: int

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "turns", "label": self.label, "seats": self.seats}

    def check(self, answer: Any) -> list[int]:
        given = answer if isinstance(answer, list) and FEWEST <= len(answer) <= MOST else []
        whole = all(type(one) is int and 0 <= one <= _LONGEST for one in given)
        if not whole or not any(given):
            raise ValueError(say("unanswered", label=self.label))
        return given

    def read(self, answer: Any) -> str:
        return say("turnsRead", n=round(sum(answer) / 60), seats=len(answer))


@dataclass(frozen=True)
class Several(Field):
    """One or more of a list, in its order."""

    options: tuple[Option, ...]

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "several", "label": self.label, "options": listed(self.options)}

    def check(self, answer: Any) -> list[str]:
        given = answer if isinstance(answer, list) else []
        ids = [option.id for option in self.options if option.id in given]
        if not ids or len(ids) < len(given):
            raise ValueError(say("unanswered", label=self.label))
        return ids

    def read(self, answer: Any) -> str:
        return "\n".join(option.label for option in self.options if option.id in answer)
