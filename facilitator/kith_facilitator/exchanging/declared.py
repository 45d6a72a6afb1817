"""What the activities of a module send, as its course declares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith_exercises.exchange import Sending
from kith_facilitator.cohort import Cohort

__all__ = ["Declared"]


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

    def date_of(self, sending: str, cohort: Cohort, module: str) -> datetime | None:
        """Until when somebody waits for another learner; None: until one comes."""
        return cohort.exchanges.get(f"{module}/{self.pages.get(sending, '')}")

    def makers_by(self, now: datetime, cohort: Cohort, module: str) -> dict[str, Sequence[Mapping[str, Any]]]:
        """What the makers have for sendings whose date is over."""
        dates = {sending: self.date_of(sending, cohort, module) for sending in self.makers}
        return {sending: have for sending, have in self.makers.items() if (at := dates[sending]) and at < now}
