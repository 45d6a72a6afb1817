"""Who gets what from whom: everybody something, nobody their own, and twice the same."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from kith_exercises.exchange import Parcel, Sending
from kith_exercises.records import Reach, Record
from kith_facilitator.exchanging.book import Book, Pair
from kith_facilitator.exchanging.office import Lack, Outcome, rarest_way, sort_out

KEY = "00" * 32
NOW, LATER = "2026-11-22T10:00:00.000Z", "2026-11-29T10:00:00.000Z"
STORY = Sending("story", "talk", "story", ("text",), "allot", 2, arms=("words", "full"), label="A story", minutes=4)
SAID = Sending("said", "talk", "say", ("back",), "back", of="story", label="How you were heard")
MARKS = Sending(
    "marks", "talk", "mark", ("met",), "back", of="said", needs=("guess",), label="How your listening landed"
)
TALK = (STORY, SAID, MARKS)
NINE = tuple(f"ada{number}" for number in range(9))

Sent = dict[str, list[Record]]


def said(step: str, reach: Reach = "partner", event: str = "commit", **answers: Any) -> Record:
    """A record as a card writes it; ``parcel`` is what it answers."""
    value = {"step": step, "answers": {key: text for key, text in answers.items() if key != "parcel"}}
    value |= {"parcel": answers["parcel"], "to": "somebody"} if "parcel" in answers else {}
    return Record(1, NOW, "talk", event, value, reach, "w")


def stories(people: Iterable[str]) -> Sent:
    return {who: [said("story", text=f"Story of {who}")] for who in people}


def run(
    sent: Mapping[str, Sequence[Record]],
    *sendings: Sending,
    book: Book | None = None,
    now: str = NOW,
    pods: Mapping[str, str] | None = None,
    **makers: Sequence[Mapping[str, Any]],
) -> Outcome:
    return sort_out(sendings or TALK, sent, book or Book(KEY), pods or {}, now, makers, makers)


def after(outcome: Outcome, book: Book | None = None) -> Book:
    """The book once an outcome is written down."""
    book = book or Book(KEY)
    return replace(book, pairs=(*book.pairs, *outcome.pairs))


def ways(pairs: Iterable[Pair], side: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for pair in pairs:
        found.setdefault(getattr(pair, side), Counter())[pair.arm] += 1
    return found


def heard(sent: Sent, outcome: Outcome) -> Sent:
    """Everybody says back each story that they got, and guesses how it landed."""
    told = {who: list(records) for who, records in sent.items()}
    for who, parcels in outcome.parcels.items():
        for number, parcel in enumerate(of_sending(parcels, "story"), 1):
            told[who] += [said(f"say-{number}", back=f"{who} heard", parcel=parcel.id), said(f"guess-{number}")]
    return told


def of_sending(parcels: Sequence[Parcel], sending: str) -> list[Parcel]:
    return [parcel for parcel in parcels if parcel.sending == sending]


def test_everybody_gives_and_takes_as_often_and_nobody_their_own() -> None:
    found = run(stories(NINE))
    assert Counter(pair.giver for pair in found.pairs) == Counter(pair.taker for pair in found.pairs)
    assert {len(parcels) for parcels in found.parcels.values()} == {2}
    for who, parcels in found.parcels.items():
        texts = [parcel.content["text"] for parcel in parcels]
        assert f"Story of {who}" not in texts
        assert len(set(texts)) == 2
    assert found.lacking == ()


def test_whoever_tells_meets_both_ways_and_so_does_whoever_listens() -> None:
    found = run(stories(NINE[:8]))
    for side in ("giver", "taker"):
        assert all(counts == {"words": 1, "full": 1} for counts in ways(found.pairs, side).values())


def test_twice_changes_nothing_and_neither_does_the_order_of_names() -> None:
    first = run(stories(NINE))
    again = run(stories(NINE), book=after(first), now=LATER)
    assert (again.pairs, again.parcels) == ((), first.parcels)
    shuffled = random.Random(3).sample(NINE, 9)
    assert run(stories(shuffled)) == first


def test_what_was_cut_off_before_it_was_written_down_comes_out_the_same() -> None:
    first = run(stories(NINE))
    half = replace(Book(KEY), pairs=first.pairs)
    assert run(stories(NINE), book=half, now=LATER).parcels == first.parcels


def test_nobody_who_takes_can_find_out_that_two_come_from_one() -> None:
    found = run(stories(NINE))
    origins = [parcel.origin for parcels in found.parcels.values() for parcel in parcels]
    assert len(set(origins)) == len(origins) == 18
    sealed = [replace(parcel, content={}) for parcels in found.parcels.values() for parcel in parcels]
    assert not [parcel for parcel in sealed if any(who in str(parcel) for who in NINE)]


def test_late_comers_are_fitted_in_and_what_was_given_stays() -> None:
    first = run(stories(NINE[:6]))
    late = run(stories(NINE), book=after(first), now=LATER)
    assert {pair.by for pair in first.pairs} == {"lot"}
    assert {pair.by for pair in late.pairs} == {"late"}
    assert {pair.at for pair in late.pairs} == {LATER}
    loads = Counter(pair.taker for pair in (*first.pairs, *late.pairs))
    assert max(loads.values()) - min(loads.values()) <= 1
    for who, parcels in first.parcels.items():
        assert late.parcels[who][:2] == parcels


def test_one_alone_waits_and_gets_what_the_makers_have_once_the_date_is_over() -> None:
    alone = stories(["ada"])
    assert run(alone).lacking == (Lack("story", "ada", 2, "alone"),)
    found = run(alone, story=[{"text": "A"}, {"text": "B"}, {"text": "C"}])
    assert [(parcel.origin, parcel.content["text"]) for parcel in found.parcels["ada"]] == [
        ("makers", "A"),
        ("makers", "B"),
    ]
    assert {parcel.arm for parcel in found.parcels["ada"]} == {"words", "full"}
    assert found.lacking == ()
    later = run(stories(["ada", "bob"]), book=after(found), now=LATER)
    assert [parcel.content["text"] for parcel in later.parcels["ada"]][-1] == "Story of bob"  # it still arrives


def test_two_have_each_others_and_lack_the_second() -> None:
    found = run(stories(["ada", "bob"]))
    assert {(pair.giver, pair.taker) for pair in found.pairs} == {("ada", "bob"), ("bob", "ada")}
    assert set(found.lacking) == {Lack("story", "ada", 1, "few"), Lack("story", "bob", 1, "few")}


def test_whoever_gave_nothing_gets_what_the_makers_have_once_the_date_is_over() -> None:
    sent = {**stories(NINE), "eve": [Record(1, NOW, "talk", "look", {"step": "story"}, "partner", "w")], "zoe": []}
    assert "eve" not in run(sent).parcels
    found = run(sent, story=[{"text": "A"}, {"text": "B"}])
    assert [parcel.origin for parcel in found.parcels["eve"]] == ["makers", "makers"]
    assert "zoe" not in found.parcels  # who has not been there yet can still send something


def test_pods_stay_among_themselves() -> None:
    pods = {who: "red" if number < 4 else "blue" for number, who in enumerate(NINE)}
    assert all(pods[pair.giver] == pods[pair.taker] for pair in run(stories(NINE), pods=pods).pairs)


def test_an_answer_goes_back_along_its_pair_and_the_next_one_forth() -> None:
    sent = stories(NINE)
    first = run(sent)
    book = after(first)
    sent = heard(sent, first)
    second = run(sent, book=book, now=LATER)
    assert {pair.by for pair in second.pairs} == {"answer"}
    for who in NINE:
        back = of_sending(second.parcels[who], "said")
        listeners = {pair.taker for pair in first.pairs if pair.giver == who}
        assert {parcel.content["back"] for parcel in back} == {f"{listener} heard" for listener in listeners}
        assert {parcel.arm for parcel in back} == {"words", "full"}  # each in the way in which it was asked for
    book = after(second, book)
    for who in NINE:
        for number, parcel in enumerate(of_sending(second.parcels[who], "said"), 1):
            sent[who].append(said(f"mark-{number}", met=f"{who} felt heard", parcel=parcel.id))
    third = run(sent, book=book, now=LATER)
    for who in NINE:
        tellers = {pair.giver for pair in first.pairs if pair.taker == who}
        landed = {parcel.content["met"] for parcel in of_sending(third.parcels[who], "marks")}
        assert landed == {f"{teller} felt heard" for teller in tellers}
    assert not [lack for lack in third.lacking if lack.why == "awaited"]


def test_who_goes_on_without_answering_is_not_waited_for_and_the_other_is_told() -> None:
    sent = stories(NINE)
    first = run(sent)
    sent = heard(sent, first)
    ada, parcel = NINE[0], of_sending(first.parcels[NINE[0]], "story")[1]
    teller = next(pair.giver for pair in first.pairs if Book(KEY).id_of(pair) == parcel.id)
    past = Record(1, NOW, "talk", "unfold", {"step": "say-2", "to": parcel.origin, "parcel": parcel.id}, "partner", "w")
    sent[ada] = [*(record for record in sent[ada] if record.value["step"] not in ("say-2", "guess-2")), past]
    second = run(sent, book=after(first))
    assert [one.content for one in of_sending(second.parcels[teller], "said") if not one.content] == [{}]
    assert all(len(of_sending(parcels, "said")) == 2 for parcels in second.parcels.values())
    for number, one in enumerate(of_sending(second.parcels[teller], "said"), 1):
        sent[teller].append(replace(past, value={"step": f"mark-{number}", "to": one.origin, "parcel": one.id}))
    third = run(sent, book=after(second, after(first)))
    assert teller not in {lack.of for lack in third.lacking if lack.why == "awaited"}
    other = next(pair.taker for pair in first.pairs if pair.giver == teller and pair.taker != ada)
    assert [one.content for one in of_sending(third.parcels[other], "marks")] == [{}]
    forged = replace(past, value={**past.value, "parcel": ["p"]})
    assert run({**sent, ada: [*sent[ada], forged]}, book=after(second, after(first))) == third


def test_an_answer_waits_until_whoever_gets_it_has_guessed_about_just_this_one() -> None:
    sent = stories(NINE)
    first = run(sent)
    sent = heard(sent, first)
    ada = NINE[0]
    sent[ada] = [record for record in sent[ada] if record.value["step"] != "guess-2"]
    second = run(sent, book=after(first))
    book = after(second, after(first))
    for who in NINE:
        for number, parcel in enumerate(of_sending(second.parcels[who], "said"), 1):
            sent[who].append(said(f"mark-{number}", met="so", parcel=parcel.id))
    third = run(sent, book=book)
    assert len(of_sending(third.parcels[ada], "marks")) == 1
    assert [(lack.student, lack.why) for lack in third.lacking] == [(ada, "ahead")]
    sent[ada].append(Record(2, NOW, "talk", "look", {"step": "guess-2"}, "partner", "w"))
    assert len(of_sending(run(sent, book=book).parcels[ada], "marks")) == 2


def test_whoever_has_to_go_on_first_neither_gives_nor_takes() -> None:
    slow = replace(STORY, needs=("points",))
    sent = {who: [*records, said("points")] for who, records in stories(NINE).items()}
    sent["ada0"] = sent["ada0"][:1]
    found = run(sent, slow)
    assert "ada0" not in {who for pair in found.pairs for who in (pair.giver, pair.taker)}
    assert found.lacking == (Lack("story", "ada0", 2, "ahead"),)


def test_nobody_answers_what_did_not_come_to_them() -> None:
    sent = stories(NINE)
    first = run(sent)
    others = next(parcel for who, parcels in first.parcels.items() if who != "ada0" for parcel in parcels)
    mine = {parcel.id for parcel in first.parcels["ada0"]}
    assert others.id not in mine
    sent["ada0"] += [said("say-1", back="made up", parcel=others.id), said("say-2", back="made up", parcel="0" * 16)]
    assert run(sent, book=after(first)).pairs == ()


KEPT: tuple[Reach, ...] = ("mine", "facilitator", "count")


@pytest.mark.parametrize("reach", KEPT)
def test_only_what_was_promised_to_a_partner_travels(reach: Reach) -> None:
    sent = {who: [said("story", reach, text="Story"), *records] for who, records in stories(NINE).items()}
    sent["ada0"] = sent["ada0"][:1]
    found = run(sent)
    assert "ada0" not in {pair.giver for pair in found.pairs}
    everything = {who: [said("story", reach, text="Story")] for who in NINE}
    assert run(everything).pairs == ()


def test_of_two_answers_the_first_counts_and_what_is_too_large_is_none() -> None:
    sent = stories(NINE)
    sent["ada0"].append(said("story", text="Another"))
    sent["ada1"] = [said("story", text="x" * 300_000)]
    found = run(sent)
    texts = {parcel.content["text"] for parcels in found.parcels.values() for parcel in parcels}
    assert texts == {f"Story of {who}" for who in NINE if who != "ada1"}


def test_as_much_can_be_given_in_any_script() -> None:
    sent = stories(NINE)
    sent["ada0"] = [said("story", text="ש" * 150_000)]
    assert "ada0" in {pair.giver for pair in run(sent).pairs}


def tower(height: int) -> list[Any]:
    """Lists in lists."""
    return [tower(height - 1)] if height else ["down here"]


@pytest.mark.parametrize(
    "text", [float("nan"), {"x": [float("inf")]}, 10**30, [-(2**53) - 1], tower(200), "", None, [], {}]
)
def test_what_no_card_writes_is_nothing_to_give(text: Any) -> None:
    sent = stories(NINE)
    sent["ada0"] = [said("story", text=text)]
    assert "ada0" not in {pair.giver for pair in run(sent).pairs}


@pytest.mark.parametrize(
    "value",
    [
        None,
        "words",
        {"step": ["story"], "answers": {"text": "x"}},
        {"step": "story", "answers": ["text"]},
        {"step": {"story": 1}, "answers": {}},
        {"step": "say-1", "answers": {"back": "x"}, "parcel": ["a"]},
        {"step": "say-0", "answers": {"back": "x"}},
    ],
)
def test_a_record_without_the_form_of_a_cards_stops_nobody(value: Any) -> None:
    sent = stories(NINE)
    sent["ada0"] = [Record(1, NOW, "talk", event, value, "partner", "w") for event in ("commit", "also", "look")]
    found = run(sent, story=[{"text": "A"}, {"text": "B"}])
    assert "ada0" not in {pair.giver for pair in found.pairs}
    assert {len(parcels) for who, parcels in found.parcels.items() if who != "ada0"} == {2}


def test_pairs_of_an_earlier_round_are_not_repeated() -> None:
    second = replace(STORY, id="second", step="rewrite", each=1, arms=(), avoid=("story",))
    sent = {who: [*records, said("rewrite", text="Better")] for who, records in stories(NINE).items()}
    found = run(sent, replace(STORY, each=1), second)
    first, again = ({pair.named[1:] for pair in found.pairs if pair.sending == id} for id in ("story", "second"))
    assert len(first) == len(again) == 9
    assert not first & again


def test_among_enough_people_a_lot_decides_between_an_earlier_text_and_the_new_one() -> None:
    again = Sending("again", "talk", "rewrite", ("text",), "allot", arms=("old", "new"), least=20, earlier="text")
    people = [f"ada{number:02}" for number in range(21)]
    sent = {who: [said("text", text=f"old of {who}"), said("rewrite", text=f"new of {who}")] for who in people}
    found = run(sent, again)
    assert sorted(Counter(pair.arm for pair in found.pairs).values()) == [10, 11]
    drawn = {pair.taker: (pair.arm, f"{pair.arm} of {pair.giver}") for pair in found.pairs}
    assert {who: (one.arm, one.content["text"]) for who, [one] in found.parcels.items()} == drawn
    few = run({who: sent[who] for who in people[:19]}, again)
    assert {(one.arm, one.content["text"][:3]) for [one] in few.parcels.values()} == {("", "new")}
    assert rarest_way(again, people[0], few.pairs) == "", "what a hand decides is no lot"


def test_a_pair_that_was_taken_out_by_hand_is_not_made_again() -> None:
    first = run(stories(NINE))
    off = first.pairs[0].named
    found = run(stories(NINE), book=replace(Book(KEY), off=frozenset([off])))
    assert off not in {pair.named for pair in found.pairs}
    assert {len(parcels) for parcels in found.parcels.values()} == {2}


def test_a_text_goes_back_to_whose_card_it_answers_and_by_lot_where_no_card_came() -> None:
    card = Sending("card", "0-first/card", "", ("text",), "allot")
    back = Sending("text", "talk", "write", ("text",), "back", of="card")
    sent = {who: [Record(1, NOW, "0-first/card", "text", f"Card of {who}", "partner", "w")] for who in NINE[:4]}
    cards = run(sent, card)
    book = after(cards)
    for who in NINE:
        card_of: dict[str, Any] = {"parcel": cards.parcels[who][0].id} if who in cards.parcels else {}
        sent.setdefault(who, []).append(said("write", text=f"Text of {who}", **card_of))
    found = run(sent, card, back, replace(back, to="allot", of=""), book=book)
    givers = {pair.taker: pair.giver for pair in cards.pairs}
    texts = [pair for pair in found.pairs if pair.sending == "text"]
    assert {pair.taker for pair in texts if pair.by == "answer"} == {givers[who] for who in NINE[:4]}
    assert Counter(pair.taker for pair in texts) == Counter(NINE)
    assert Counter(pair.giver for pair in texts) == Counter(NINE)


def test_a_later_word_goes_along_the_pairs_that_stand() -> None:
    again = Sending("again", "talk", "again", ("text",), "onward", of="story")
    sent = stories(NINE)
    first = run(sent)
    sent["ada0"].append(said("again", text="One more thing"))
    found = run(sent, *TALK, again, book=after(first))
    listeners = {pair.taker for pair in first.pairs if pair.giver == "ada0"}
    assert {pair.taker for pair in found.pairs} == listeners
    assert run(sent, *TALK, again, book=after(found, after(first))).pairs == ()


def test_three_hundred_are_sorted_out_and_come_out_even() -> None:
    people = [f"s{number:03}" for number in range(300)]
    sent = stories(people)
    first = run(sent)
    second = run(heard(sent, first), book=after(first))
    assert len(second.pairs) == 600
    assert Counter(Counter(pair.taker for pair in second.pairs).values()) == {2: 300}
