"""A round of a game: cards by seat, a table for one, and what all cards say."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.journal import read_records
from kith_exercises.primitives.game_figures import shares
from kith_exercises.primitives.known import Around
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
    hand = paragraphs(state, "hand")
    assert sorted(hand) == sorted(
        f"Fact {id} of the shelter." for id in (*(f"common-{n}" for n in range(4)), "single-3-0", "single-3-1")
    )
    assert (
        walker.card("together").act({"do": "next", "step": "way"})["passed"][-1]["scenes"][0]["title"] == "Facts first"
    )


def test_until_a_seat_came_one_waits_or_goes_on_without_cards(walker: Walker) -> None:
    walker.around = Around(sealed=GAME_ROUND.sealed, usual="cohort")
    card = walker.card("before")
    assert "Your seat and your cards come" in card.state()["ahead"]["waits"]
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
    assert [said[1][:6] for said in (mine, asked, absent)] == ["Seat 2", "Seat 3", "Seat 4"]


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


def test_moves_stay_with_their_learner_and_choices_are_counted(walker: Walker) -> None:
    through(walker, "together", ["ask-2"])
    card = walker.card("before")
    card.act({"do": "next", "step": "hand"})
    card.act({"do": "commit", "step": "choose", "answers": {"choice": "school", "sure": 70}})
    travelled = read_records(walker.journal.travelling).records
    assert "ask-2" not in in_text([one.value for one in travelled])
    assert {"choice": "school", "sure": 70} in [one.value.get("answers") for one in travelled]


def test_shares_of_a_talk_are_counted_of_those_who_talked_with_others(walker: Walker, tmp_path: Path) -> None:
    decided = {"choice": "depot", "sure": 70, "share": 40}
    journals = {}
    for who, form, seat in (("ada", "alone", {}), ("bo", "room", {}), ("cy", "cohort", {"seat": 1, "seats": 5})):
        one = seated(Walker(GAME_ROUND, tmp_path / who / "1-some"), **seat)
        card = one.card("came")
        card.act({"do": "form", "form": form})
        card.act({"do": "commit", "step": "again", "answers": decided})
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
