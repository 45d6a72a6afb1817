"""What ``kith doctor`` says: one thing that is not as it should be, in words, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Level"]

#: ``unsafe``: somebody else could read, change or lose work. ``note``: good to know, and no fault.
Level = Literal["unsafe", "note"]


@dataclass(frozen=True)
class Finding:
    """One finding: what is so, where, why it matters and what to do.

    ``fix`` mends it and says what it changed; None where only a person can.
    """

    level: Level
    what: str
    where: str
    why: str
    todo: str
    fix: Callable[[], str] | None = None

    def __str__(self) -> str:
        return f"{self.what}\n    where: {self.where}\n    why: {self.why}\n    to do: {self.todo}"
