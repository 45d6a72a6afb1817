"""Kinds of fields that activities ask for, beside those of a fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Choice, Field, Option, Scale
from kith_widgets.words import say

__all__ = ["Passage", "Rating", "Taken"]

#: More pieces than this are not marked by hand.
_MOST_SPANS = 500


@dataclass(frozen=True)
class Taken(Choice):
    """One of the questions to which somebody said something, or the last option, which stands for any other."""

    def of(self, said: Mapping[str, Sequence[object]]) -> tuple[Option, ...]:
        """Those that can be chosen by whoever has said this much, by question."""
        *questions, other = self.options
        return (*(one for one in questions if said.get(one.id)), other)


@dataclass(frozen=True)
class Rating(Field):
    """One of a row of numbers, whose ends are named; none is chosen before somebody chooses."""

    scale: Scale
    ends: tuple[str, str]

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "rating", "label": self.label, **self.scale.card(), "ends": list(self.ends)}

    def check(self, answer: Any) -> float:
        value = self.scale.check(answer, self.label)
        if (value - self.scale.min) % self.scale.step:
            raise ValueError(say("unanswered", label=self.label))
        return value

    def read(self, answer: Any) -> str:
        low, high = self.ends
        return say("rated", value=answer, min=self.scale.min, max=self.scale.max, low=low, high=high)


@dataclass(frozen=True)
class Passage(Field):
    """Places in somebody's words, from and to in code points; to mark none is an answer too.

    ``over`` names the field of a parcel whose words they are. What they are places of is the parcel's to say, so it is
    put in by ``of`` and never taken from a browser.
    """

    over: str

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "passage", "label": self.label, "optional": True}

    def check(self, answer: Any) -> dict[str, Any]:
        if answer is None:
            return {"of": "", "spans": []}
        spans = answer.get("spans") if isinstance(answer, Mapping) else None
        if not isinstance(spans, list) or len(spans) > _MOST_SPANS or not all(_is_span(span) for span in spans):
            raise ValueError(say("unanswered", label=self.label))
        of = answer.get("of")
        return {"of": of if isinstance(of, str) else "", "spans": _joined(spans)}

    def read(self, answer: Any) -> str:
        return say("marked", n=len(answer["spans"]))

    def words(self, parcel: Parcel | None) -> str:
        """The words in which places are marked."""
        found = parcel.content.get(self.over) if parcel else None
        return found if isinstance(found, str) else ""

    def of(self, answer: Mapping[str, Any], parcel: Parcel | None) -> dict[str, Any]:
        """The answer as one about this parcel, without places that lie beyond its words."""
        end = len(self.words(parcel))
        spans = [[start, min(stop, end)] for start, stop in answer["spans"] if start < end]
        return {"of": parcel.id if parcel else "", "spans": spans}


def _is_span(span: Any) -> bool:
    return isinstance(span, list) and len(span) == 2 and all(type(at) is int for at in span) and 0 <= span[0] < span[1]


def _joined(spans: list[list[int]]) -> list[list[int]]:
    """The places in order, with those made one that touch."""
    found: list[list[int]] = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], stop)
        else:
            found.append([start, stop])
    return found
