"""A learner's journal: everything they answered, and the part of it that travels.

Two files, because a submitted folder is copied whole. ``mine/<module>/<notebook>.jsonl`` is the journal, beside the
assignment and so never submitted: a line is added for each thing done, and it is kept once the disk has it.
``<module>/responses/<notebook>.jsonl`` is what may travel: committed answers, the newest version of each text, and
the earlier ones that the learner chose to show. It is derived from the first at each write and replaced in one step,
but not waited for: after a power cut it may be old or damaged, and the next write or submit derives it again.

Beside the first may lie ``<notebook>.jsonl.damaged``, lines that could no longer be read, and ``.torn``, ends of lines
that a crash cut off before anybody was told that they are kept.
"""

import errno
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kith_exercises import log
from kith_exercises.compaction import SUBMITTED, compact, damaged_file, half_made
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.errors import KithError
from kith_exercises.halves import Private, Travelling
from kith_exercises.leaving import to_take_over
from kith_exercises.outbound import outbound
from kith_exercises.records import NO_NAMES, REACHES, TEXT, Journalled, Reach, Record, read_records, utc_now
from kith_widgets.refused import Refused
from kith_widgets.words import say

__all__ = ["REACHES", "Guard", "Journal", "Journalled", "Reach", "Record", "outbound", "read_records", "utc_now"]

#: From this size on, a journal is compacted by itself once that would halve it.
COMPACT_FROM = 1_000_000
#: From this size on, the learner is told. nbgrader leaves out files of 100 MB without a word.
LARGE = 20_000_000

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_log = logging.getLogger(__name__)

#: Looks at the records of a prompt and raises if one more may not be written.
Guard = Callable[[tuple[Record, ...]], None]


