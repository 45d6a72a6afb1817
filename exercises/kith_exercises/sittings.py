"""The earlier versions of a text that are worth looking at again, out of all that were saved while it was typed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from kith_exercises.compaction import SUBMITTED
from kith_exercises.journal import Record

__all__ = ["MOST", "PAUSE", "submitted", "versions"]

#: A pause of so many seconds ends a sitting.
PAUSE = 10 * 60
#: The first version and the newest others; more than so many nobody looks through.
MOST = 30


def versions(records: Sequence[Record]) -> tuple[Record, ...]:
    """The earlier texts of one prompt that stand for a step, oldest first; ``submitted`` may stand among them.

    The last text of each sitting, and each that was submitted. Who wrote all in one sitting and submitted nothing
    meets the first text that is at least half as long as the present one. An empty text is no version.
    """
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    if len(texts) < 2:
        return ()
    sent = submitted(records)
    ends = {one.seq for one, after in pairwise(texts) if _parted(one, after)}
    written = [one for one in texts[:-1] if one.value.strip()]
    found = [one for one in written if one.seq in ends or one.seq in sent]
    if not found and written:
        whole = len(texts[-1].value)
        found = [next((one for one in written if 2 * len(one.value) >= whole), written[-1])]
    return (*found[:1], *found[1:][-(MOST - 1) :])


def submitted(records: Sequence[Record]) -> frozenset[int]:
    """The numbers of the texts that were the newest when something was submitted."""
    found: set[int] = set()
    newest: int | None = None
    for record in records:
        if record.event == "text":
            newest = record.seq
        elif record.event == SUBMITTED and newest is not None:
            found.add(newest)
    return frozenset(found)


def _parted(one: Record, after: Record) -> bool:
    try:
        return (datetime.fromisoformat(after.at) - datetime.fromisoformat(one.at)).total_seconds() >= PAUSE
    except (ValueError, TypeError):
        return False  # a time that is none parts nothing
