"""Taking in what was submitted, each submission by itself; what can't be trusted is refused by name."""

import os
import pwd
import re
import shutil
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc
from traitlets import Enum, Integer, List, Tuple, Unicode

from kith_facilitator.intake import Limits, NotKept, Unfit, owner_of, shown, take_in

__all__ = ["KithCollect"]

#: A learner's id: it becomes a folder's name, and nbgrader looks for folders by patterns.
_STUDENT = re.compile(r"[^\W_][\w.@-]{0,63}")
_SECRET = re.compile(r"[0-9A-Za-z]{16,256}")
_FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"
#: How far the date in a name may lie from when the folder was really written; copying takes a while.
_TOLERANCE = timedelta(minutes=10)
_MOST_TOLD = 10


class KithCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collects submissions one by one; what can't be trusted is refused by name and stops nobody else.

    A submission is copied beside its place and moved there whole, so a cut leaves the old one or the new one.
    Its date is the one in its name, unless its files were written at another time: then it is that time.
    """

    identity = Enum(["unix", "claimed"], "unix", help="Who must own a submission: the learner named, or anyone").tag(
        config=True
    )
    max_bytes = Integer(Limits.size, help="Most bytes that one submission may hold").tag(config=True)
    max_entries = Integer(Limits.entries, help="Most files and folders that one submission may hold").tag(config=True)
    max_depth = Integer(Limits.depth, help="How deep its folders may lie in each other").tag(config=True)
    max_notebook = Integer(Limits.notebook, help="Most bytes of one notebook").tag(config=True)
    max_tries = Integer(25, help="How many submissions of one learner are tried, the newest first").tag(config=True)
    refused = List(Tuple(Unicode(), Unicode()), help="Names and reasons, with what to do, of what was not collected")

    def waiting(self) -> list[str]:
        """Who has submitted something newer than what was collected of them; nothing is taken in."""
        where: Any = self.coursedir
        if not Path(self.root, where.course_id, "inbound").is_dir():
            return []
        self.init_src()
        newest = {student: max(record.sent for record in records) for student, records in self.src_records.items()}
        return sorted(student for student, sent in newest.items() if sent > _collected(self._place(student)))

    def init_src(self) -> None:
        where: Any = self.coursedir
        self.inbound_path = str(Path(self.root, where.course_id, "inbound"))
        self._check_place(Path(self.inbound_path))
        self._told: Counter[tuple[str, str]] = Counter()
        self.src_records: dict[str, list[_Record]] = {}
        for name in self._names(f"+{where.assignment_id}+"):
            try:
                record = _Record.of(Path(self.inbound_path, name), where.assignment_id, self._owner)
            except Unfit as error:
                self._refuse(name, str(error), _ASK)
            except OSError as error:
                self._refuse(name, f"it can't be looked at ({error.strerror})", _ASK)
            else:
                self.src_records.setdefault(record.student, []).append(record)

    def copy_files(self) -> None:
        for student, records in sorted(self.src_records.items()):
            self._take_newest(sorted(records, key=lambda record: record.sent, reverse=True), self._place(student))
        for (reason, remedy), count in self._told.items():
            if count > _MOST_TOLD:
                self.refused = [*self.refused, ("…", f"{count - _MOST_TOLD:,} more: {reason}. {remedy}")]

    def _place(self, student: str) -> Path:
        where: Any = self.coursedir
        return Path(where.format_path(where.submitted_directory, student, where.assignment_id))

    def _take_newest(self, records: list["_Record"], place: Path) -> None:
        """Take the newest submission that is fit; one that is not is refused, and the one before it looked at."""
        for tried, record in enumerate(records):
            if record.sent <= _collected(place):
                return
            if tried == self.max_tries:
                self._refuse(record.path.name, f"{tried} newer ones of {record.student} were refused", _ASK)
                return
            try:
                self._take(record, place)
            except Unfit as error:
                self._refuse(record.path.name, str(error), _ASK)
            except NotKept as error:
                self._refuse(record.path.name, str(error), _ROOM)
                return
            except OSError as error:
                self._refuse(record.path.name, f"its copy can't be put into place ({error.strerror})", _ROOM)
                return
            else:
                return

    def _take(self, record: "_Record", place: Path) -> None:
        where: Any = self.coursedir
        limits = Limits(self.max_bytes, self.max_entries, self.max_depth, self.max_notebook)
        waiting = Path(where.root, ".kith", "collecting")
        waiting.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(waiting).free < 2 * limits.size:
            raise NotKept(f"less than {2 * limits.size / 1e6:,.0f} MB are free on this disk")
        with tempfile.TemporaryDirectory(dir=waiting) as folder:
            fresh = Path(folder, "fresh")
            written = take_in(record.path, fresh, owner=record.owner, limits=limits)
            _check_papers(fresh)
            (fresh / "timestamp.txt").write_text(record.dated(written).strftime(_FORMAT), encoding="ascii")
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                place.rename(Path(folder, "old"))
            fresh.rename(place)

    def _check_place(self, inbound: Path) -> None:
        """A folder that somebody else put in the place of the course's own is not collected from."""
        try:
            states = [path.lstat() for path in (inbound.parent, inbound)]
        except OSError:
            states = []
        if not states or not os.access(inbound, os.R_OK | os.X_OK):
            self.fail(f"There is nothing to collect from: {inbound} is not there, or may not be read.")
        strange = [state for state in states if not stat.S_ISDIR(state.st_mode) or not self._trusted(state.st_uid)]
        if strange:
            self.fail(
                f"{inbound.parent} does not belong to this account: somebody has put another folder in its place. "
                "Close the exchange's root to others (“kith doctor --fix” does), and release the module again."
            )

    def _trusted(self, owner: int) -> bool:
        where: Any = self.coursedir
        return where.groupshared or owner in (os.geteuid(), 0)

    def _names(self, part: str) -> Iterator[str]:
        with os.scandir(self.inbound_path) as listing:
            yield from sorted(entry.name for entry in listing if part in entry.name)

    def _refuse(self, name: str, reason: str, remedy: str) -> None:
        self.log.warning("Not collected: %s: %s", shown(name), reason)
        self._told[reason, remedy] += 1
        if self._told[reason, remedy] <= _MOST_TOLD:  # a thousand of one kind must not hide one of another
            self.refused = [*self.refused, (shown(name), f"{reason}. {remedy}")]

    def _owner(self, student: str) -> int | None:
        """The account that must own everything of this learner; None: no account is asked for."""
        if self.identity == "claimed":
            return None
        try:
            return pwd.getpwnam(student).pw_uid
        except KeyError:
            raise Unfit("no account has the name of its learner") from None


