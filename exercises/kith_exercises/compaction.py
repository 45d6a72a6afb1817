"""A journal kept small: fewer earlier versions of a text, and damaged lines moved out of the way, unchanged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kith_exercises import log
from kith_exercises.records import TEXT, Record, Tape, is_later
from kith_exercises.slots import Slot, named, slot_of

__all__ = ["SUBMITTED", "compact", "damaged_file", "half_made", "kept"]

#: The event that says: what stood here last was submitted.
SUBMITTED = "submitted"

#: Of the versions in between, the last of each minute, of the newest so many; of each hour; of each day, of all.
#: A stretch is the start of a time as records carry it: 2026-11-22T12:03:04.005Z.
_STRETCHES = ((len("2026-11-22T12:03"), 20), (len("2026-11-22T12"), 48), (len("2026-11-22"), None))


def kept(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that a compacted journal keeps: all that stand for themselves, and some of those that replace others.

    Of the texts of a prompt, the replies to one comment, and so on: the first, the newest, each that was submitted; of
    the others the last of each of the latest minutes, hours and days in which there were any. And each text that one of
    these chooses to show. Done again, it keeps the same.
    """
    records = tuple(records)
    # Older levels don't say what they are about: the own criteria before them do.
    untold = {one.prompt for one in records if one.event == "self" and not _says(one)}
    slots: dict[Slot, list[int]] = defaultdict(list)
    wanted: set[int] = set()
    for place, record in enumerate(records):
        slot = slot_of(record)
        if slot is None or (record.event == "criterion" and record.prompt in untold):
            wanted.add(place)
        if slot:
            slots[slot].append(place)
        if record.event == SUBMITTED:
            wanted |= {places[-1] for places in slots.values()}
    for places in slots.values():
        wanted |= {places[0], places[-1], *_thinned(places, records)}
    shown = {seq for place in wanted if records[place].event == "grown" for seq in named(records[place])}
    wanted |= {place for place, record in enumerate(records) if record.event == TEXT and record.seq in shown}
    return tuple(record for place, record in enumerate(records) if place in wanted)


def _says(level: Record) -> bool:
    return isinstance(level.value, dict) and "own" in level.value


def compact(path: Path, *, worth: int = 1) -> int:
    """Put a compacted journal in the place of the one there is, and return how large it is or would be.

    Nothing is replaced unless the file gets ``worth`` times smaller. Hold the journal's lock around it. A cut at any
    moment leaves the old file or the new one.
    """
    raw = path.read_bytes()
    parsed = log.parse(raw)
    found = Tape().take(parsed.entries)
    broken: list[bytes] = []
    later: list[bytes] = []
    for line, entry, record in zip(parsed.lines, parsed.entries, found, strict=True):
        if record is None:
            # What a later Kith wrote is whole, and that Kith will want it here.
            (later if is_later(entry) else broken).append(line)
    records = sorted((record for record in found if record is not None), key=lambda record: record.seq)
    data = b"".join(line + b"\n" for line in later) + _lines(kept(records))
    if data != raw and len(data) * worth <= len(raw):
        log.set_aside(damaged_file(path), broken)
        log.set_aside(log.torn_file(path), [parsed.torn])
        log.replace(path, data, half_made(path))
    return len(data)


def half_made(path: Path) -> Path:
    """Where a compacted journal is written before it takes the other's place; a kill may leave it there."""
    return path.with_suffix(".compact")


def damaged_file(path: Path) -> Path:
    """Where the damaged lines of a journal lie, once it was compacted."""
    return path.with_name(f"{path.name}.damaged")


def _thinned(places: Sequence[int], records: Sequence[Record]) -> set[int]:
    chosen: set[int] = set()
    for length, most in _STRETCHES:
        seen: set[str] = set()
        for place in reversed(places):
            stretch = records[place].at[:length]
            if stretch not in seen:
                seen.add(stretch)
                chosen.add(place)
                if len(seen) == most:
                    break
    return chosen


def _lines(records: Iterable[Record]) -> bytes:
    """The records written anew: a text whose base was left out gets another one."""
    tape = Tape()
    lines = []
    for record in records:
        entry = tape.entry(record)
        tape.take([entry])
        lines.append(log.encode(entry))
    return b"".join(lines)
