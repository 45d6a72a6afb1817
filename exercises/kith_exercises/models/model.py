"""What each model brings beside its rule: a question, things to notice, and things to try."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kith_exercises.models.picture import Picture

__all__ = ["Model", "Outcome", "Try"]


class Outcome(Protocol):
    """What every model hands back can say how it ended, in a sentence."""

    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True)
class Try:
    """Something to try: what to do, and the parameters that do it."""

    text: str
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A model in the catalogue: its question, its rule (a pure function of parameters and seed), hints, a picture."""

    question: str
    run: Callable[..., Outcome]
    notice: tuple[str, ...]
    tries: tuple[Try, ...]
    picture: Picture | None = None

    @property
    def name(self) -> str:
        """The name of its function."""
        return str(self.run.__name__)
