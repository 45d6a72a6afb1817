"""A round of a game: cards by seat, a table for one, and what all cards say."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.asking import in_html, read_back
from kith_exercises.cards.activity import ActivityCard
from kith_exercises.definitions import load_prompts
from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.journal import read_records
from kith_exercises.primitives.game_figures import asked, shares
from kith_exercises.primitives.known import Around
from kith_exercises.records import Record
from kith_widgets import Refused
from tests.primitives.samples import GAME_ROUND, Came, Walker, in_text, second_door, states_along


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(GAME_ROUND, tmp_path / "learner" / "1-some")


def seated(walker: Walker, **seat: Any) -> Walker:
    parcel = Parcel("0123456789abcdef", "shelter/seat", "shelter", "", MAKERS, seat)
    walker.around = Around(Came((parcel,)), sealed=GAME_ROUND.sealed, usual="cohort")
    return walker


def paragraphs(state: Mapping[str, Any], step: str) -> list[str]:
    return [
        text for one in state["passed"] if one["id"] == step for scene in one["scenes"] for text in scene["paragraphs"]
    ]


def through(walker: Walker, part: str, moves: Sequence[str]) -> dict[str, Any]:
    """The last state of a part in which one makes these moves, and then listens."""
    card, left = walker.card(part), list(moves)

    def choose(ahead: Mapping[str, Any]) -> dict[str, Any]:
        if ahead["id"].startswith("turn") and left:
            return {"do": "commit", "step": ahead["id"], "answers": {"move": left.pop(0)}}
        return second_door(ahead)

    *_, state = states_along(card, choose)
    return state


def test_the_exchange_says_where_one_sits_and_how_the_group_talks(walker: Walker) -> None:
    state = through(seated(walker, seat=3, seats=4, way="facts"), "before", [])
    told, *hand = paragraphs(state, "hand")
    assert told.startswith("Some details differ between groups by lot.")
    assert sorted(hand) == sorted(
        f"Fact {id} of the shelter." for id in (*(f"common-{n}" for n in range(4)), "single-3-0", "single-3-1")
    )
    assert (
        walker.card("together").act({"do": "next", "step": "way"})["passed"][-1]["scenes"][0]["title"] == "Facts first"
    )


def test_until_the_talk_is_over_no_page_holds_a_card_of_another_hand(walker: Walker) -> None:
    seated(walker, seat=3, seats=4, way="facts")
    for part in ("before", "together"):
        page = in_text(walker.card(part).card(), [*states_along(walker.card(part), second_door)])
        assert ("Fact single-3-0" in page) == (part == "before")
        assert not any(f"Fact {id}" in page for id in ("single-1", "single-2", "single-4", "absent"))


def test_until_a_seat_came_one_waits_or_goes_on_without_cards(walker: Walker) -> None:
    walker.around = Around(sealed=GAME_ROUND.sealed, usual="cohort")
    card = walker.card("before")
    assert "Your seat and your cards are not here yet" in card.state()["ahead"]["waits"]
    assert card.act({"do": "next", "step": "hand"})["ahead"]["id"] == "choose"


@pytest.mark.parametrize("seat", [{}, {"seat": 5, "seats": 4}, {"seat": 1, "seats": 2}, {"seat": "1", "seats": 4}])
def test_a_seat_that_there_is_not_is_none(walker: Walker, seat: dict[str, Any]) -> None:
    assert seated(walker, **seat).card("before").state()["ahead"]["waits"]


def test_in_one_room_the_cards_are_of_paper(walker: Walker) -> None:
    card = walker.card("before")
    card.act({"do": "form", "form": "room"})
    assert "on paper" in in_text(card.act({"do": "next", "step": "hand"})["passed"])


def test_alone_the_rule_of_the_other_seats_is_shown_first(walker: Walker) -> None:
    card = walker.card("together")
    assert card.state()["ahead"]["id"] == "rule"
    assert "drawn by lot" in in_text(card.act({"do": "next", "step": "rule"})["passed"])


def test_each_move_brings_what_it_can_and_another_seat_speaks_after_it(walker: Walker) -> None:
    state = through(walker, "together", ["mine", "ask-3", "missing-1"])
    mine, asked, absent = (paragraphs(state, f"turn-{number}") for number in (1, 2, 3))
    assert mine[0].startswith("You say: Fact single-1")
    assert asked[0].startswith("Seat 3 says: Fact single-3")
    assert "Fact absent" in absent[0]
    assert [said[1].split(",")[0][-6:] for said in (mine, asked, absent)] == ["seat 2", "seat 3", "seat 4"]


def test_the_card_that_nobody_holds_comes_only_if_one_asks_for_whom_it_is(walker: Walker) -> None:
    state = through(walker, "together", ["mine", "mine", "mine"])
    assert "Nothing new" in paragraphs(state, "turn-3")[0]
    assert "absent" not in in_text(state)


def test_to_propose_ends_the_talk(walker: Walker) -> None:
    state = through(walker, "together", ["ask-2", "propose"])
    assert [one["id"] for one in state["passed"]] == ["rule", "turn-1", "turn-2", "said"]
    assert state["ended"]


def test_what_came_up_is_counted_by_who_held_it(walker: Walker) -> None:
    through(walker, "together", ["mine", "ask-2", "propose"])
    what = paragraphs(through(walker, "came", []), "what")
    assert what[0] == "It stands on a hill."
    assert any(text.startswith("Of 8 cards that one person held,") for text in what)


def test_moves_and_choices_stay_with_their_learner(walker: Walker) -> None:
    through(walker, "together", ["ask-2"])
    card = walker.card("before")
    card.act({"do": "next", "step": "hand"})
    card.act({"do": "commit", "step": "choose", "answers": {"choice": "school", "sure": 70}})
    travelled = read_records(walker.journal.travelling).records
    assert "unfold" in {one.event for one in travelled}
    assert not any(word in in_text([one.value for one in travelled]) for word in ("ask-2", "school", "sure"))


def test_shares_of_a_talk_are_counted_of_those_who_talked_with_others(walker: Walker, tmp_path: Path) -> None:
    decided = {"choice": "depot", "sure": 70, "share": 40}
    journals = {}
    for who, form, seat in (("ada", "alone", {}), ("bo", "room", {}), ("cy", "cohort", {"seat": 1, "seats": 5})):
        one = seated(Walker(GAME_ROUND, tmp_path / who / "1-some"), **seat)
        along(one, "came", {"again": decided}, form=form)
        journals[who] = read_records(one.journal.travelling).records
    assert shares(walker.activity, journals) == {"bo": (40, 4), "cy": (40, 5)}


def test_cards_that_are_none_are_named_with_where_they_stand(walker: Walker) -> None:
    walker.around = Around(sealed={"cards": [], "answer": {}})
    with pytest.raises(KithError, match=r"sealed.toml: \[shelter\]: “cards” and “answer”"):
        walker.card("before").act({"do": "next", "step": "hand"})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"hidden-profile"', '"poker"', "“game” must be one of hidden-profile"),
        ("seats = 4", "seats = 2", "a whole number from 3 to 6"),
        (', { id = "depot", label = "The bus depot" }', "", "“choices” must be two or more"),
        ('["night workers", "wheelchair users"]', "[]", "“missing” must name somebody"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(GAME_ROUND.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line 2: [shelter]")


def test_in_a_page_without_a_kernel_lies_what_each_move_brings(walker: Walker) -> None:
    walker.card("together").act({"do": "form", "form": "alone"})
    _, *turns, said = walker.card("together").folded()["steps"]
    [table], [whole] = turns[-1]["scenes"], said["scenes"]
    card, sentence = table["moves"]["mine"][0]
    walker.card("together").act({"do": "next", "step": "rule"})
    state = walker.card("together").act({"do": "commit", "step": "turn-1", "answers": {"move": "mine"}})
    assert state["passed"][-1]["scenes"][-1]["paragraphs"] == [sentence, table["others"][0][1]]
    assert card in sentence
    assert (table["turns"], table["title"]) == ([one["id"] for one in turns], "")
    assert whole == {**table, "title": whole["title"]}
    assert whole["title"]


# A talk with others


def along(walker: Walker, part: str, answers: Mapping[str, Mapping[str, Any]], *, form: str = "") -> dict[str, Any]:
    """The last state of a part in which one answers what is named here, and goes on without the rest."""
    card = walker.card(part)
    if form:
        card.act({"do": "form", "form": form})
    *_, state = states_along(card, told(answers))
    return state


def told(answers: Mapping[str, Mapping[str, Any]]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Answering what is named here, and going on without the rest."""

    def choose(ahead: Mapping[str, Any]) -> dict[str, Any]:
        given = answers.get(ahead["id"])
        return second_door(ahead) if given is None else {"do": "commit", "step": ahead["id"], "answers": given}

    return choose


