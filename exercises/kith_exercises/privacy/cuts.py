"""The fixed list of cuts: into which parts a cohort is divided when its figures are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.inputs import by_name, instance, listed

__all__ = ["EVERYBODY", "Cell", "Cut", "atoms_of", "cells_of"]


class Cell(NamedTuple):
    """One figure's place: a cut, and a part of it."""

    cut: str
    part: str


#: All of them together.
EVERYBODY = Cell("", "")


@dataclass(frozen=True)
class Cut:
    """Parts that have nobody in common, by name: pods, say, or the two ways that were drawn by lot."""

    name: str
    parts: tuple[tuple[str, frozenset[str]], ...]

    def __post_init__(self) -> None:
        instance("the name of a cut", self.name, str)
        try:
            told: list[Any] = [(name, part) for name, part in self.parts]
        except (TypeError, ValueError):
            told = [("", self.parts)]
        if not all(isinstance(name, str) and isinstance(part, frozenset) for name, part in told):
            raise OutOfRange(f"parts of the cut “{self.name}”", self.parts, "pairs of a name and a frozenset of people")
        people = [person for _, part in self.parts for person in part]
        names = [name for name, _ in self.parts]
        if not self.name or not all(names) or not names or len(set(names)) < len(names):
            raise OutOfRange(f"parts of the cut “{self.name}”", self.parts, "a name, and parts with different names")
        if len(set(people)) < len(people):
            raise OutOfRange(f"parts of the cut “{self.name}”", self.parts, "everybody into one part only")

    @classmethod
    def by(cls, name: str, part_of: Mapping[str, str]) -> "Cut":
        """The cut that puts each person into the part that is named for them."""
        by_name("part_of", part_of, str)
        parts = {part: frozenset(who for who, its in part_of.items() if its == part) for part in part_of.values()}
        return cls(name, tuple(sorted(parts.items())))


def cells_of(people: frozenset[str], cuts: Sequence[Cut]) -> dict[Cell, frozenset[str]]:
    """Who stands behind each figure; everybody first. Only ``people`` count, whoever else is in a cut."""
    listed("cuts", cuts, Cut)
    if len({cut.name for cut in cuts}) < len(cuts):
        raise KithError("Two cuts have the same name. Name each after what it divides by.")
    cells = {EVERYBODY: people}
    return cells | {Cell(cut.name, name): part & people for cut in cuts for name, part in cut.parts}


def atoms_of(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Those who are in the same of the sets, together; nothing that is made of the sets can tell them apart."""
    found: dict[tuple[bool, ...], set[str]] = {}
    for person in sorted(frozenset[str]().union(*sets)):
        found.setdefault(tuple(person in one for one in sets), set()).add(person)
    return [frozenset(atom) for atom in found.values()]