class Journal:
    """The journal of one notebook in a learner's folder; safe for several tabs and kernels at once.

    ``names`` are the new names of prompts that were renamed: what was answered under the old one is read under it.
    ``clock`` says what time it is, for whoever is simulated.

    >>> journal = Journal.open(Path("learner/0-welcome"), "0-welcome", "welcome")  # doctest: +SKIP
    >>> journal.write("my-question", "text", "Why do people hold back?", reach="facilitator")  # doctest: +SKIP
    """

    def __init__(
        self,
        private: Path,
        travelling: Path,
        names: Mapping[str, str] = NO_NAMES,
        clock: Callable[[], str] = utc_now,
    ) -> None:
        self.private, self._names = private, names
        self.travelling = travelling
        self.compact_from = COMPACT_FROM
        self._clock = clock
        self._private, self._travelling = Private(private, names), Travelling(travelling, names)
        self._lock, self._temporary = private.with_suffix(".lock"), private.with_suffix(".tmp")
        self._writer = uuid.uuid4().hex[:8]
        self._least = 0  # the size that the private file would have, compacted

    @classmethod
    def open(
        cls,
        folder: Path,
        module: str,
        notebook: str,
        names: Mapping[str, str] | None = None,
        clock: Callable[[], str] = utc_now,
    ) -> "Journal":
        """The journal of ``notebook`` whose assignment lies in ``folder``; nothing is written yet.

        Without ``names``, those that the folder's own prompts have count: read under its old name, an answer would be
        taken for another one, and a version of it that was thrown away for the newest. Raises KithError if they are
        asked for and can't be read.
        """
        folder = folder.resolve()
        return cls(
            folder.parent / "mine" / module / f"{notebook}.jsonl",
            folder / "responses" / f"{notebook}.jsonl",
            _names(folder / "prompts.toml") if names is None else names,
            clock,
        )

    def beside(self) -> tuple["Journal", ...]:
        """The journals of the module's other pages on which anything was done."""
        pages = sorted(self.private.parent.glob(f"*{self.private.suffix}"))
        return tuple(
            Journal(page, self.travelling.with_name(page.name), self._names, self._clock)
            for page in pages
            if page.name != self.private.name
        )

    def read(self) -> Journalled:
        """Everything known: the private journal, and what travelled here without it."""
        private = self._private.read()
        travelled = self._travelling.beyond(private)
        beside = travelled.records or travelled.damaged or travelled.later
        return _merged(private, travelled) if beside else private

    def write(
        self, prompt: str, event: str, value: Any, *, reach: Reach, guard: Guard | None = None, at: str | None = None
    ) -> Record:
        """Record one thing and return it once the disk has it.

        ``guard`` sees what is there already, while nobody else can write, and may raise to prevent it.
        ``at`` is when it was done, if not now. If the disk can't take it, Refused says so, and all is as it was.
        """
        [record] = self.write_by_reach(prompt, event, [(reach, value)], guard=guard, at=at)
        return record

    def write_by_reach(
        self,
        prompt: str,
        event: str,
        parts: Sequence[tuple[Reach, Any]],
        *,
        guard: Guard | None = None,
        at: str | None = None,
    ) -> tuple[Record, ...]:
        """Record one thing whose parts are seen by different people, one record each, in this order.

        All of it is kept or, if the disk can't take it, nothing, and Refused says so. A power cut may leave the first
        of them alone.
        """
        wrong = next((value for _, value in parts if event == TEXT and not isinstance(value, str)), "")
        if not isinstance(wrong, str):
            raise TypeError(f"{prompt}: what is kept as a text must be one, not {type(wrong).__name__}")
        try:
            with log.locked(self._lock):
                known = self._taken_in()
                if guard:
                    guard(tuple(record for record in known.records if record.prompt == prompt))
                when = at or self._clock()
                records = tuple(
                    Record(known.last + n, when, prompt, event, value, reach, self._writer)
                    for n, (reach, value) in enumerate(parts, 1)
                )
                self._follow_up(*self._private.append(*records))
        except OSError as error:
            raise Refused(_unkept(error)) from error
        return records

    def settle(self) -> None:
        """Bring the travelling file up to the journal, where a crash or a full disk came between the two.

        And the journal to what was said on another page about leaving answers out that are on this one as well.
        """
        try:
            with log.locked(self._lock):
                half_made(self.private).unlink(missing_ok=True)
                self._publish(self._with_words(self._taken_in()))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise KithError(say("unsent", file=str(self.travelling), reason=reason)) from error

    def submitted(self, at: str | None = None) -> None:
        """Bring the travelling file up to the journal and note that it is submitted, so that this stays for good."""
        self.settle()
        records = self.read().records
        if records and records[-1].event != SUBMITTED:
            try:
                self.write("", SUBMITTED, None, reach="mine", at=at)
            except Refused as refused:
                raise KithError(str(refused)) from refused

    def compact(self) -> None:
        """Make the private file as small as its promises allow; it does so by itself as it grows."""
        with log.locked(self._lock):
            if self.private.exists():
                self._least = compact(self.private)

    def notices(self) -> tuple[str, ...]:
        """What a learner should know about these files, in a sentence each; mostly nothing."""
        found = self.read()
        sentences = []
        if found.damaged and found.where:
            sentences.append(say("journalDamaged", n=found.damaged, file=str(found.where)))
        if found.later:
            sentences.append(say("journalLater", n=found.later))
        if self.size_warning:
            sentences.append(say("journalLarge", size=self.size_warning // 1_000_000))
        return tuple(sentences)

    @property
    def size_warning(self) -> int:
        """How many bytes the two files have, once the larger is so large that it should not grow on; else 0."""
        sizes = [path.stat().st_size for path in (self.private, self.travelling) if path.exists()]
        return sum(sizes) if max(sizes, default=0) >= LARGE else 0

    def _taken_in(self) -> Journalled:
        """The private journal, with what travelled here without it written into it. Under the lock."""
        private = self._private.read()
        travelled = self._travelling.beyond(private)
        if travelled.damaged or travelled.later:
            log.set_aside(damaged_file(self.private), self._travelling.broken())
        if travelled.records:
            self._private.take_in(travelled.records)
        return self._private.read() if travelled.records else private

    def _with_words(self, known: Journalled) -> Journalled:
        """All there is, with the words that count by now taken over from the module's other pages. Under the lock."""
        here = {record.prompt for record in known.records}
        there = [one for page in self.beside() for one in page.read().records if one.prompt in here]
        words = [
            replace(word, seq=known.last + n, writer=self._writer)
            for n, word in enumerate(to_take_over(known.records, there), 1)
        ]
        return self._private.append(*words)[0] if words else known

    def _follow_up(self, private: Journalled, line: bytes | None) -> None:
        """What is done after a line is kept, and can't take that back any more."""
        try:
            self._publish(private, line)
            self._compact_by_itself()
        except OSError as error:
            _log.warning("%s: kept, but what follows from it is still to come: %s", self.private, error)

    def _publish(self, private: Journalled, line: bytes | None = None) -> None:
        self._travelling.publish(private, self._temporary, line)

    def _compact_by_itself(self) -> None:
        size = self._private.size
        if size >= max(self.compact_from, 2 * self._least):
            self._least = size  # if it fails, it is tried again when there is twice as much
            self._least = compact(self.private, worth=2)


def _merged(private: Journalled, travelled: Journalled) -> Journalled:
    ordered = sorted((*travelled.records, *private.records), key=lambda record: (record.seq, record.at))
    return Journalled(
        tuple(ordered),
        private.damaged + travelled.damaged,
        private.where or travelled.where,
        private.later + travelled.later,
        max(private.last, travelled.last),
    )


def _names(prompts: Path) -> Mapping[str, str]:
    """The new names of prompts that were renamed, as the assignment itself has them."""
    return renamed(load_prompts(prompts))


def _unkept(error: OSError) -> str:
    if error.errno in _FULL:
        return say("noRoom")
    return say("noWrite", reason=error.strerror or type(error).__name__)
