"""Whoever says who they are as a reader gets the text that was written for them; the lot deals out what is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.exchange import Parcel, Sending
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.records import Record
from kith_facilitator.exchanging.book import Book
from kith_facilitator.exchanging.office import Outcome, sort_out
from tests.primitives.samples import ALLOCATE, Sample

NOW = "2026-11-22T10:00:00.000Z"
CARD = "0-welcome/reader-card"
PEOPLE = tuple(f"ada{number}" for number in range(7))


@pytest.fixture
def sendings(tmp_path: Path) -> tuple[Sending, ...]:
    definition = ALLOCATE.definition.replace("each = 2", f'each = 1\n    reader = "{CARD}"')
    activity = Sample("allocate", definition, ALLOCATE.sealed).write(tmp_path)
    return PRIMITIVES["allocate"].sendings(activity)


def run(sendings: Sequence[Sending], sent: Mapping[str, Sequence[Record]], book: Book) -> Outcome:
    return sort_out(sendings, sent, book, {}, NOW, {})


def card_of(who: str) -> Record:
    return Record(1, NOW, CARD, "text", f"Card of {who}", "partner", "w")


def written(who: str, parcel: str = "") -> Record:
    value: dict[str, Any] = {"step": "text", "answers": {"text": f"Text of {who}"}}
    return Record(2, NOW, "explain-it", "commit", value | ({"parcel": parcel} if parcel else {}), "partner", "w")


def got(parcels: Sequence[Parcel], sending: str) -> list[Parcel]:
    return [one for one in parcels if one.sending == f"explain-it/{sending}"]


def test_a_text_goes_to_whose_card_it_was_written_for(sendings: tuple[Sending, ...]) -> None:
    cards = {who: [card_of(who)] for who in PEOPLE[:6]}
    first = run(sendings, cards, Book("00" * 32))
    assert {who: len(got(parcels, "card")) for who, parcels in first.parcels.items()} == dict.fromkeys(PEOPLE[:6], 1)
    answered = {who: got(parcels, "card")[0] for who, parcels in first.parcels.items()}
    book = Book("00" * 32, pairs=first.pairs)
    sent = {who: [card_of(who), written(who, parcel.id)] for who, parcel in answered.items()}
    second = run(sendings, sent, book)
    for who, parcel in answered.items():
        reader = parcel.content["text"].removeprefix("Card of ")
        assert [one.content["text"] for one in got(second.parcels[reader], "text")] == [f"Text of {who}"]
    # One who comes late, and wrote for nobody's card, is fitted in by lot.
    sent |= {PEOPLE[6]: [written(PEOPLE[6])]}
    third = run(sendings, sent, replace(book, pairs=(*book.pairs, *second.pairs)))
    texts = Counter({who: len(got(parcels, "text")) for who, parcels in third.parcels.items()})
    assert set(texts.values()) <= {1, 2}
    assert texts[PEOPLE[6]] == 1
    given = [one.content["text"] for parcels in third.parcels.values() for one in got(parcels, "text")]
    assert f"Text of {PEOPLE[6]}" in given
