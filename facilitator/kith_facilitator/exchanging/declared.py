"""What the activities of a module send, as its course declares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.exchange import Sending
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.primitive import Step
from kith_exercises.sealed import Sealed
from kith_facilitator.cohort import Cohort
from kith_facilitator.course.model import Module
from kith_facilitator.course.source import read_source

__all__ = ["Declared", "declared_of"]


@dataclass(frozen=True)
class Declared:
    """A module's sendings in the order in which they build on each other, and by sending:

    the page on which it is asked, the part in which what came is answered first, and what the makers have instead.
    """

    sendings: tuple[Sending, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Sending, ...]:
        """The sendings of that id, or those of that prompt which go by lot."""
        named = tuple(one for one in self.sendings if one.id == name)
        return named or tuple(one for one in self.sendings if one.prompt == name and one.to in ("allot", "seat"))

    def is_over(self, sending: str, now: datetime, cohort: Cohort, module: str) -> bool:
        """Whether nobody waits any longer for what another learner writes there; without a date they wait on."""
        until = cohort.exchanges.get(f"{module}/{self.pages.get(sending, '')}")
        return until is not None and until < now


def declared_of(module: Module) -> Declared:
    """What a module's activities send. Raises KithError where they can't be read."""
    prompts = load_prompts(module.folder / "prompts.toml")
    activities = [prompt for prompt in prompts.values() if isinstance(prompt, Activity)]
    shown, sealed = _shown(module), Sealed.load(module.folder)
    found = Declared()
    for activity in activities:
        found = _with(found, activity, shown, sealed.of(activity.id))
    return found


def _with(
    found: Declared, activity: Activity, shown: Mapping[tuple[str, str], str], sealed: Mapping[str, Any]
) -> Declared:
    sendings = PRIMITIVES[activity.kind].sendings(activity)
    steps = flow.steps_of(activity)
    asked = {one.id: _part_of(one.step, steps) for one in sendings}
    return Declared(
        (*found.sendings, *sendings),
        {**found.pages, **{id: shown.get((activity.id, part), "") for id, part in asked.items()}},
        {
            **found.parts,
            **{step.sends: step.part for step in reversed(steps) if step.sends},
            **{one.id: asked[one.id] for one in sendings if one.to == "seat"},
        },
        {**found.makers, **{one.id: _made(one, sealed) for one in sendings if one.makers}},
    )


def _part_of(step: str, steps: Sequence[Step]) -> str:
    """The part in which a step is asked; of one that is asked for each parcel, that of the first."""
    return next((one.part for one in steps if one.id in (step, f"{step}-1")), "")


def _made(sending: Sending, sealed: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What the makers have, by field, as a learner's would come."""
    tables = sealed.get(sending.makers, ())
    return tuple({field: table[field] for field in sending.fields if field in table} for table in tables)


def _shown(module: Module) -> dict[tuple[str, str], str]:
    """The page on which each part of each prompt is shown."""
    found: dict[tuple[str, str], str] = {}
    for page in module.notebooks:
        for cell in read_source(module.source(page).read_text(encoding="utf-8"), page):
            if cell.call is not None:
                found.setdefault((cell.call.prompt, cell.call.part), page)
    return found
