"""What the activities of a module send, as its course declares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith_exercises.definitions import Prompt, load_prompts
from kith_exercises.exchange import Sending
from kith_facilitator.cohort import Cohort
from kith_facilitator.course.model import Module

__all__ = ["Declared", "declared_of"]


@dataclass(frozen=True)
class Declared:
    """A module's sendings in the order in which they build on each other, and by sending:

    the page on which it is asked, the part in which what came is answered, and what the makers have instead.
    """

    sendings: tuple[Sending, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Sending, ...]:
        """The sendings of that id, or those of that prompt which go by lot."""
        named = tuple(one for one in self.sendings if one.id == name)
        return named or tuple(one for one in self.sendings if one.prompt == name and one.to == "allot")

    def is_over(self, sending: str, now: datetime, cohort: Cohort, module: str) -> bool:
        """Whether nobody waits any longer for what another learner writes there; without a date they wait on."""
        until = cohort.exchanges.get(f"{module}/{self.pages.get(sending, '')}")
        return until is not None and until < now


def declared_of(module: Module) -> Declared:
    """What a module's prompts send. Raises KithError where they can't be read."""
    prompts = load_prompts(module.folder / "prompts.toml")
    return Declared(tuple(sending for prompt in prompts.values() for sending in _sendings(prompt)))


def _sendings(_: Prompt) -> tuple[Sending, ...]:
    """Folds and texts go to nobody but the facilitator; kinds of prompts that do send are still to come."""
    return ()
