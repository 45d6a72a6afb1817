"""nbgrader's exchange, with two steps made safer: what leaves a learner's folder, and what is taken in.

Both are set through ``ExchangeFactory``, so the Assignment List and nbgrader's own commands use them.
"""

import os
import pwd
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit
from nbgrader.utils import parse_utc
from traitlets import Enum, List, Tuple, Unicode

from kith_exercises.journal import Journal
from kith_facilitator.intake import Unfit, owner_of, take_in
from kith_facilitator.notebooks import notebook_bytes, read_notebook

__all__ = ["KithCollect", "KithSubmit"]


class KithSubmit(ExchangeSubmit):  # type: ignore[misc]  # nbgrader has no types
    """Submits an assignment folder without what is the learner's own.

    The journal's travelling part is brought up to date first. Outputs and widget state are left out of
    the notebooks: they are made anew when grading, and may hold words that were thrown away since.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        settle_journals(Path(src))
        with tempfile.TemporaryDirectory(prefix="kith-submit-") as folder:
            clean = Path(folder) / "assignment"
            super().do_copy(src, str(clean), log)
            for notebook in clean.rglob("*.ipynb"):
                _without_outputs(notebook)
            shutil.copytree(clean, dest)


def settle_journals(assignment: Path) -> None:
    """Bring every travelling file of an assignment up to its journal."""
    private = assignment.resolve().parent / "mine" / assignment.name
    for path in private.glob("*.jsonl"):
        Journal.open(assignment, assignment.name, path.stem).settle()


def _without_outputs(path: Path) -> None:
    try:
        notebook = read_notebook(path)
        cells = notebook.cells
    except Exception:  # noqa: BLE001  # whatever a learner's file is, it is handed in as it is
        return
    notebook.metadata.pop("widgets", None)
    for cell in cells:
        if cell.get("cell_type") == "code":
            cell.outputs, cell.execution_count = [], None
    path.write_bytes(notebook_bytes(notebook))


class KithCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collects submissions one by one; what can't be trusted is refused by name and stops nobody else.

    A submission is copied beside its place and moved there whole, so a cut leaves the old one or the new one.
    """

    identity = Enum(["unix", "claimed"], "unix", help="Who must own a submission: the learner named, or anyone").tag(
        config=True
    )
    refused = List(Tuple(Unicode(), Unicode()), help="Names and reasons of what was not collected")

    def init_src(self) -> None:
        where: Any = self.coursedir
        self.inbound_path = str(Path(self.root, where.course_id, "inbound"))
        if not os.access(self.inbound_path, os.R_OK | os.X_OK):
            self.fail(f"There is nothing to collect from: {self.inbound_path} is not there, or may not be read.")
        self.src_records: dict[str, list[_Record]] = {}
        for path in sorted(Path(self.inbound_path).glob(f"*+{where.assignment_id}+*")):
            try:
                record = _Record.of(path, self._owner)
            except (Unfit, OSError) as error:
                self._refuse(path, error)
            else:
                self.src_records.setdefault(record.student, []).append(record)

    def copy_files(self) -> None:
        where: Any = self.coursedir
        for student, records in self.src_records.items():
            place = Path(where.format_path(where.submitted_directory, student, where.assignment_id))
            for record in sorted(records, key=lambda record: record.sent, reverse=True):
                if record.sent <= _collected(place):
                    break
                try:
                    self._take(record, place)
                    break
                except (Unfit, OSError) as error:
                    self._refuse(record.path, error)  # and look whether an earlier one will do

    def _take(self, record: "_Record", place: Path) -> None:
        where: Any = self.coursedir
        waiting = Path(where.root, ".kith", "collecting")
        waiting.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=waiting) as folder:
            fresh = Path(folder, "fresh")
            take_in(record.path, fresh, owner=record.owner)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                place.rename(Path(folder, "old"))
            fresh.rename(place)

    def _refuse(self, path: Path, error: Exception) -> None:
        reason = str(error) if isinstance(error, Unfit) else f"it can't be read ({error})"
        self.refused = [*self.refused, (path.name, reason)]
        self.log.warning("Not collected: %r: %s", path.name, reason)

    def _owner(self, student: str) -> int | None:
        """The account that must own everything of this learner; None: no account is asked for."""
        if self.identity == "claimed":
            return None
        try:
            return pwd.getpwnam(student).pw_uid
        except KeyError:
            raise Unfit(f"no account is called {student!r}") from None


@dataclass(frozen=True)
class _Record:
    """One submission in the exchange: whose, sent when (as its name says), and who must own it."""

    path: Path
    student: str
    sent: datetime
    owner: int | None

    @classmethod
    def of(cls, path: Path, owner: Callable[[str], int | None]) -> "_Record":
        parts = path.name.rsplit("+", 3)
        if len(parts) != 4 or not parts[0] or parts[0].startswith("."):
            raise Unfit("its name is not that of a submission")
        try:
            sent = parse_utc(parts[2])
        except Exception as error:  # a date is whatever a stranger wrote
            raise Unfit("its name holds no date") from error
        found, wanted = owner_of(path), owner(parts[0])
        if wanted is not None and found != wanted:
            raise Unfit("it belongs to another account than the learner it names")
        return cls(path, parts[0], sent, wanted)


def _collected(place: Path) -> datetime:
    """When the submission that is there was sent; long ago if there is none, or none that says."""
    try:
        return cast(datetime, parse_utc((place / "timestamp.txt").read_text().strip()))
    except Exception:  # noqa: BLE001  # the file came with the submission
        return _LONG_AGO


_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  # nbgrader compares times of UTC without saying so
