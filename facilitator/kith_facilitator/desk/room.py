"""What all pages of the desk have in common: one gradebook, one reading of submissions, one ledger a module."""

from dataclasses import dataclass, field
from pathlib import Path

from kith_facilitator.course.model import Course
from kith_facilitator.desk.jobs import Jobs
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.desk.marks import Marks
from kith_facilitator.desk.notes import Notes
from kith_facilitator.desk.order import Order, desk_folder, order_of
from kith_facilitator.desk.work import Work
from kith_facilitator.home import Home
from kith_facilitator.sources import course_of

__all__ = ["Room"]


@dataclass
class Room:
    """A home, opened for marking."""

    home: Home
    order: Order
    marks: Marks
    work: Work
    jobs: Jobs
    _ledgers: dict[str, Ledger] = field(default_factory=dict)
    _notes: dict[str, Notes] = field(default_factory=dict)

    @classmethod
    def of(cls, home: Home, *, keep: bool = True) -> "Room":
        """The room of a home; without ``keep`` to look at alone, where nobody has marked yet."""
        return cls(home, order_of(home, keep=keep), Marks(home), Work(home), Jobs(home))

    @property
    def course(self) -> Course:
        """The course as it is written now. Raises KithError if it can't be read."""
        return course_of(self.home)

    def ledger(self, module: str) -> Ledger:
        """What only the desk knows of a module."""
        if module not in self._ledgers:
            self._ledgers[module] = Ledger(self._place(module))
        return self._ledgers[module]

    def notes(self, module: str) -> Notes:
        """What that adds up to just now."""
        self._notes[module] = self._notes.get(module, Notes()).take(self.ledger(module).entries())
        return self._notes[module]

    def close(self) -> None:
        """End jobs and let go of files; doing it twice is harmless."""
        self.jobs.stop()
        self.marks.close()

    def _place(self, module: str) -> Path:
        return desk_folder(self.home) / f"{module}.jsonl"
