"""Whoever is erased goes out of what went to others, too."""

from kith_exercises import log
from kith_facilitator.exchanging.book import load_book
from kith_facilitator.home import Home
from kith_facilitator.keeping.erase import erase
from tests.facilitator.talking import NOW, PEOPLE, arrivals, came, pages, run
from tests.small_course import MODULE

ADA = PEOPLE[0]


def test_whoever_is_erased_is_in_no_parcel_pair_or_place_any_more(exchanged: Home) -> None:
    before = {who: came(exchanged, who) for who in PEOPLE[:6]}
    takers = [who for who, inbox in before.items() if f"What {ADA} told" in str(inbox)]
    assert len(takers) == 2
    note = {"by": "me", "sending": "story", "giver": ADA, "taker": takers[0]}
    opened = exchanged.course / ".kith" / "exchange" / "opened.jsonl"
    log.append(opened, log.encode(note) + log.encode({**note, "giver": PEOPLE[1]}))
    done = erase(exchanged, ADA)
    assert (done.traces, done.stuck) == ((), ())
    assert erase(exchanged, ADA).gone == ()
    assert [entry["giver"] for entry in log.read(opened).entries if entry] == [PEOPLE[1]]
    book = load_book(exchanged.course, MODULE)
    assert ADA not in book.places
    assert not any(ADA in pair.named for pair in book.pairs)
    assert not any(ADA.encode() in page for page in pages(exchanged).values())
    for who in takers:
        after = {parcel.id: parcel.content for parcel in arrivals(exchanged, who).parcels}
        for parcel in before[who].parcels:
            assert after[parcel.id] == ({} if ADA in str(parcel) else parcel.content)


def test_whoever_lost_one_gets_another_with_the_next_exchange(exchanged: Home) -> None:
    takers = {pair.taker for pair in load_book(exchanged.course, MODULE).pairs if pair.giver == ADA}
    erase(exchanged, ADA)
    run(exchanged, now=NOW)
    for who in takers:
        told = [parcel.content["text"] for parcel in came(exchanged, who).parcels if parcel.content]
        assert len(told) >= 2
        assert f"What {ADA} told" not in told
