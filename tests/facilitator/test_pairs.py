"""A facilitator sees who gets whose words, and mends it before it goes out and never after."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kith_exercises import KithError, log
from kith_exercises.exchange import MAKERS
from kith_exercises.journal import Journal
from kith_facilitator.cohort import load_cohort
from kith_facilitator.exchanging.book import Pair, load_book
from kith_facilitator.exchanging.desk import PairsDesk
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.steps import kith
from tests.facilitator.talking import (
    DECLARED,
    NOW,
    PEOPLE,
    came,
    collect_all,
    commit,
    folder_of,
    run,
    tell,
)
from tests.small_course import MODULE, NOTEBOOK

ADA, BOB, LATE = PEOPLE[0], PEOPLE[1], PEOPLE[6]
LATER = NOW + timedelta(days=1)


def desk_of(home: Home) -> PairsDesk:
    return PairsDesk(home, course_of(home), MODULE, DECLARED, LATER)


def pairs_of(home: Home, taker: str) -> list[Pair]:
    return [pair for pair in load_book(home.course, MODULE).pairs if pair.taker == taker]


def foretold(home: Home) -> tuple[Pair, ...]:
    collect_all(home)
    return preview(home, course_of(home), MODULE, DECLARED, now=NOW).pairs


def texts(home: Home, learner: str) -> set[str]:
    return {parcel.content["text"] for parcel in came(home, learner).parcels}


def test_every_pair_is_listed_with_how_it_came_to_be_and_how_far_it_is(exchanged: Home) -> None:
    one, other = came(exchanged, ADA).parcels
    journal = Journal.open(folder_of(exchanged, ADA), MODULE, NOTEBOOK)
    journal.write("inbox", "opened", {"parcel": one.id, "from": one.origin}, reach="facilitator")
    commit(exchanged, ADA, "say-2", {"back": "So"}, to=other.origin, parcel=other.id)
    Nbgrader(exchanged, learner=ADA).submit(MODULE)
    collect_all(exchanged)
    listed = list(desk_of(exchanged).listed("talk"))
    states = {line.rpartition(", ")[2] for line in listed if f"→ {ADA}," in line}
    assert states == {"opened", "answered"}
    assert listed[-1] == "12 pairs"
    assert sum(line.endswith("by lot, delivered") for line in listed) == 10


def test_a_pair_made_by_hand_goes_out_beside_those_of_the_lot(exchanged: Home) -> None:
    tell(exchanged, LATE)
    planned = {pair.taker for pair in foretold(exchanged) if pair.giver == LATE}
    taker = next(who for who in PEOPLE[:6] if who not in planned)
    desk_of(exchanged).add("talk", LATE, taker)
    with pytest.raises(KithError, match="already, or gets it with the next run"):
        desk_of(exchanged).add("story", LATE, taker)
    run(exchanged, now=LATER)
    assert f"What {LATE} told" in texts(exchanged, taker)
    assert {pair.by for pair in pairs_of(exchanged, taker)} >= {"lot", "hand"}


def test_a_pair_made_by_hand_goes_the_way_in_which_its_taker_has_got_the_fewest(exchanged: Home) -> None:
    desk = desk_of(exchanged)
    taker, had = ADA, {pair.giver for pair in pairs_of(exchanged, ADA)}
    for giver in [who for who in PEOPLE[1:6] if who not in had][:2]:
        desk.add("talk", giver, taker)
    assert Counter(pair.arm for pair in pairs_of(exchanged, taker)) == {"words": 2, "full": 2}
    desk.makers("talk", taker)
    desk.makers("talk", taker)
    assert Counter(pair.arm for pair in pairs_of(exchanged, taker)) == {"words": 3, "full": 3}
    run(exchanged, now=LATER)
    assert Counter(parcel.arm for parcel in came(exchanged, taker).parcels) == {"words": 3, "full": 3}


def test_nobody_exchanges_with_themselves(sent: Home) -> None:
    foretold(sent)
    before = load_book(sent.course, MODULE)
    with pytest.raises(KithError, match="name two people"):
        desk_of(sent).swap("story", ADA, ADA)
    assert load_book(sent.course, MODULE) == before


def test_what_two_would_get_is_exchanged_and_all_others_keep_theirs(sent: Home) -> None:
    planned = foretold(sent)
    ada, bob = ({pair.giver for pair in planned if pair.taker == who} for who in (ADA, BOB))
    desk_of(sent).swap("story", ADA, BOB)
    run(sent, now=LATER)
    after = load_book(sent.course, MODULE).pairs
    assert {pair.giver for pair in after if pair.taker == ADA} >= bob - {ADA}
    assert {pair.giver for pair in after if pair.taker == BOB} >= ada - {BOB}
    before = {pair.named for pair in planned if pair.taker not in (ADA, BOB)}
    assert before <= {pair.named for pair in after}


def test_a_pair_that_is_taken_out_is_made_up_for_by_another(sent: Home) -> None:
    giver = next(pair.giver for pair in foretold(sent) if pair.taker == ADA)
    desk_of(sent).remove("story", giver, ADA)
    run(sent, now=LATER)
    assert f"What {giver} told" not in texts(sent, ADA)
    assert len(texts(sent, ADA)) == 2


def test_what_was_delivered_can_neither_be_taken_out_nor_exchanged(exchanged: Home) -> None:
    giver = pairs_of(exchanged, ADA)[0].giver
    before = load_book(exchanged.course, MODULE)
    with pytest.raises(KithError, match="You can give them another with --add story GIVER"):
        desk_of(exchanged).remove("story", giver, ADA)
    with pytest.raises(KithError, match="Nothing of story waits for"):
        desk_of(exchanged).swap("story", ADA, BOB)
    assert load_book(exchanged.course, MODULE) == before


def test_somebody_gets_what_the_makers_have_before_any_date(exchanged: Home) -> None:
    desk = desk_of(exchanged)
    desk.makers("talk", ADA)
    desk.makers("talk", ADA)
    with pytest.raises(KithError, match="The makers have nothing"):
        desk.makers("talk", ADA)
    run(exchanged, now=LATER)
    assert [parcel.origin for parcel in came(exchanged, ADA).parcels].count(MAKERS) == 2
    assert [parcel.origin for parcel in came(exchanged, BOB).parcels].count(MAKERS) == 0


def test_opening_what_goes_between_two_people_is_noted(exchanged: Home) -> None:
    giver = pairs_of(exchanged, ADA)[0].giver
    assert list(desk_of(exchanged).open("talk", giver, ADA)) == [f"text: What {giver} told"]
    notes = log.read(exchanged.course / ".kith" / "exchange" / "opened.jsonl").entries
    assert [(note["giver"], note["taker"]) for note in notes if note] == [(giver, ADA)]


def slips(desk: PairsDesk) -> Iterator[tuple[str, object]]:
    yield "can't get what they wrote themselves", lambda: desk.add("talk", ADA, ADA)
    yield "Nothing of nobody was collected", lambda: desk.add("talk", "nobody", ADA)
    yield "“said” is nothing in 1-small that goes out by lot", lambda: desk.add("said", ADA, BOB)
    yield "does not get story from", lambda: desk.remove("talk", ADA, "nobody")
    yield "does not get story from", lambda: list(desk.open("talk", "nobody", ADA))


def test_each_slip_is_named_and_changes_nothing(exchanged: Home) -> None:
    before = load_book(exchanged.course, MODULE)
    for sentence, slip in slips(desk_of(exchanged)):
        assert callable(slip)
        with pytest.raises(KithError, match=sentence):
            slip()
    assert load_book(exchanged.course, MODULE) == before


def test_a_book_that_cannot_be_read_is_not_begun_anew(exchanged: Home) -> None:
    path = exchanged.course / ".kith" / "exchange" / f"{MODULE}.json"
    path.write_text("{")
    with pytest.raises(KithError, match="put a copy from a backup in its place"):
        run(exchanged)
    assert path.read_text() == "{"


def test_the_commands_say_what_there_is(sent: Home) -> None:
    said = kith("exchange", MODULE, "--preview", home=sent.root)
    assert "this was a preview" in said
    assert "of" in kith("exchange", MODULE, home=sent.root)
    assert "No pairs yet" in kith("pairs", MODULE, home=sent.root)
    wrong = kith("pairs", MODULE, "--add", "talk", ADA, BOB, "--makers", "talk", ADA, home=sent.root, expect_code=2)
    assert "Give one of --add, --makers" in wrong
    assert came(sent, ADA).place == 0


def test_a_date_for_a_page_is_agreed_and_told(sent: Home) -> None:
    page = f"{MODULE}/{NOTEBOOK}"
    assert "until Tuesday, 2026-12-01" in kith("due", page, "2026-12-01", home=sent.root)
    at = load_cohort(sent).exchanges[page]
    assert f"{at:%Y-%m-%d %H:%M}" == "2026-12-01 23:59"
    assert f"{page}: waits for others until Tuesday, 2026-12-01" in kith("due", home=sent.root)
    assert "has no page “nowhere”" in kith("due", f"{MODULE}/nowhere", "2026-12-01", home=sent.root, expect_code=2)
    kith("due", page, "--none", home=sent.root)
    assert load_cohort(sent).exchanges == {}
