"""A questionnaire as data: its items by id, the key that says which are reversed, and the terms it comes under."""

from collections.abc import Mapping
from dataclasses import dataclass

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, instance, listed, name, number, one_of

__all__ = ["ANSWERED", "LICENCES", "Instrument", "Item"]

#: The share of a scale's items that must be answered for a score.
ANSWERED = 0.8

#: The terms an instrument can come under, and what they mean for its wording.
LICENCES: Mapping[str, str] = {
    "public domain": "The wording is free, and is here.",
    "CC BY 4.0": "The wording is by Kith's makers, for a construct that others described; free with our name.",
    "cited only": "Only the key is here. Whoever has a right to the wording can ask it, and score it by this key.",
}


@dataclass(frozen=True)
class Item:
    """One statement or question; it has no ``text`` where its wording may not be passed on."""

    id: str
    scale: str
    text: str = ""
    reversed: bool = False


@dataclass(frozen=True)
class Instrument:
    """Items that are answered from ``low`` to ``high``; ``anchors`` says what answers mean, in order or at both ends.

    ``construct`` is what it is about, ``citation`` who described that (or wrote the items), ``source`` where wording
    and key were read, ``caution`` what a score does not say. What is ``of_group`` describes a group: one person's
    answers to it are no score.
    """

    id: str
    title: str
    construct: str
    licence: str
    citation: str
    source: str
    low: int
    high: int
    anchors: tuple[str, ...]
    items: tuple[Item, ...]
    instruction: str = ""
    caution: str = ""
    of_group: bool = False

    def __post_init__(self) -> None:
        name("id", self.id)
        instance("low", self.low, int)
        instance("high", self.high, int)
        listed("anchors", self.anchors, str)
        listed("items", self.items, Item)

    @property
    def scales(self) -> dict[str, tuple[str, ...]]:
        """The ids of the items of each scale, both in the order of the definition."""
        names = dict.fromkeys(item.scale for item in self.items)
        return {name: tuple(item.id for item in self.items if item.scale == name) for name in names}

    def keyed(self, answers: Mapping[str, float | None]) -> dict[str, float]:
        """The answers by item id, turned round where the key says so; what was not answered (None) is left out.

        An item counts by its id, wherever it stood on the page. Raises OutOfRange for an id that is none of ours, and
        for an answer that could not be given.
        """
        by_name("answers", answers)
        known = {item.id: item for item in self.items}
        for id in answers:
            one_of("item", id, known)
        given = ((item, answers.get(item.id)) for item in self.items)
        return {item.id: self._turned(item, value) for item, value in given if value is not None}

    def _turned(self, item: Item, value: float) -> float:
        answer = number(item.id, value, self.low, self.high)
        if not answer.is_integer():
            raise OutOfRange(item.id, value, f"a whole number from {self.low} to {self.high}")
        return self.low + self.high - answer if item.reversed else answer
