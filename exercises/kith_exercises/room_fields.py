"""A room put together by hand: after how many others each of its people asks.

However they stand at first, that is nobody's answer: somebody has to be moved.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, mapping
from kith_widgets.words import say

__all__ = ["Crowd"]


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
