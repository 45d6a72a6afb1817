"""What of a journal may leave the learner's own store."""

from collections.abc import Iterable, Mapping
from typing import Any

from kith_exercises.compaction import named
from kith_exercises.records import TEXT, Record

__all__ = ["Outgoing", "outbound"]

#: Events of which only the newest counts: one for each of what the named parts of its value say it is about.
_ABOUT: Mapping[str, tuple[str, ...]] = {
    TEXT: (),
    "grown": (),
    "criterion": (),
    "self": ("criterion",),
    "reply": ("to", "criterion"),
    "suggestion": ("suggestion",),
}


def outbound(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that may travel: none of reach ``mine``, and nothing that a newer one replaced.

    Of the earlier versions of a text, those are among them that the learner chose to show.
    """
    outgoing = Outgoing()
    outgoing.take(records)
    return outgoing.records()


class Outgoing:
    """What may travel of the records taken in so far; one more costs little, however many there are."""

    def __init__(self) -> None:
        self._newest: dict[tuple[Any, ...], Record] = {}
        self._texts: dict[tuple[str, int], Record] = {}

    def take(self, records: Iterable[Record]) -> None:
        """Take in the next records."""
        for record in records:
            slot = _slot(record)
            self._newest.pop(slot, None)  # so that the newest come last
            self._newest[slot] = record
            if record.event == TEXT:
                self._texts[record.prompt, record.seq] = record

    def records(self) -> tuple[Record, ...]:
        """Those that may travel, in order."""
        leaving = [record for record in self._newest.values() if record.reach != "mine"]
        grown = [(record.prompt, named(record)) for record in leaving if record.event == "grown"]
        shown = [self._texts.get((prompt, seq)) for prompt, seqs in grown for seq in seqs]
        fresh = {record.seq: record for record in shown if record and record.reach != "mine"}
        for record in leaving:
            fresh.pop(record.seq, None)
        return tuple(sorted([*leaving, *fresh.values()], key=lambda record: record.seq))


def _slot(record: Record) -> tuple[Any, ...]:
    """The place that a record takes from the one before it; folds' events have one each."""
    about = _ABOUT.get(record.event)
    if about is None:
        return record.prompt, record.event, record.seq, record.writer
    value = record.value if about and isinstance(record.value, dict) else {}
    return record.prompt, record.event, *(str(value.get(key)) for key in about)
