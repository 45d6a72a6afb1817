"""What a fold asks: each kind of field checks an answer, shows itself to a widget, and reads an answer back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = [
    "Choice", "Field", "Marks", "Number", "Option", "Position", "Scale", "Text", "check_text", "listed", "mapping",
    "one_of",
]  # fmt: skip

#: A text longer than this (code points) is refused: about 80,000 words, far past any prompt of the course.
TEXT_LIMIT = 500_000


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen or marked."""

    id: str
    label: str


@dataclass(frozen=True)
class Field:
    """What all fields share: an id, a label, and who sees the answer (None: as the prompt says)."""

    id: str
    label: str
    reach: Reach | None

    def card(self) -> dict[str, Any]:
        """The field as the widget draws it."""
        raise NotImplementedError

    def check(self, answer: Any) -> Any:
        """The answer, made of nothing but what this field asks for; raises ValueError with a sentence."""
        raise NotImplementedError

    def read(self, answer: Any) -> str:
        """A checked answer in words, for a reader without the widget."""
        raise NotImplementedError


@dataclass(frozen=True)
class Scale:
    """Numbers from ``min`` to ``max`` in steps of ``step``, both ends included."""

    min: float
    max: float
    step: float
    unit: str

    def check(self, value: Any, label: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124  # NaN
            raise ValueError(say("noNumber", label=label))
        if not self.min <= value <= self.max:
            raise ValueError(say("outOfRange", label=label, min=self.min, max=self.max))
        return value

    def card(self) -> dict[str, Any]:
        return {"min": self.min, "max": self.max, "step": self.step, "unit": self.unit}


@dataclass(frozen=True)
class Marks(Field):
    """Marks on one line, each committed as a number, and how far off would be no surprise."""

    scale: Scale
    ends: tuple[str, str]
    marks: tuple[Option, ...]
    width: str | None
    hint: str | None

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "marks",
            "label": self.label,
            **self.scale.card(),
            "ends": list(self.ends),
            "marks": listed(self.marks),
            "width": {"label": self.width} if self.width else None,
            "hint": self.hint,
        }

    def check(self, answer: Any) -> dict[str, Any]:
        values = mapping(answer, self.label).get("values")
        values = mapping(values, self.label)
        checked = {mark.id: self.scale.check(values.get(mark.id), mark.label) for mark in self.marks}
        span = Scale(0, self.scale.max - self.scale.min, 0, "")
        width = span.check(answer.get("width"), self.width) if self.width else None
        return {"values": checked, "width": width}

    def read(self, answer: Any) -> str:
        values = answer["values"]
        marks = ", ".join(say("mark", label=mark.label, value=values[mark.id]) for mark in self.marks)
        return marks if answer["width"] is None else say("marks", marks=marks, width=answer["width"])


@dataclass(frozen=True)
class Position(Field):
    """A place between two claims (0 to 100, left to right) and how sure, or no idea yet."""

    left: str
    right: str
    sure: tuple[Option, ...]
    none: str

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "position",
            "label": self.label,
            "left": self.left,
            "right": self.right,
            "sure": listed(self.sure),
            "none": self.none,
        }

    def check(self, answer: Any) -> dict[str, Any]:
        place = mapping(answer, self.label)
        if place.get("none") is True:
            return {"none": True}
        at = Scale(0, 100, 0, "").check(place.get("at"), self.label)
        return {"at": at, "sure": one_of(self.sure, place.get("sure"), say("howSure", label=self.label)).id}

    def read(self, answer: Any) -> str:
        if answer.get("none"):
            return self.none
        sure = next(option.label for option in self.sure if option.id == answer["sure"])
        return say("position", at=answer["at"], left=self.left, right=self.right, sure=sure)


@dataclass(frozen=True)
class Choice(Field):
    """One of a few options."""

    options: tuple[Option, ...]

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "choice", "label": self.label, "options": listed(self.options)}

    def check(self, answer: Any) -> str:
        return one_of(self.options, answer, self.label).id

    def read(self, answer: Any) -> str:
        return next(option.label for option in self.options if option.id == answer)


@dataclass(frozen=True)
class Number(Field):
    """One number on a scale."""

    scale: Scale
    hint: str | None = None

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "number", "label": self.label, **self.scale.card(), "hint": self.hint}

    def check(self, answer: Any) -> float:
        return self.scale.check(answer, self.label)

    def read(self, answer: Any) -> str:
        return say("amount", value=answer, unit=self.scale.unit).rstrip()


@dataclass(frozen=True)
class Text(Field):
    """A few words or sentences, kept exactly as typed."""

    words: tuple[int, int] | None
    optional: bool

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "text",
            "label": self.label,
            "words": list(self.words) if self.words else None,
            "optional": self.optional,
        }

    def check(self, answer: Any) -> str:
        text = check_text(answer, self.label)
        if not text and not self.optional:
            raise ValueError(say("empty", label=self.label))
        return text

    def read(self, answer: Any) -> str:
        return str(answer)


def check_text(text: Any, label: str) -> str:
    """The text as it is, if it is one and of bearable length."""
    if text is None:
        return ""
    if not isinstance(text, str):
        raise ValueError(say("noText", label=label))  # noqa: TRY004  # one error for every bad answer
    if len(text) > TEXT_LIMIT:
        raise ValueError(say("tooLong", label=label, limit=TEXT_LIMIT))
    return text


def listed(options: tuple[Option, ...]) -> list[dict[str, str]]:
    """Options as a widget draws them."""
    return [{"id": option.id, "label": option.label} for option in options]


def one_of(options: tuple[Option, ...], answer: Any, label: str) -> Option:
    """The option with this id; raises ValueError with a sentence about what ``label`` names."""
    for option in options:
        if option.id == answer:
            return option
    raise ValueError(say("unanswered", label=label))


def mapping(value: Any, label: str) -> Mapping[str, Any]:
    """An answer of several parts; raises ValueError with a sentence about what ``label`` names."""
    if not isinstance(value, Mapping):
        raise ValueError(say("unanswered", label=label))  # noqa: TRY004  # one error for every bad answer
    return value