def steps(state: Mapping[str, Any]) -> list[str]:
    return [one["id"] for one in state["passed"]]


TALKED = {
    "clock": {"turns": [300, 100, 0, 200]},
    "decided": {"group": "school"},
    "again": {"choice": "school", "sure": 60, "share": 40},
    "heard": {"facts": ["common-0", "common-1", "single-2-1"]},
}


def test_each_sees_their_own_seat_of_what_one_device_marked_and_all_see_what_came_up(walker: Walker) -> None:
    seated(walker, group=3, seat=2, seats=4, way="facts")
    assert "You sit in group 3." in in_text(along(walker, "before", {})["passed"])
    state = along(walker, "together", TALKED)
    assert steps(state)[-3:] == ["way", "clock", "decided"]
    came = along(walker, "came", TALKED)
    assert [one for one in steps(came) if one in ("again", "taps", "heard", "what")] == [
        "again",
        "taps",
        "heard",
        "what",
    ]
    [taps] = [one["scenes"] for one in came["passed"] if one["id"] == "taps"]
    assert taps == [{"kind": "turns", "of": ["clock", "turns"], "expected": ["again", "share"], "seat": 2}]
    assert paragraphs(came, "what")[-4:] == [
        "Your group chose: The school",
        "Of 4 cards that all held, 2 came up.",
        "Of 8 cards that one person held, 1 came up.",
        "The card that nobody in the room held did not come up.",
    ]


