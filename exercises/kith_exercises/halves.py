"""The two files of a journal, each read again only as far as somebody else has written to it."""

import operator
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kith_exercises import log
from kith_exercises.compaction import damaged_file
from kith_exercises.outbound import Outgoing
from kith_exercises.records import TEXT, Journalled, Record, Tape, whole

__all__ = ["Private", "Travelling"]

_NOTHING = Journalled((), 0)
_State = tuple[int, int, int] | None


class Private:
    """The file that everything is added to. It is read on from where it was read to, unless it was replaced."""

    def __init__(self, path: Path, names: Mapping[str, str]) -> None:
        self._path = path
        self._damaged = damaged_file(path)
        self._names = names
        self._mutex = threading.RLock()  # a kernel may answer a widget in another thread than it runs cells
        self._aside: tuple[_State, int] = (None, 0)
        self._forget()

    def _forget(self) -> None:
        self._seen: _State = None
        self._tape = Tape(self._names)
        self._content = _NOTHING
        self._end, self._mark = 0, b""  # up to where it was read, and the bytes that stood before that

    @property
    def size(self) -> int:
        """How large the file is, in bytes, as far as it was read."""
        return self._end

    def read(self) -> Journalled:
        """All records, and the damaged lines of this file and of those that were set aside."""
        with self._mutex:
            if _state(self._path) != self._seen:
                self._catch_up()
            aside = self._set_aside()
            if not aside:
                return self._content
            where = self._content.where or self._damaged
            return replace(self._content, damaged=self._content.damaged + aside, where=where)

    def append(self, *records: Record) -> tuple[Journalled, bytes | None]:
        """Add records to what was read just now, under the same lock, and wait until the disk has them.

        They go to the disk in one piece. With all there is now comes the last one's line, if it needs no other line to
        be read.
        """
        with self._mutex:
            entries = [self._tape.entry(record) for record in records]
            lines = [log.encode(entry) for entry in entries]
            log.append(self._path, b"".join(lines))
            tape = self._tape
            self._forget()  # as in _catch_up
            for record, entry, line in zip(records, entries, lines, strict=True):
                # A text is what it was; of other values, what counts is what the file says.
                tape.take([entry] if record.event == TEXT else log.parse(line).entries)
            self._know(tape, lines[-1], _state(self._path))
            return self._content, lines[-1] if entries[-1]["v"] == 1 else None

    def take_in(self, records: Iterable[Record]) -> None:
        """Add records that were written elsewhere, as they are. Under the journal's lock."""
        log.append(self._path, b"".join(log.encode(whole(record)) for record in records))

    def _catch_up(self) -> None:
        # Whoever is interrupted in here leaves nothing known, and the next one reads all of it.
        seen, tape, end, mark = self._seen, self._tape, self._end, self._mark
        self._forget()
        try:
            handle = self._path.open("rb", buffering=0)
        except FileNotFoundError:
            return
        with handle:
            state = _state(handle.fileno())
            same = state and seen and state[0] == seen[0]
            if not same or os.pread(handle.fileno(), len(mark), end - len(mark)) != mark:
                tape, end, mark = self._tape, 0, b""
            handle.seek(end)
            fresh = handle.read()
        parsed = log.parse(fresh)
        tape.take(parsed.entries)
        read = len(fresh) - len(parsed.torn)
        self._know(tape, mark + fresh[max(0, read - 64) : read], state, end + read)

    def _know(self, tape: Tape, before: bytes, state: _State, end: int | None = None) -> None:
        """Everything up to ``end``, or all there is, is on the tape; ``before`` are the last bytes of it."""
        self._end = end if end is not None else state[1] if state else 0
        self._mark = before[-64:]
        self._tape, self._content, self._seen = tape, tape.journalled(self._path), state

    def _set_aside(self) -> int:
        state = _state(self._damaged)
        if state != self._aside[0]:
            lines = self._damaged.read_bytes().split(b"\n") if state else []
            self._aside = state, sum(bool(line) for line in lines)
        return self._aside[1]


class Travelling:
    """The file that is derived from the private one. As long as it says what it should, it is not looked into."""

    def __init__(self, path: Path, names: Mapping[str, str]) -> None:
        self._path = path
        self._names = names
        self._mutex = threading.RLock()
        self._lines: dict[tuple[int, str], tuple[Record, bytes]] = {}
        self._outgoing, self._taken = Outgoing(), list[Record]()
        self._note(None, b"", (), _NOTHING)

    def _note(self, seen: _State, data: bytes, beside: tuple[Record, ...], beyond: Journalled) -> None:
        self._seen, self._data, self._beside, self._beyond = seen, data, beside, beyond

    def beyond(self, private: Journalled) -> Journalled:
        """What this file holds that the private one does not."""
        with self._mutex:
            state = _state(self._path)
            if state != self._seen or private.records is not self._beside:
                self._compare(state, private)
            return self._beyond

    def broken(self) -> tuple[bytes, ...]:
        """The damaged lines of the file, as it was when it was looked into."""
        parsed = log.parse(self._data)
        found = Tape().take(parsed.entries)
        return tuple(line for line, record in zip(parsed.lines, found, strict=True) if record is None)

    def publish(self, private: Journalled, temporary: Path, last: bytes | None = None) -> None:
        """Make the file say what it should, in one step, after :meth:`beyond` under the same lock.

        Its half-written form lies outside the assignment. ``last`` is the newest record's line, if it is known.
        """
        with self._mutex:
            if last and private.records:
                newest = private.records[-1]
                self._lines[newest.seq, newest.writer] = newest, last
            data = self._derived(private.records)
            if data != self._data:
                log.replace_unsynced(self._path, data, temporary)
            self._note(_state(self._path), data, private.records, _NOTHING)

    def _compare(self, state: _State, private: Journalled) -> None:
        try:
            data = self._path.read_bytes() if state else b""
        except FileNotFoundError:
            state, data = None, b""
        except OSError:
            if not private.records:
                raise
            state, data = None, b""  # what is derived from the other can't stop it; publishing will say what is wrong
        beyond = _NOTHING
        if data != self._derived(private.records):
            tape = Tape(self._names)
            tape.take(log.parse(data).entries)
            found = tape.journalled(self._path)
            known = {(record.seq, record.writer) for record in private.records}
            records = tuple(record for record in found.records if (record.seq, record.writer) not in known)
            # Damage here loses nothing, unless the file knew more than the one that it is derived from.
            if records or not known:
                beyond = replace(found, records=records)
        return self._note(state, data, private.records, beyond)

    def _derived(self, records: tuple[Record, ...]) -> bytes:
        count = len(self._taken)
        if count > len(records) or any(map(operator.is_not, self._taken, records)):
            self._outgoing, self._taken, count = Outgoing(), [], 0
        self._outgoing.take(records[count:])
        self._taken += records[count:]
        lines = {}
        for record in self._outgoing.records():
            key = record.seq, record.writer
            known = self._lines.get(key)
            if not known or (known[0] is not record and known[0] != record):
                known = record, log.encode(whole(record))
            lines[key] = known
        self._lines = lines
        return b"".join([line for _, line in lines.values()])


def _state(file: Path | int) -> _State:
    try:
        found = file.stat() if isinstance(file, Path) else os.fstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
