"""Fox and Guyer's twenty groups: does being seen make people give?"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from kith_exercises.data._box import read_table
from kith_exercises.inputs import one_of

__all__ = ["CHOICES", "Condition", "Group", "GuyerData", "guyer"]

Condition = Literal["public", "anonymous"]

#: Choices that one group of Fox and Guyer's made: four people, thirty rounds.
CHOICES = 120


@dataclass(frozen=True)
class Group:
    """One group of four: how many of its 120 choices were for the group, in public or not, women or men."""

    cooperation: int
    condition: Condition
    sex: Literal["female", "male"]


@dataclass(frozen=True)
class GuyerData:
    """Fox and Guyer's twenty groups, in the order of the published table."""

    groups: tuple[Group, ...]
    source: str

    def of(self, condition: Condition) -> tuple[int, ...]:
        """Cooperation of the groups in one condition."""
        one_of("condition", condition, get_args(Condition))
        return tuple(group.cooperation for group in self.groups if group.condition == condition)

    def mean(self, condition: Condition) -> float:
        """Mean cooperation in one condition, of 120."""
        values = self.of(condition)
        return sum(values) / len(values)


@cache
def guyer() -> GuyerData:
    """Does being seen make people give? Twenty groups in a dilemma, ten public and ten anonymous."""
    table = read_table("guyer")
    cooperation = (int(value) for value in table.numbers("cooperation"))
    conditions = cast("tuple[Condition, ...]", table.words("condition"))
    sexes = cast("tuple[Literal['female', 'male'], ...]", table.words("sex"))
    groups = tuple(Group(*row) for row in zip(cooperation, conditions, sexes, strict=True))
    return GuyerData(groups, table.source.study.removesuffix("."))
