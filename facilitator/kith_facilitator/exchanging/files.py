"""The exchange by files: what was collected on one side, envelopes that Fetch Feedback finds on the other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.exchange import Parcel, as_json, parcel_of
from kith_exercises.files import sweep
from kith_exercises.records import Record
from kith_facilitator.collect import collect_module
from kith_facilitator.collected import AsTheyAre, collected
from kith_facilitator.course.model import Course
from kith_facilitator.files import files_like
from kith_facilitator.grading.stamps import submitted_students
from kith_facilitator.home import Home
from kith_facilitator.issued import add_parts, kept_folder, known_envelope, last_envelope
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.posting import can_post, ensure_folder, post

__all__ = ["FileExchange"]


@dataclass(frozen=True)
class FileExchange:
    """A home's exchange for one ``module``: what it hands over lies on that module's first page.

    Whoever has not sent that one is reached by the newest other module that they have sent.
    """

    home: Home
    course: Course
    module: str
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def waiting(self) -> Collection[str]:
        """Who has submitted the module since it was collected; looking changes nothing."""
        return Nbgrader(self.home).waiting(self.module)

    def collect(self) -> Sequence[tuple[str, str]]:
        """Take in what was submitted of the module since; what was refused comes back by name, with its reason."""
        return collect_module(self.home, self.module).refused

    def sent(self, module: str) -> Mapping[str, Sequence[Record]]:
        """What was collected of a module, by learner; who submitted it empty is there, too."""
        found: dict[str, list[Record]] = {student: [] for student in submitted_students(self.home, module)}
        for path in files_like(self.home.course / "submitted", f"*/{module}/responses/*.jsonl"):
            found[path.parts[-4]] += collected(path, self._renamed(module)).records
        return found

    def delivered(self, student: str) -> Mapping[str, Parcel]:
        """Every parcel that is kept for a learner, by id. Raises KithError where one can't be opened."""
        found: dict[str, Parcel] = {}
        for module in sorted((self.home.course / ".kith" / "feedback").glob("*")):
            for path in sorted((module / student).glob("*.json")):
                parcels = _parcels.of(path, partial(_parcels_in, self.home.course, module.name, student, path.stem))
                found |= {parcel.id: parcel for parcel in parcels}
        return found

    def reachable(self, students: Collection[str]) -> frozenset[str]:
        """Those of them to whom something can be handed over now."""
        return frozenset(student for student in students if self._channel(student))

    def deliver(self, student: str, parcels: Sequence[Parcel], figures: Mapping[str, Any]) -> bool:
        """Keep and post what has not gone out yet; True if anything changed. What went out stays as it was."""
        channel = self._channel(student)
        if channel is None:
            return False
        assert self._folders
        module, page = channel
        there = self.delivered(student)
        fresh = tuple(as_json(parcel) for parcel in parcels if parcel.id not in there)
        last = known_envelope(self.home.course, module, student, page)
        known = last.cohort if last else {}
        if fresh or any(known.get(name) != figure for name, figure in figures.items()):
            add_parts(self.home, module, student, page, cohort=figures, delivery=fresh)
        self._refresh(student, figures)
        changed = [post(self.home, *place) for place in self._kept(student)]
        return any(changed)

    def _refresh(self, student: str, figures: Mapping[str, Any]) -> None:
        """Bring figures that went out by another page to what they are now: pages must not tell two tales."""
        for module, _, page in list(self._kept(student)):
            envelope = known_envelope(self.home.course, module, student, page)
            known = envelope.cohort if envelope else {}
            old = {name: figures[name] for name in known.keys() & figures.keys() if known[name] != figures[name]}
            if old:
                add_parts(self.home, module, student, page, cohort=old, delivery=())

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        """Where this writes: made sure of, and without what a run left that was cut off."""
        folders = (ensure_folder(self.home), self.home.course / ".kith" / "feedback")
        for folder in folders:
            sweep(folder)
        return folders

    def _channel(self, student: str) -> tuple[str, str] | None:
        others = [module for module in reversed(self.course.modules) if module.name != self.module]
        for module in (self.course.module(self.module), *others):
            if can_post(self.home, module.name, student, module.notebooks[0]):
                return module.name, module.notebooks[0]
        return None

    def _kept(self, student: str) -> Iterator[tuple[str, str, str]]:
        """Pages on which something is kept for a learner besides feedback, as ``post`` takes them."""
        for module in self.course.modules:
            for path in sorted(kept_folder(self.home.course, module.name, student).glob("*.json")):
                envelope = last_envelope(self.home.course, module.name, student, path.stem)
                if envelope is not None and (envelope.delivery or envelope.cohort):
                    yield module.name, student, path.stem

    def _renamed(self, module: str) -> Mapping[str, str]:
        if module not in self._names:
            prompts = load_prompts(self.course.module(module).folder / "prompts.toml")
            self._names[module] = renamed(prompts)
        return self._names[module]


def _parcels_in(course: Path, module: str, student: str, page: str) -> tuple[Parcel, ...]:
    envelope = known_envelope(course, module, student, page)
    parcels = (parcel_of(item) for item in envelope.delivery) if envelope else ()
    return tuple(parcel for parcel in parcels if parcel is not None)


_parcels: AsTheyAre[tuple[Parcel, ...]] = AsTheyAre()
