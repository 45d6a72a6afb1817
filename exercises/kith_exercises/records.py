"""What a line of a journal says: one record, and how its text is stored."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from kith_exercises import drafts, log
from kith_widgets.answering import iso

__all__ = [
    "NO_NAMES",
    "REACHES",
    "TEXT",
    "VERSION",
    "Journalled",
    "Reach",
    "Record",
    "Tape",
    "is_later",
    "read_records",
    "utc_now",
    "whole",
]

Reach = Literal["mine", "partner", "facilitator", "count", "library"]
REACHES: tuple[Reach, ...] = get_args(Reach)

TEXT = "text"
NO_NAMES: Mapping[str, str] = MappingProxyType({})

#: What a line may call its version. It calls itself by the lowest that reads it right: 2 is a text given by its base.
VERSION = 2

#: Up to so many characters a text is stored whole, so that a damaged line costs itself alone.
_WHOLE = 4_000
#: A longer one is stored by its difference from a whole one, at most so many times.
_FROM_ONE_BASE = 20
#: So many characters of differences are spread out in one file. A forged file could ask for all memory there is.
_MOST = 400_000_000


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
    """Records in the order they were written, how many lines were damaged, and the file in which those lie.

    ``later`` counts whole lines that a newer Kith wrote, and ``last`` is the highest number of any whole line.
    """

    records: tuple[Record, ...]
    damaged: int
    where: Path | None = None
    later: int = 0
    last: int = 0

    def of(self, prompt: str) -> tuple[Record, ...]:
        """The records of one prompt."""
        return tuple(record for record in self.records if record.prompt == prompt)


def utc_now() -> str:
    """Now, as records carry it."""
    return iso(datetime.now(UTC))


def read_records(path: Path, names: Mapping[str, str] = NO_NAMES) -> Journalled:
    """The records of a journal file, whoever wrote it; ``names`` are the new names of renamed prompts.

    What is no record counts as damaged. A last line that never came to its end doesn't: nobody was told it is kept.

    Version 1 stored a long text by what changed since the one before it. Behind a damaged line of such a file nobody
    can tell on which text the next ones were built: on the damaged one, or, if they came later, on what could be read
    instead. They count as damaged too, up to the next whole text. None is guessed, and all are kept as they are. What
    travels holds the newest text whole, and the journal takes it from there.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Journalled((), 0)
    tape = Tape(names)
    tape.take(log.parse(raw).entries)
    return tape.journalled(path)


@dataclass
class _Base:
    """A text that was stored whole, and how many were stored by it."""

    seq: int
    text: str
    used: int = 0


