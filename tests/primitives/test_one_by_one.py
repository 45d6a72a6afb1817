"""Parcels and figures come one after the other: in each state in between, nothing is shown before its step."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.primitives import flow
from tests.primitives.samples import Came, Walker, first_door, second_door, shown_in_time, states_along


@pytest.mark.parametrize("goes_past", [False, True], ids=["waits for each", "goes past what has not come"])
def test_what_came_stays_behind_its_step_while_parcels_and_figures_come_one_by_one(
    walker: Walker, *, goes_past: bool
) -> None:
    straight = Walker(walker.sample, walker.folder.parent / "straight" / "1-some", walker.around)
    for part in straight.activity.parts:
        assert list(states_along(straight.card(part)))
    revealed = set[str]()
    # At last also past what never comes, as no sample has all figures.
    for came, past in [*((came, goes_past) for came in one_by_one(walker.sample.came)), (walker.sample.came, True)]:
        assert walker.around is not None
        walker.around = replace(walker.around, arrivals=came)
        for part in walker.activity.parts:
            for state in states_as_far_as(walker.card(part), goes_past=past):
                revealed |= shown_in_time(walker, part, state)
            assert flow.ended(part, walker.journal.read().of(walker.activity.id)) or not past
    assert revealed == set(walker.sample.withheld)
    assert passed_in(walker) == passed_in(straight)


def one_by_one(came: Came) -> Iterator[Came]:
    """What came, from nothing on, one parcel more each time and then one figure more."""
    figures = list(came.known.items())
    for number in range(len(came.parcels) + 1):
        yield Came(came.parcels[:number])
    for number in range(len(figures)):
        yield Came(came.parcels, dict(figures[: number + 1]))


def states_as_far_as(card: ActivityCard, *, goes_past: bool) -> Iterator[dict[str, Any]]:
    """Every state on the way to what has not come yet, or past it and to the end."""
    state = card.state()
    yield state
    while (ahead := state["ahead"]) is not None and (goes_past or not ahead["waits"]):
        state = card.act(second_door(ahead) if ahead["waits"] else first_door(ahead))
        yield state


def passed_in(walker: Walker) -> list[list[str]]:
    """The steps that stand there as passed, by part."""
    return [[one["id"] for one in walker.card(part).state()["passed"]] for part in walker.activity.parts]