def travelled(walker: Walker) -> list[tuple[str, Any, str]]:
    found = read_records(walker.journal.travelling).records
    return [(one.event, one.value, one.reach) for one in found]


def counted(walker: Walker) -> list[Any]:
    return [value["answers"] for event, value, _ in travelled(walker) if event == "also"]


def test_what_counts_of_a_talk_travels_once_the_lot_is_told_and_seconds_never_do(walker: Walker) -> None:
    seated(walker, group=3, seat=2, seats=4, way="facts")
    along(walker, "together", TALKED)
    until = next(state for state in states_along(walker.card("came"), told(TALKED)) if state["ahead"]["id"] == "lot")
    assert counted(walker) == []
    assert until["out"] is None
    state = along(walker, "came", TALKED)
    # By pairs, 200 + 300 + 100 + 100 + 100 + 200 apart: 1000 / (4 * 600).
    [counts] = counted(walker)
    assert sorted(counts.pop("facts")) == sorted(TALKED["heard"]["facts"])
    assert counts == {"share": 40, "seats": 4, "gini": 0.42, "spoke": 4, "way": "facts", "group": 3}
    assert not any(word in in_text(travelled(walker)) for word in ("300", "school"))
    drawn = ["A lot decided which of these ways each group talked in.", "Talk freely", "Facts first"]
    assert paragraphs(state, "lot")[:4] == [*drawn, "Yours was: Facts first"]
    kept = walker.journal.read().of("shelter")
    assert "300" in in_text([one.value for one in kept])
    own = {one.label: one.text for one in read_back(walker.activity, kept)}
    assert own["Who speaks?"] == "4 seats spoke for about 10 minutes in all"
    for_marking = in_html(walker.activity, read_records(walker.journal.travelling).records, part="together")
    assert not any(word in for_marking for word in ("seats spoke", "The school"))