_ASK = "Ask its sender to submit again with Kith's Submit."
_ROOM = "Make room on this disk, or see that this account may write to the home, and collect again."


@dataclass(frozen=True)
class _Record:
    """One submission in the exchange: whose, sent when (as its name says), and who must own it."""

    path: Path
    student: str
    sent: datetime
    owner: int | None

    @classmethod
    def of(cls, path: Path, module: str, owner: Callable[[str], int | None]) -> "_Record":
        parts = path.name.rsplit("+", 3)
        if len(parts) != 4 or parts[1] != module or not _STUDENT.fullmatch(parts[0]):
            raise Unfit("its name is not that of a submission")
        try:
            sent = cast(datetime, parse_utc(parts[2]))
        except Exception as error:  # a date is whatever a stranger wrote
            raise Unfit("its name holds no date") from error
        if sent > datetime.now(UTC).replace(tzinfo=None) + _TOLERANCE:
            raise Unfit("its name holds a date that is still to come")
        found, wanted = owner_of(path), owner(parts[0])
        if wanted is not None and found != wanted:
            raise Unfit("it belongs to another account than the learner it names")
        return cls(path, parts[0], sent, wanted)

    def dated(self, written: float) -> datetime:
        """When it was sent: a name can say anything, but when a file was changed is the system's to say."""
        really = datetime.fromtimestamp(written, UTC).replace(tzinfo=None)
        return really if really - self.sent > _TOLERANCE else self.sent


def _check_papers(folder: Path) -> None:
    """The two files that submitting writes last. Raises Unfit if they are not there as it writes them."""
    for name in ("timestamp.txt", "submission_secret.txt"):
        if not (folder / name).is_file():
            raise Unfit(f"it is not complete: {name} is not there; if it is being sent just now, collect again")
    secret = (folder / "submission_secret.txt").read_bytes()[:1000].decode("ascii", "replace")
    if not _SECRET.fullmatch(secret.strip()):
        raise Unfit("its submission_secret.txt is not as Submit writes it, so no feedback could find its way back")


def _collected(place: Path) -> datetime:
    """When the submission that is there was sent; long ago if there is none, or none that says."""
    try:
        return cast(datetime, parse_utc((place / "timestamp.txt").read_text().strip()))
    except Exception:  # noqa: BLE001  # an older Kith kept what had come with the submission
        return _LONG_AGO


_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  # nbgrader compares times of UTC without saying so
