"""One unfolding of what came, and what a fold's truth is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, Number

__all__ = ["Said", "Scene", "Step", "Truth"]

Scene = dict[str, Any]
#: ``{"of": [field, mark] | "guess", "with": a sentence with {mine}, "without": the one for who gave none}``.
Said = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One unfolding: the button that asks for it, the scene it shows, what is predicted before it, and what came."""

    button: str
    scene: Callable[[], Scene]
    question: Number | None = None
    came: Callable[[], float] | None = None

    @property
    def ask(self) -> dict[str, Any] | None:
        """The prediction to commit first, as a widget draws it."""
        return self.question.card() if self.question else None

    def check(self, answer: Any) -> float:
        """The prediction, if it is one; raises ValueError with a sentence."""
        if self.question is None:
            raise ValueError("Nothing is asked before this step.")
        return self.question.check(answer)


@dataclass(frozen=True)
class Truth:
    """What came, for a fold with whatever fields; see ``kith_exercises.truths`` for each part."""

    steps: Callable[[Sequence[Field]], tuple[Step, ...]]
    quotes: Callable[[Sequence[Field]], list[Said]]
    targets: Callable[[], dict[str, float]]
