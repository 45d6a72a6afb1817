"""Taking somebody's words out of the parcels in which they went to others, as far as this home reaches."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kith_exercises import log
from kith_exercises.envelope import open_envelope
from kith_exercises.files import put_in_place, write_atomically
from kith_facilitator.exchanging.book import Book, books_of, keep_book
from kith_facilitator.issued import take_back, without
from kith_facilitator.posting import page_with

__all__ = ["forget_parcels"]


def forget_parcels(tree: Path, pages: Iterator[Path], learner: str) -> None:
    """Empty every parcel that came from ``learner``, and forget their pairs, places and seats.

    ``tree`` is a course's; ``pages`` are those that lie elsewhere and may carry envelopes. Pairs go last: by them the
    parcels are found, also by a run that goes on after one that was cut off.
    """
    books = books_of(tree)
    gone = {book.id_of(pair) for book in books.values() for pair in book.pairs if pair.giver == learner}
    if gone:
        for page in (*tree.glob("feedback/*/*/*.html"), *tree.glob("exchange/feedback/*.html"), *pages):
            _empty(page, gone)
        for kept in tree.glob(".kith/feedback/*/*/*.json"):
            take_back(tree, kept.parent.parent.name, kept.parent.name, kept.stem, gone)
    for module, book in books.items():
        rest = _without(book, learner)
        if rest != book:
            keep_book(tree, module, rest)
    _forget_opened(tree / ".kith" / "exchange" / "opened.jsonl", learner)


def _empty(page: Path, gone: set[str]) -> None:
    before = page.read_bytes()
    envelope = open_envelope(before.decode("utf-8", "replace"))
    if envelope is None:
        return
    after = without(envelope, gone)
    if after != envelope:
        put_in_place(page, page_with(before, after))


def _without(book: Book, learner: str) -> Book:
    return replace(
        book,
        places={who: place for who, place in book.places.items() if who != learner},
        pairs=tuple(pair for pair in book.pairs if learner not in (pair.giver, pair.taker)),
        off=frozenset(named for named in book.off if learner not in named[1:]),
        seats=tuple(one for one in book.seats if one.student != learner),
    )


def _forget_opened(path: Path, learner: str) -> None:
    if not path.is_file():
        return
    entries = [entry for entry in log.read(path).entries if entry]
    others = [entry for entry in entries if learner not in (entry.get("giver"), entry.get("taker"), entry.get("by"))]
    if others != entries:
        bare = ({key: value for key, value in entry.items() if key != "sha"} for entry in others)
        write_atomically(path, b"".join(map(log.encode, bare)))
