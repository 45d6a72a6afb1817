"""Who sits with whom in a game: everybody once, groups as large as each other, and what was said of a seat stays."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.exchange import MAKERS, Sending
from kith_exercises.records import Record
from kith_facilitator.exchanging.book import ALONE, Book, Seated, keep_book, load_book
from kith_facilitator.exchanging.office import Lack, Outcome, sort_out
from kith_facilitator.exchanging.reseating import alone, moved, swapped
from kith_facilitator.exchanging.seating import tables_of
from kith_facilitator.keeping.parcels import forget_parcels

KEY = "5e" * 32
NOW, LATER = "2026-11-22T10:00:00.000Z", "2026-11-29T10:00:00.000Z"
SEAT = Sending("game/seat", "game", "hand", (), "seat", each=4, arms=("free", "facts"), label="A seat")

#: Other programs run here as well, so nothing is timed.
untimed = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def names(people: int, start: int = 0) -> list[str]:
    return [f"s{number:03}" for number in range(start, start + people)]


def there(*chosen: str, prompt: str = "why") -> list[Record]:
    """Something sent, and the forms that were chosen after it."""
    found = [Record(1, NOW, prompt, "commit", {}, "facilitator", "w")]
    return found + [
        Record(1, NOW, "game", "form", {"part": "before", "form": one}, "facilitator", "w") for one in chosen
    ]


def run(
    people: Iterable[str],
    book: Book | None = None,
    *,
    now: str = NOW,
    over: bool = False,
    pods: dict[str, str] | None = None,
    each: int = 4,
) -> Outcome:
    sending = replace(SEAT, each=each)
    sent = dict.fromkeys(people, there())
    return sort_out((sending,), sent, book or Book(KEY), pods or {}, now, {}, {sending.id} if over else set())


def after(outcome: Outcome, book: Book | None = None) -> Book:
    book = book or Book(KEY)
    return replace(book, seats=(*book.seats, *outcome.seats))


def tables(book: Book) -> list[tuple[str, ...]]:
    return list(tables_of(book.seats_of(SEAT.id)).values())


def parcel(outcome: Outcome, who: str) -> dict[str, object]:
    [one] = outcome.parcels[who][-1:]
    return dict(one.content)


@untimed
@given(st.integers(3, 300), st.integers(3, 6))
def test_everybody_sits_once_in_groups_that_differ_by_one_at_most(people: int, each: int) -> None:
    found = run(names(people), each=each)
    book = after(found)
    sizes = [len(table) for table in tables(book)]
    assert sorted(who for table in tables(book) for who in table) == names(people)
    assert max(sizes) - min(sizes) <= 1
    assert set(sizes) <= {3, 4, 5, 6}
    ways = Counter(way for _, way in {(one.group, one.way) for one in found.seats})
    assert abs(ways["free"] - ways["facts"]) <= 1
    for table in tables(book):
        held = [book.seats_of(SEAT.id)[who] for who in table]
        assert [(one.seat, one.seats) for one in held] == [(seat, len(table)) for seat in range(1, len(table) + 1)]
    again = run(names(people)[::-1], book, now=LATER, each=each)
    assert (again.seats, again.parcels) == ((), found.parcels)


@untimed
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=2, max_size=5))
def test_who_comes_late_sits_down_and_nobodys_seat_changes_whoever_left(waves: list[tuple[int, int]]) -> None:
    book, here = Book(KEY), list[str]()
    for number, (more, gone) in enumerate(waves):
        here += names(more, 100 * number)
        erased = set(here[:gone])
        here = here[gone:]
        book = replace(book, seats=tuple(one for one in book.seats if one.student not in erased))
        lone = {who for table in tables(book) if len(table) == 1 for who in table}
        before = book.seats_of(SEAT.id)
        found = run(here, book, now=f"{number}")
        book = after(found, book)
        held = book.seats_of(SEAT.id)
        assert {who: held[who] for who in before.keys() - lone} == {who: before[who] for who in before.keys() - lone}
        assert len(set(here) - held.keys()) <= 2
        for table in tables(book):
            assert len({held[who].seat for who in table}) == len(table) <= 6
            assert len({held[who].way for who in table}) == 1
        assert run(here, book).seats == ()


def test_groups_are_made_within_pods_and_a_pod_too_small_joins_another() -> None:
    pods = {**dict.fromkeys(names(4), "north"), **dict.fromkeys(names(5, 10), "south"), "x": "west"}
    found = tables(after(run(pods, pods=pods)))
    assert sorted(map(sorted, found)) == [[*names(4), "x"], names(5, 10)]


def test_each_is_told_their_own_seat_and_nobody_elses() -> None:
    found = run(names(9))
    held = after(found).seats_of(SEAT.id)
    for who, parcels in found.parcels.items():
        [one] = parcels
        seat = held[who]
        assert one.origin == MAKERS
        assert one.content == {"group": seat.group, "seat": seat.seat, "seats": seat.seats, "way": seat.way}
        assert not [other for other in names(9) if other in str(one)]
    assert len({one.id for parcels in found.parcels.values() for one in parcels}) == 9


def test_too_few_wait_and_play_alone_once_the_date_is_over_and_a_late_third_seats_them_all() -> None:
    two = names(2)
    waiting = run(two)
    assert (waiting.seats, waiting.parcels) == ((), {})
    assert waiting.lacking == tuple(Lack(SEAT.id, who, 1, "few") for who in two)
    assert run(two[:1]).lacking == (Lack(SEAT.id, two[0], 1, "alone"),)
    left = run(two, over=True)
    assert [parcel(left, who) for who in two] == [{"alone": True}] * 2
    book = after(left)
    assert run(two, book, over=True).seats == ()
    late = run(names(3), book, now=LATER, over=True)
    assert sorted(parcel(late, who)["seat"] for who in names(3)) == [1, 2, 3]  # type: ignore[type-var]  # numbers
    assert left.parcels[two[0]][0].id != late.parcels[two[0]][-1].id


def test_only_who_has_sent_something_of_this_module_and_would_not_rather_play_alone_is_seated() -> None:
    sent = {who: there() for who in names(6)}
    sent["elsewhere"] = there(prompt="0-other/why")
    sent["alone"] = there("room", "alone")
    sent["again"] = there("alone", "cohort")
    found = sort_out((SEAT,), sent, Book(KEY), {}, NOW, {}, {SEAT.id})
    assert {one.student for one in found.seats} == {*names(6), "again"}


def delivered(book: Book, people: Collection[str]) -> set[str]:
    held = book.seats_of(SEAT.id)
    return {book.seat_id(held[who]) for who in people}


def test_seats_are_mended_before_they_are_told_and_stay_so() -> None:
    book = after(run(names(8)))
    first, second = tables(book)
    one, other = first[0], second[0]
    changed = swapped(book, SEAT, one, other, now=LATER, there=())
    assert [set(table) for table in tables(changed)] == [{other, *first[1:]}, {one, *second[1:]}]
    assert {seat.by for seat in changed.seats if seat.student in (one, other)} == {"hand"}
    changed = moved(book, SEAT, second[0], first[1], now=LATER, there=())
    assert [len(table) for table in tables(changed)] == [3, 5]
    for table in tables(changed):  # counted anew, so that all cards are in somebody's hand
        held = [changed.seats_of(SEAT.id)[who] for who in table]
        assert [(seat.seat, seat.seats) for seat in held] == [(n, len(table)) for n in range(1, len(table) + 1)]
    lone = alone(book, SEAT, one, now=LATER, there=())
    assert lone.seats_of(SEAT.id)[one].group == ALONE
    for mended in (changed, lone):
        assert run(names(8), mended).seats == ()


def test_a_seat_that_somebody_has_got_is_not_changed_and_neither_are_those_beside_it() -> None:
    book = after(run(names(8)))
    first, second = tables(book)
    there_now = delivered(book, first[:2])
    for mend in (
        lambda: swapped(book, SEAT, first[0], second[0], now=LATER, there=there_now),
        lambda: moved(book, SEAT, second[0], first[1], now=LATER, there=there_now),
        lambda: alone(book, SEAT, first[0], now=LATER, there=there_now),
    ):
        with pytest.raises(KithError, match="has got their seat already"):
            mend()
    joined = moved(book, SEAT, first[0], second[0], now=LATER, there=there_now)
    held = joined.seats_of(SEAT.id)
    assert {who: held[who] for who in first} == {who: book.seats_of(SEAT.id)[who] for who in first}
    assert (held[second[0]].seat, held[second[0]].seats) == (5, 5)


@pytest.mark.parametrize(
    ("says", "host", "who"),
    [
        ("no group of game/seat that s001 could join", "nobody", "s001"),
        ("no group of game/seat that s001 could join", "s001", "s001"),
    ],
)
def test_a_move_that_cannot_be_is_named(says: str, host: str, who: str) -> None:
    with pytest.raises(KithError, match=says):
        moved(after(run(names(8))), SEAT, host, who, now=LATER, there=())


def test_nobody_is_moved_where_they_sit_or_where_six_sit() -> None:
    book = after(run(names(6), each=6))
    with pytest.raises(KithError, match="one group already"):
        moved(book, SEAT, "s000", "s001", now=LATER, there=())
    with pytest.raises(KithError, match="has 6 people"):
        moved(book, SEAT, "s000", "new", now=LATER, there=())
    with pytest.raises(KithError, match="sits in no group"):
        swapped(book, SEAT, "s000", "new", now=LATER, there=())


def test_who_is_erased_has_no_seat_and_the_others_keep_theirs(tmp_path: Path) -> None:
    book = after(run(names(5)))
    keep_book(tmp_path, "1-m", book)
    forget_parcels(tmp_path, iter(()), "s002")
    left = load_book(tmp_path, "1-m")
    assert left.seats == tuple(one for one in book.seats if one.student != "s002")
    seat = book.seats_of(SEAT.id)["s002"].seat
    late = run([*names(2), *names(2, 3), "new"], left, now=LATER)
    assert [(one.student, one.group, one.seat, one.by) for one in late.seats] == [("new", 1, seat, "late")]


def test_a_book_keeps_its_seats_and_one_of_an_older_kith_has_none(tmp_path: Path) -> None:
    book = after(run(names(5)))
    keep_book(tmp_path, "1-m", book)
    assert load_book(tmp_path, "1-m") == book
    path = tmp_path / ".kith" / "exchange" / "1-m.json"
    data = json.loads(path.read_text())
    del data["seats"]
    path.write_text(json.dumps({**data, "version": 1}))
    assert load_book(tmp_path, "1-m").seats == ()
    path.write_text(json.dumps({**data, "version": 3}))
    with pytest.raises(KithError, match="Update Kith"):
        load_book(tmp_path, "1-m")
    assert isinstance(book.seats[0], Seated)
