"""An exchange that keeps all of it in memory: what another one would have to be, in as little as that takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kith_exercises.exchange import Inbox, Parcel, as_json, inbox_of, parcel_of
from kith_exercises.records import Record
from kith_facilitator.course.model import Course
from kith_facilitator.home import Home

__all__ = ["MemoryExchange", "Post"]


@dataclass
class Post:
    """What is on its way: sent by learners and not collected, collected, and handed over, by learner."""

    sent: dict[str, list[Record]] = field(default_factory=dict)
    collected: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    handed: dict[str, dict[str, Parcel]] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def inbox(self, student: str) -> Inbox:
        """What has come to a learner, as it would stand on a page."""
        there = self.handed.get(student, {}).values()
        return inbox_of(one for one in (parcel_of(as_json(parcel)) for parcel in there) if one is not None)


#: By home, since an exchange is made anew for each thing that is asked of it.
POSTS: dict[Path, Post] = {}


@dataclass(frozen=True)
class MemoryExchange:
    """The exchange of one module, as ``kith.exchange`` calls what is installed."""

    home: Home
    course: Course
    module: str

    @property
    def _post(self) -> Post:
        return POSTS[self.home.root]

    def waiting(self) -> Collection[str]:
        return [who for who, records in self._post.sent.items() if self._post.collected.get(who) != tuple(records)]

    def collect(self) -> Sequence[tuple[str, str]]:
        self._post.collected = {who: tuple(records) for who, records in self._post.sent.items()}
        return ()

    def sent(self, module: str) -> Mapping[str, Sequence[Record]]:
        return self._post.collected if module == self.module else {}

    def delivered(self, student: str) -> Mapping[str, Parcel]:
        return self._post.handed.get(student, {})

    def reachable(self, students: Collection[str]) -> frozenset[str]:
        return frozenset(students)

    def deliver(self, student: str, parcels: Sequence[Parcel], figures: Mapping[str, Any]) -> bool:
        there, known = self._post.handed.setdefault(student, {}), self._post.figures.get(student)
        fresh = {one.id: one for one in parcels if one.id not in there}
        there |= fresh
        self._post.figures[student] = dict(figures)
        return bool(fresh) or known != figures