@pytest.mark.parametrize("form", ["cohort", "room"])
def test_what_travels_of_who_said_nothing_or_wants_it_left_out_is_the_same(tmp_path: Path, form: str) -> None:
    found = []
    for name in ("silent", "out"):
        one = Walker(GAME_ROUND, tmp_path / name / "1-some")
        if form == "cohort":
            seated(one, group=3, seat=2, seats=4, way="facts")
        said = TALKED | {"table": {"group": 3, "seats": 4}} if name == "out" else {}
        for part in one.activity.parts:
            along(one, part, said, form=form)
        found.append(travelled(one))
    assert [event for event, *_ in found[1]].count("also") == 1
    for out, as_silent in ((True, True), (False, False), (True, True)):
        assert one.card("came").act({"do": "out", "out": out})["out"] is out
        assert (travelled(one) == found[0]) is as_silent
    assert shares(one.activity, {"one": read_records(one.journal.travelling).records}) == {}


def test_how_evenly_groups_spoke_is_told_of_six_groups_each_once(walker: Walker) -> None:
    def sent(n: int, gini: float, **group: int) -> tuple[Record, ...]:
        value = {"step": "lot", "answers": {"gini": gini, "spoke": 4, "way": "free", **group}}
        return (Record(n, "2026-11-22T10:00:00.000Z", "shelter", "also", value, "count", "w"),)

    journals = {f"s{n}": sent(n, 0.1 * (n % 4), group=1 + n // 2) for n in range(10)} | {"t": sent(11, 0.4)}
    journals["odd"] = sent(12, 1.5)
    turns, _ = asked(walker.activity, {})
    told = turns.answers(journals)
    assert set(told) == {"group 1", "group 2", "group 3", "group 4", "group 5", "t"}
    assert told["group 1"] == (4, 0.0)
    [figure] = turns.release(told).values()
    assert figure["title"].startswith("Our groups shared their talk with a Gini of 0.")
    assert figure["sentence"] == "0 to 0.4 at 95%, 5 to 9 groups.", "no group is more even than even"
    [withheld] = turns.release({who: one for who, one in told.items() if who != "t"}).values()
    assert withheld["short"]


def test_one_share_at_unlike_tables_is_not_two_answers(walker: Walker) -> None:
    _, share = asked(walker.activity, {})

    def told(*given: float) -> Any:
        answers = {f"s{n}": (one, 4 + n % 2) for n, one in enumerate(given)}
        assert share.known
        assert {share.known(one) for one in answers.values()} == {"4", "5"}
        [figure] = share.release(answers).values()
        return figure

    assert "short" in told(*[30] * 12)
    assert "short" in told(*[20, 30, 25, 30, 20, 30, 25, 30, 20, 30, 25, 35])
    assert "point" in told(*[20, 30, 25, 40, 20, 30, 25, 30, 20, 30, 25, 35])


def test_who_does_not_keep_the_device_goes_on_and_sees_no_seat(walker: Walker) -> None:
    seated(walker, seat=2, seats=4, way="facts")
    along(walker, "together", {})
    assert "taps" not in steps(along(walker, "came", TALKED))


@pytest.mark.parametrize("turns", [[], [1, 2], [0, 0, 0], [1, 2, 3, 4, 5, 6, 7], [1, -1, 2], [1.5, 2, 3], [True, 1, 2]])
def test_turns_that_no_clock_marked_are_none(walker: Walker, turns: list[Any]) -> None:
    card = walker.card("together")
    card.act({"do": "form", "form": "room"})
    for step in ("table", "way"):
        card.act({"do": "next", "step": step})
    with pytest.raises(Refused, match="Who speaks"):
        card.act({"do": "commit", "step": "clock", "answers": {"turns": turns}})


def test_in_one_room_the_lot_goes_by_the_number_of_the_group_and_is_even(walker: Walker, tmp_path: Path) -> None:
    ways = []
    for group in range(1, 7):
        one = Walker(GAME_ROUND, tmp_path / f"{group}" / "1-some")
        state = along(one, "together", {"table": {"group": group, "seats": 5}}, form="room")
        ways.append(state["passed"][1]["scenes"][0]["title"])
        along(one, "came", TALKED, form="room")
        [counts] = counted(one)
        assert (counts["seats"], counts["way"], counts["group"]) == (
            5,
            {"Facts first": "facts"}.get(ways[-1], "free"),
            group,
        )
    assert [sorted(ways[place : place + 2]) for place in (0, 2, 4)] == [["Facts first", "Talk freely"]] * 3


def test_left_alone_by_the_date_one_plays_alone_and_is_told_why(walker: Walker) -> None:
    seated(walker, alone=True)
    card = walker.card("before")
    assert card.state()["form"] == "alone"
    shown = in_text(card.act({"do": "next", "step": "hand"})["passed"])
    assert "A table by the makers" in shown
    assert "in seat 1 of 4" in shown


@pytest.mark.parametrize(("begun", "form"), [(False, "cohort"), (True, "alone")])
def test_a_seat_that_comes_late_is_taken_unless_one_has_begun_alone(walker: Walker, begun: bool, form: str) -> None:
    seated(walker, alone=True)
    if begun:
        walker.card("before").act({"do": "next", "step": "hand"})
    seat = {"group": 1, "seat": 2, "seats": 3, "way": "free"}
    late = Parcel("fedcba9876543210", "shelter/seat", "shelter", "", MAKERS, seat, at="2999-01-01T00:00:00.000Z")
    before = Parcel("0123456789abcdef", "shelter/seat", "shelter", "", MAKERS, {"alone": True})
    walker.around = Around(Came((before, late)), sealed=GAME_ROUND.sealed, usual="cohort")
    card = walker.card("before")
    assert card.state()["form"] == form
    assert "in seat 2 of 3" in in_text(card.act({"do": "form", "form": "cohort"}), through(walker, "before", []))


def test_nobody_is_asked_for_a_share_of_a_talk_that_they_had_alone(walker: Walker) -> None:
    seated(walker, seat=1, seats=4)
    fields = {
        form: {field["id"] for step in card_in(walker, form).folded()["steps"] for field in step["fields"]}
        for form in ("alone", "cohort")
    }
    assert "share" in fields["cohort"]
    assert "share" not in fields["alone"]
    assert {"choice", "sure"} <= fields["alone"]


def card_in(walker: Walker, form: str) -> ActivityCard:
    """What comes of it, for somebody who takes part in this form."""
    card = walker.card("came")
    card.act({"do": "form", "form": form})
    return card


def test_a_move_that_has_brought_all_that_it_can_is_offered_no_more(walker: Walker) -> None:
    card = walker.card("together")
    card.act({"do": "form", "form": "alone"})
    state = card.act({"do": "next", "step": "rule"})

    def offered() -> list[str]:
        [move] = state["ahead"]["fields"]
        return [option["id"] for option in move["options"]]

    every, made = offered(), 0
    while "ask-2" in offered():
        state = card.act({"do": "commit", "step": state["ahead"]["id"], "answers": {"move": "ask-2"}})
        made += 1
    assert made, "it could be made"
    assert set(every) - set(offered()) == {"ask-2"}
    [last] = state["passed"][-1]["scenes"]
    assert "Seat 2" in last["paragraphs"][0], "the last time it brought a card, too"
