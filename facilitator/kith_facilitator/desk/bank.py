"""The bank of phrases: added by hand, and counted by the comments in which they stand."""

from collections import Counter
from hashlib import sha256
from typing import Any

from kith_facilitator.desk.snapshot import Snapshot
from kith_facilitator.desk.steps import text_of
from kith_widgets import Refused
from kith_widgets.answering import iso
from kith_widgets.words import say

__all__ = ["bank", "forget", "keep_phrase"]

_LIMIT = 2_000


def bank(desk: Snapshot) -> list[dict[str, Any]]:
    """The phrases, the most used first. For a second marker there are none: they would tell what the first wrote."""
    if desk.view.second:
        return []
    uses = _uses(desk)
    phrases = sorted(desk.notes.bank.values(), key=lambda phrase: (-uses[phrase.id], phrase.text))
    return [
        {"id": phrase.id, "criterion": phrase.criterion, "text": phrase.text, "uses": uses[phrase.id]}
        for phrase in phrases
    ]


def keep_phrase(desk: Snapshot, criterion: Any, text: Any) -> None:
    """Put a phrase into the bank, without what it quotes: one learner's words belong in no other's comment.

    One that is there already stays.
    """
    known = {one.id for rubric in desk.rubrics.values() for one in rubric.criteria}
    if not isinstance(criterion, str) or criterion not in known:
        raise Refused(say("deskNoCriterion"))
    text = "\n".join(line for line in text_of(text).split("\n") if not line.startswith(">")).strip()
    if not text:
        raise Refused(say("deskEmptyPhrase"))
    if len(text) > _LIMIT:
        raise Refused(say("deskLong", limit=_LIMIT))
    id = sha256(f"{criterion}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    if id not in desk.notes.bank:
        ledger = desk.room.ledger(desk.view.module)
        ledger.add(iso(desk.now), desk.view.marker, "phrase", id=id, criterion=criterion, text=text)


def forget(desk: Snapshot, phrase: Any) -> None:
    """Take a phrase out of the bank; comments in which it stands stay."""
    if not isinstance(phrase, str) or phrase not in desk.notes.bank:
        raise Refused(say("deskNoPhrase"))
    desk.room.ledger(desk.view.module).add(iso(desk.now), desk.view.marker, "forget", phrase=phrase)


def _uses(desk: Snapshot) -> Counter[str]:
    uses: Counter[str] = Counter()
    for case in desk.every.values():
        for criterion, mark in case.marks.items():
            if mark.comment:
                uses.update(
                    phrase.id
                    for phrase in desk.notes.bank.values()
                    if phrase.criterion == criterion and phrase.text in mark.comment
                )
    return uses
