"""Cards for a group that decides, and a table for one whose other seats follow a rule."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_exercises.primitives.alone_table import MINE, PROPOSE, ask, lay, missing, turns
from kith_exercises.primitives.hidden_profile import Profile, came_up, hands, read_profile

#: Other programs run here as well, so nothing is timed.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CHOICES = ("school", "hall", "depot")


def card(id: str, favours: str, held: object) -> dict[str, Any]:
    return {"id": id, "text": f"What {id} says.", "for": favours, "held": held}


CARDS = [
    *(card(f"all-{n}", "school", "all") for n in range(4)),
    *(card(f"one-{seat}-{n}", "depot", seat) for seat in range(1, 5) for n in range(2)),
    card("nobody", "depot", "missing"),
]
SEALED = {"cards": CARDS, "answer": {"choice": "depot", "because": ["It has two doors."]}}
PROFILE = read_profile(SEALED, CHOICES)
MOVES = (MINE, PROPOSE, ask(2), ask(3), ask(4), missing(0), missing(1), "")


def test_four_people_hold_four_cards_in_common_and_two_alone() -> None:
    dealt = hands(PROFILE, 4)
    assert [len(hand) for hand in dealt] == [6, 6, 6, 6]
    assert [[card.held for card in hand[4:]] for hand in dealt] == [[1, 1], [2, 2], [3, 3], [4, 4]]


@pytest.mark.parametrize("seats", [3, 4, 5, 6])
def test_in_groups_of_any_size_each_single_card_has_one_holder_and_the_missing_one_none(seats: int) -> None:
    dealt = hands(PROFILE, seats)
    held = Counter(card.id for hand in dealt for card in hand)
    assert all(held[card.id] == seats for card in PROFILE.common)
    assert all(held[card.id] == 1 for card in PROFILE.single)
    assert all(held[card.id] == 0 for card in PROFILE.missing)
    assert max(map(len, dealt)) - min(map(len, dealt)) <= 1


def without(*ids: str) -> list[dict[str, Any]]:
    return [card for card in CARDS if card["id"] not in ids]


@pytest.mark.parametrize(
    ("sealed", "slip"),
    [
        ({}, "cards"),
        ({"cards": "all", "answer": {}}, "cards"),
        ({"cards": CARDS, "answer": "depot"}, "answer"),
        ({"cards": CARDS, "answer": {"choice": "depot", "because": "It has two doors."}}, "because"),
        ({"cards": CARDS, "answer": {"choice": "cellar"}}, "cellar"),
        ({**SEALED, "cards": [*CARDS, card("nobody", "hall", 1)]}, "one id"),
        ({**SEALED, "cards": [*CARDS, card("x", "cellar", 1)]}, "speaks for “cellar”"),
        ({**SEALED, "cards": [*CARDS, card("x", "hall", 7)]}, "held"),
        ({**SEALED, "cards": [*CARDS, card("x", "hall", True)]}, "held"),
        ({**SEALED, "cards": [*CARDS, {"id": "x"}]}, "a text"),
        ({**SEALED, "cards": [card for card in CARDS if card["held"] != 2]}, "seats"),
        ({**SEALED, "cards": [*CARDS, *(card(f"x{n}", "school", "all") for n in range(9))]}, "all cards together"),
        ({**SEALED, "cards": without("all-0", "all-1")}, "with 3 seats, seat 1 sees the answer"),
    ],
)
def test_cards_that_are_no_hidden_profile_are_refused(sealed: dict[str, Any], slip: str) -> None:
    with pytest.raises(ValueError, match=slip):
        read_profile(sealed, CHOICES)


def test_what_came_up_is_counted_by_who_held_it() -> None:
    found = came_up(PROFILE, ["all-0", "all-1", "one-1-0", "one-1-0", "unknown"])
    assert (found.common, found.of_common, found.single, found.of_single, found.missing) == (2, 4, 1, 8, False)
    assert came_up(PROFILE, ["nobody"]).missing


def test_asked_again_a_seat_says_another_card_that_only_it_holds_until_it_has_none() -> None:
    found = turns(lay(PROFILE, 2), [ask(3), ask(3), ask(3)])
    assert {found[0].brought, found[1].brought} == {"one-3-0", "one-3-1"}
    assert found[2].brought == ""


def test_the_missing_card_comes_only_if_somebody_asks_who_is_missing() -> None:
    table = lay(PROFILE, 2)
    others = [move for move in MOVES if not move.startswith("missing")]
    assert not any("nobody" in (turn.brought, turn.said) for move in others for turn in turns(table, [move] * 8))
    assert turns(table, ["", missing(1)])[1].brought == "nobody"


@untimed
@given(st.lists(st.sampled_from(MOVES), max_size=10), st.integers(0, 50))
def test_a_turn_says_only_what_that_seat_holds(moves: list[str], seed: int) -> None:
    dealt = [{card.id for card in hand} for hand in hands(PROFILE, 4)]
    found = turns(lay(PROFILE, 2, seed=seed), moves)
    assert len(found) <= 8
    for turn in found:
        assert turn.said in dealt[turn.seat - 1]
        if turn.brought and turn.move.startswith("ask"):
            assert turn.brought in dealt[int(turn.move[-1]) - 1] - dealt[0]
        if turn.move == MINE and turn.brought:
            assert turn.brought in dealt[0]


@untimed
@given(st.lists(st.sampled_from(MOVES), max_size=8), st.sampled_from(MOVES))
def test_what_the_others_say_does_not_depend_on_what_i_do(moves: list[str], next_move: str) -> None:
    table = lay(PROFILE, 2)
    before = turns(table, moves)
    assert turns(table, [*moves, next_move])[: len(before)] == before
    assert [(turn.seat, turn.said) for turn in before] == list(table.others[: len(before)])


def test_common_cards_are_said_by_themselves_oftener_than_single_ones() -> None:
    said = Counter(card for seed in range(100) for _, card in lay(PROFILE, 2, seed=seed).others)
    common, single = (sum(said[card.id] for card in cards) for cards in (PROFILE.common, PROFILE.single))
    assert common / 4 > 2 * single / 8


def test_to_propose_a_choice_ends_the_talk() -> None:
    assert len(turns(lay(PROFILE, 2), [MINE, PROPOSE, MINE])) == 1


def test_a_table_plays_the_same_each_time() -> None:
    assert lay(PROFILE, 2, seed="shelter") == lay(PROFILE, 2, seed="shelter")
    assert isinstance(PROFILE, Profile)