class Tape:
    """The records of one file as its lines come in, with what it takes to read and write the next."""

    def __init__(self, names: Mapping[str, str] = NO_NAMES) -> None:
        self._names = names
        self._records: list[Record] = []
        self._damaged = self._later = self._highest = 0
        self._in_order = True
        self._last = 0
        self._spread = 0
        self._whole: dict[int, str] = {}
        self._bases: dict[str, _Base] = {}  # by the prompt's name now
        self._chains: dict[str, str] = {}  # by the prompt's name then: what version 1 took for its base

    def take(self, entries: Iterable[Mapping[str, Any] | None]) -> list[Record | None]:
        """Take in the next lines, and say what record each is."""
        found = []
        for entry in entries:
            record = None if entry is None else self._record(entry)
            found.append(record)
            if record is not None:
                self._records.append(record)
            elif is_later(entry):
                self._later += 1
            else:
                self._damaged += 1
            # Whatever a whole line says, its number is taken.
            seq = entry.get("seq") if entry else None
            if type(seq) is int and seq > self._highest:
                self._highest = seq
        return found

    def entry(self, record: Record) -> dict[str, Any]:
        """The entry by which a record is added to the file; the tape does not take it yet."""
        if record.event != TEXT or not isinstance(record.value, str):
            return _entry(record, record.value)
        base = self._bases.get(record.prompt)
        long = len(record.value) > _WHOLE
        if long and base and base.used < _FROM_ONE_BASE and self._whole.get(base.seq) == base.text:
            pieces = drafts.difference(base.text, record.value)
            if sum(len(piece) if isinstance(piece, str) else 16 for piece in pieces) < len(record.value) // 2:
                return _entry(record, {"on": base.seq, "pieces": pieces, "sum": _sum(record.value)}, version=2)
        return whole(record)

    def journalled(self, path: Path) -> Journalled:
        """All that was taken in so far, from this file."""
        if not self._in_order:
            self._records.sort(key=lambda record: record.seq)
            self._in_order = True
        where = path if self._damaged else None
        return Journalled(tuple(self._records), self._damaged, where, self._later, self._highest)

    def _record(self, entry: Mapping[str, Any]) -> Record | None:
        record = _record(entry)
        if record is None:
            return None
        seq, prompt, value = record.seq, self._names.get(record.prompt, record.prompt), record.value
        if seq > self._last + 1:
            # A line lacks, and it may have been the base: from here on, version 1 needs a whole text first.
            self._chains.clear()
        self._in_order &= seq >= self._last
        self._last = seq
        if record.event == TEXT:
            value = self._text(prompt, record)
            if value is None:
                self._chains.pop(record.prompt, None)
                return None
            self._chains[record.prompt] = value
        elif prompt is record.prompt:
            return record
        return Record(seq, record.at, prompt, record.event, value, record.reach, record.writer)

    def _text(self, prompt: str, record: Record) -> str | None:
        match record.value:
            case {"text": str(text)}:
                self._whole[record.seq] = text
                self._bases[prompt] = _Base(record.seq, text)
                return text
            case {"on": int(seq), "pieces": pieces, "sum": str(total)}:
                base = self._whole.get(seq)
                if base is None or self._spends(_length(pieces)):
                    return None
                found = drafts.apply(base, pieces)
                if found is None or _sum(found) != total:
                    return None
                if prompt in self._bases:
                    self._bases[prompt].used += 1
                return found
        previous = self._chains.get(record.prompt)
        if self._spends(len(previous or "")):
            return None
        return drafts.unpack(previous, record.value)

    def _spends(self, characters: int) -> bool:
        """Whether so many more characters would be too many."""
        self._spread += characters
        return self._spread > _MOST


def is_later(entry: Mapping[str, Any] | None) -> bool:
    """Whether a whole line is of a version that this Kith does not know yet."""
    version = entry.get("v") if entry else None
    return type(version) is int and version > VERSION


def whole(record: Record) -> dict[str, Any]:
    """The entry for a record that needs no other to be read."""
    return _entry(record, {"text": record.value} if record.event == TEXT else record.value)


def _entry(record: Record, stored: Any, version: int = 1) -> dict[str, Any]:
    return {
        "v": version,
        "seq": record.seq,
        "at": record.at,
        "prompt": record.prompt,
        "event": record.event,
        "reach": record.reach,
        "writer": record.writer,
        "value": stored,
    }


def _length(pieces: Any) -> int:
    """How many characters the pieces ask for."""
    if not isinstance(pieces, list):
        return 0
    asked = 0
    for piece in pieces:
        match piece:
            case str(new):
                asked += len(new)
            case [int(), int(length)]:
                asked += max(0, length)
    return asked


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _record(entry: Mapping[str, Any]) -> Record | None:
    get = entry.get
    seq, at, prompt, event = get("seq"), get("at"), get("prompt"), get("event")
    reach, writer, version = get("reach"), get("writer"), get("v")
    texts = (at, prompt, event, writer)
    if type(seq) is not int or type(version) is not int or not 1 <= version <= VERSION or reach not in REACHES:
        return None
    if "value" not in entry or any(type(text) is not str for text in texts):
        return None
    return Record(seq, at, prompt, event, entry["value"], reach, writer)  # type: ignore[arg-type]  # looked at above
