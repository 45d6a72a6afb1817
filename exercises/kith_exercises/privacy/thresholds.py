"""How many *others* must stand beside each person in a figure."""

from dataclasses import dataclass
from typing import Any, Literal, Self

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.inputs import one_of

__all__ = ["FLOOR", "Kind", "Thresholds"]

#: No threshold may be lower. Three is the floor that Microsoft Viva Glint has as well, whose defaults these are.
FLOOR = 3

Kind = Literal["scores", "text"]


@dataclass(frozen=True)
class Thresholds:
    """Whoever reads a figure knows their own answer, so the others count: ``scores`` of them, or ``text`` for words.

    Fixed when a wave begins: a threshold that moves can be used to find somebody.
    """

    scores: int = 5
    text: int = 10

    def __post_init__(self) -> None:
        for name in ("scores", "text"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < FLOOR:
                raise OutOfRange(name, value, f"a whole number of others from {FLOOR} up")

    @classmethod
    def or_usual(cls, given: "Thresholds | None") -> "Thresholds":
        """Those that are given, or the usual ones."""
        if given is not None and not isinstance(given, Thresholds):
            raise OutOfRange("thresholds", given, "None, or Thresholds")
        return given or cls()

    def people(self, kind: Kind = "scores") -> int:
        """The fewest people that a figure may stand for: one, and the others beside them."""
        one_of("kind", kind, ("scores", "text"))
        return 1 + (self.scores if kind == "scores" else self.text)

    def kept_from(self, earlier: "Thresholds | None") -> Self:
        """These, if they are no lower than those of an earlier wave; raises KithError if they are."""
        Thresholds.or_usual(earlier)
        if earlier and (self.scores < earlier.scores or self.text < earlier.text):
            raise KithError(
                f"An earlier wave promised thresholds of {earlier.scores} and {earlier.text} others; "
                f"{self.scores} and {self.text} would break that promise. Keep them, or raise them."
            )
        return self

    def to_json(self) -> dict[str, Any]:
        """The thresholds as they are kept with a wave."""
        return {"scores": self.scores, "text": self.text}
