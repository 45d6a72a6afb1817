"""A learner's journal: everything they answered, and the part of it that travels.

Two files, because a submitted folder is copied whole. ``mine/<module>/<notebook>.jsonl`` is the journal:
append-only, every draft in it, beside the assignment and so never submitted. ``<module>/responses/
<notebook>.jsonl`` is what may travel: committed answers and the newest version of each text. It is
derived from the first and replaced in one step, so a draft that was thrown away is not in it.
"""

import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from kith_exercises import drafts, log

__all__ = ["Guard", "Journal", "Journalled", "Reach", "Record", "outbound", "read_records", "utc_now"]

Reach = Literal["mine", "partner", "facilitator", "count", "library"]
REACHES: tuple[Reach, ...] = get_args(Reach)

_VERSION = 1
_TEXT = "text"


@dataclass(frozen=True)
class Record:
    """One thing a learner did: committed an answer, took the second door, wrote a text, explained.

    ``seq`` counts from 1 in one journal, ``at`` is UTC in ISO 8601 with milliseconds, ``value`` is JSON.
    """

    seq: int
    at: str
    prompt: str
    event: str
    value: Any
    reach: Reach
    writer: str


@dataclass(frozen=True)
class Journalled:
    """Records in the order they were written, and how many lines were damaged."""

    records: tuple[Record, ...]
    damaged: int

    def of(self, prompt: str) -> tuple[Record, ...]:
        """The records of one prompt."""
        return tuple(record for record in self.records if record.prompt == prompt)


def utc_now() -> str:
    """Now, as records carry it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_records(path: Path) -> Journalled:
    """The records of a journal file, whoever wrote it: what is no record counts as damaged."""
    lines = log.read(path)
    records: list[Record] = []
    damaged = lines.damaged
    texts: dict[str, str | None] = {}
    for entry in lines.entries:
        record = _record(entry)
        if record is not None and record.event == _TEXT:
            text = texts[record.prompt] = drafts.unpack(texts.get(record.prompt), record.value)
            record = None if text is None else _with_value(record, text)
        if record is None:
            damaged += 1
        else:
            records.append(record)
    return Journalled(tuple(records), damaged)


def outbound(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that may leave the learner's own store: none of reach ``mine``, no earlier draft."""
    kept: dict[tuple[str, int], Record] = {}
    for record in records:
        if record.reach != "mine":
            # A text has one place that its newest version takes; every other record has its own.
            kept[record.prompt, 0 if record.event == _TEXT else record.seq] = record
    return tuple(sorted(kept.values(), key=lambda record: record.seq))


#: Looks at the records of a prompt and raises if one more may not be written.
Guard = Callable[[tuple[Record, ...]], None]


class _File:
    """A journal file whose records are read again only when somebody else has written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._content = Journalled((), 0)

    def read(self) -> Journalled:
        state = self._state()
        if state != self._seen:
            self._content, self._seen = read_records(self.path), state
        return self._content

    def append(self, record: Record, line: bytes) -> None:
        """Write under the journal's lock, so that nobody comes between reading and remembering."""
        content = self.read()
        log.append(self.path, line)
        self._content, self._seen = replace(content, records=(*content.records, record)), self._state()

    def _state(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return (0,)
        return found.st_ino, found.st_size, found.st_mtime_ns


class Journal:
    """The journal of one notebook in a learner's folder; safe for several tabs and kernels at once.

    >>> journal = Journal.open(Path("learner/0-welcome"), "0-welcome", "welcome")  # doctest: +SKIP
    >>> journal.write("my-question", "text", "Why do people hold back?", reach="facilitator")  # doctest: +SKIP
    """

    def __init__(self, private: Path, travelling: Path) -> None:
        self.private = private
        self.travelling = travelling
        self._private, self._travelling = _File(private), _File(travelling)
        self._lock = private.with_suffix(".lock")
        self._writer = uuid.uuid4().hex[:8]

    @classmethod
    def open(cls, folder: Path, module: str, notebook: str) -> "Journal":
        """The journal of ``notebook`` whose assignment lies in ``folder``; nothing is written yet."""
        folder = folder.resolve()
        return cls(
            folder.parent / "mine" / module / f"{notebook}.jsonl",
            folder / "responses" / f"{notebook}.jsonl",
        )

    def read(self) -> Journalled:
        """Everything known: the private journal, and what travelled here without it."""
        return _merged(self._private.read(), self._travelling.read())

    def write(
        self, prompt: str, event: str, value: Any, *, reach: Reach, guard: Guard | None = None, at: str | None = None
    ) -> Record:
        """Record one thing and return it once the disk has it.

        ``guard`` sees what is there already, while nobody else can write, and may raise to prevent it.
        ``at`` is for a simulated clock.
        """
        with log.locked(self._lock):
            private = self._private.read()
            records = _merged(private, self._travelling.read()).records
            if guard:
                guard(tuple(record for record in records if record.prompt == prompt))
            seq = 1 + max((record.seq for record in records), default=0)
            record = Record(seq, at or utc_now(), prompt, event, value, reach, self._writer)
            self._private.append(record, log.encode(_entry(record, _stored(private, record))))
            self._publish((*records, record))
        return record

    def settle(self) -> None:
        """Bring the travelling file up to the journal, should a crash have come between the two."""
        with log.locked(self._lock):
            records = self.read().records
            if outbound(records) != self._travelling.read().records:
                self._publish(records)

    def _publish(self, records: tuple[Record, ...]) -> None:
        """Replace the travelling file in one step; its half-written form lies outside the assignment."""
        leaving = outbound(records)
        if not leaving and not self.travelling.exists():
            return
        self.travelling.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.private.with_suffix(f".{self._writer}.tmp")
        with temporary.open("wb") as handle:
            handle.writelines(log.encode(_entry(record, _full(record))) for record in leaving)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(self.travelling)


def _merged(private: Journalled, travelling: Journalled) -> Journalled:
    known = {(record.seq, record.writer): record for record in (*travelling.records, *private.records)}
    ordered = sorted(known.values(), key=lambda record: (record.seq, record.at))
    return Journalled(tuple(ordered), private.damaged + travelling.damaged)


def _stored(private: Journalled, record: Record) -> Any:
    """What the journal keeps of a record: a text as the difference from the text before it."""
    if record.event != _TEXT:
        return record.value
    earlier = [old.value for old in private.of(record.prompt) if old.event == _TEXT]
    last = earlier[-1] if earlier else None
    return drafts.pack(last, record.value, since_full=len(earlier) % (drafts.FULL_EVERY + 1))


def _entry(record: Record, stored: Any) -> dict[str, Any]:
    return {
        "v": _VERSION,
        "seq": record.seq,
        "at": record.at,
        "prompt": record.prompt,
        "event": record.event,
        "reach": record.reach,
        "writer": record.writer,
        "value": stored,
    }


def _full(record: Record) -> Any:
    return drafts.pack(None, record.value, since_full=0) if record.event == _TEXT else record.value


def _record(entry: dict[str, Any]) -> Record | None:
    match entry:
        case {
            "v": 1,
            "seq": int(seq),
            "at": str(at),
            "prompt": str(prompt),
            "event": str(event),
            "reach": str(reach),
            "writer": str(writer),
            "value": value,
        } if reach in REACHES and not isinstance(seq, bool):
            return Record(seq, at, prompt, event, value, reach, writer)
    return None


def _with_value(record: Record, value: Any) -> Record:
    return Record(record.seq, record.at, record.prompt, record.event, value, record.reach, record.writer)
