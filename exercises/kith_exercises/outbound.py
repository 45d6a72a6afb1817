"""What of a journal may leave the learner's own store."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kith_exercises.assessment import Own, own_of, rating_of
from kith_exercises.leaving import LEAVE_OUT, THROUGH, left_out
from kith_exercises.records import TEXT, Record
from kith_exercises.slots import Slot, named, slot_of

__all__ = ["DEBRIEF", "STOP", "TRIAL", "Outgoing", "outbound"]

#: What was answered while some details were drawn by lot; that its learner was told so; and that they broke it off.
TRIAL, DEBRIEF, STOP = "trial", "debrief", "stop"

#: What a commit says of its place: the step, and whose parcel it is about.
_PLACE = ("step", "to", "parcel")


def outbound(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that may travel: none of reach ``mine``, and nothing that a newer one replaced.

    Of the earlier versions of a text, those are among them that the learner chose to show. An own level travels while
    what it is about stands in the criterion's place, and says what that is; its sentence does while it stands in a text
    that travels. What was answered in a trial waits until its learner was told what the trial was about, and stays as
    long as they want it left out, or for good if they broke it off. Any other answer to be counted, and what follows
    from one, stays as long as its learner wants it left out; that they went through travels, for nobody who opts out
    may have done less than others.
    """
    outgoing = Outgoing()
    outgoing.take(records)
    return outgoing.records()


class Outgoing:
    """What may travel of the records taken in so far; one more costs little, however many there are."""

    def __init__(self) -> None:
        self._newest: dict[Slot, Record] = {}
        self._texts: dict[tuple[str, int], Record] = {}
        self._own: dict[str, Own | None] = {}
        self._told: dict[str, int] = {}  # by prompt, the number of the newest record that says it
        self._stopped: set[str] = set()

    def take(self, records: Iterable[Record]) -> None:
        """Take in the next records."""
        for record in records:
            if record.event == TEXT:
                self._texts[record.prompt, record.seq] = record
            if record.event == "criterion":
                self._own[record.prompt] = own_of(record)
            if record.event == DEBRIEF:
                self._told[record.prompt] = max(record.seq, self._told.get(record.prompt, 0))
            if record.event == STOP:
                self._stopped.add(record.prompt)
            slot = self._rated(record) if record.event == "self" else _slot(record)
            if record.event == "suggestion":  # it takes the place of one that did not say yet what it is about
                self._newest.pop((*slot[:3], "None", *slot[4:]), None)
            if slot:
                self._newest.pop(slot, None)  # so that the newest come last
                self._newest[slot] = record

    def records(self) -> tuple[Record, ...]:
        """Those that may travel, in order."""
        leaving = {
            slot: self._without_answer(one)
            for slot, one in self._newest.items()
            if one.reach != "mine" and not self._waits(one)
        }
        # What is shown of how a text grew goes beside the text, never in its stead.
        grown = [record for record in leaving.values() if record.event == "grown" and (record.prompt, TEXT) in leaving]
        shown = [self._texts.get((record.prompt, seq)) for record in grown for seq in named(record)]
        texts = {record.seq: record for record in shown if record and record.reach != "mine"}
        texts |= {record.seq: record for record in leaving.values() if record.event == TEXT}
        read: dict[str, list[str]] = defaultdict(list)
        for record in texts.values():
            read[record.prompt].append(record.value)
        others = [
            _level(record, slot[3], read[record.prompt]) if record.event == "self" else record
            for slot, record in leaving.items()
            if record.event != TEXT and (record.event != "self" or self._stands(slot, leaving))
        ]
        return tuple(sorted([*texts.values(), *others], key=lambda record: record.seq))

    def _waits(self, record: Record) -> bool:
        """Whether a record is of a trial that is not told yet, that is to be left out, or that was broken off."""
        counts = record.event == "also" and record.reach == "count"
        if record.event not in (TRIAL, DEBRIEF) and not counts:
            return False
        left = self._left(record.prompt) is not None
        if counts:  # it follows from answers that were told of, or that no lot was drawn about
            return left
        return left or record.prompt in self._stopped or record.seq > self._told.get(record.prompt, 0)

    def _left(self, prompt: str) -> Record | None:
        """The word by which answers to a prompt are left out, while they are."""
        word = self._newest.get((prompt, LEAVE_OUT))
        return word if word and left_out([word]) else None

    def _without_answer(self, record: Record) -> Record:
        """A record as it leaves: of an answer to be left out, that somebody went through. Trials have their own way."""
        word = self._left(record.prompt) if record.reach == "count" and record.prompt not in self._told else None
        if word is None or not isinstance(record.value, Mapping):
            return record
        if record.event == "commit":
            # Only in an activity is that which step it was no answer.
            step = {key: record.value[key] for key in _PLACE if key in record.value} if "part" in word.value else None
            return replace(record, event=THROUGH, value=step)
        guessed = record.event == "unfold" and record.value.get("answer") is not None
        return replace(record, value={**record.value, "answer": None}) if guessed else record

    def _rated(self, record: Record) -> Slot:
        """The place of an own level; none for what a reader would pass over."""
        rating = rating_of(record, self._own.get(record.prompt))
        return (record.prompt, "self", rating.criterion, rating.own) if rating else ()

    def _stands(self, slot: Slot, leaving: dict[Slot, Record]) -> bool:
        """Whether what a level is about stands there still, and may be named."""
        prompt, _, criterion, title = slot
        own = self._own.get(prompt)
        standing = own.title if own and own.replaces == criterion else None
        return bool(title == standing and (title is None or (prompt, "criterion") in leaving))


def _slot(record: Record) -> Slot:
    return slot_of(record) or (record.prompt, record.event, record.seq, record.writer)


def _level(record: Record, own: str | None, texts: list[str]) -> Record:
    """An own level as it leaves: without the words of a sentence that was thrown away."""
    value: dict[str, Any] = record.value
    sentence = value["sentence"]
    there = any(sentence in text for text in texts)
    left = {**value, "sentence": sentence if there else "", "own": own}
    return record if left == value else replace(record, value=left)
