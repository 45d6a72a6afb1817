"""What became of each link between two maps of one person."""

import pytest

from kith_exercises import KithError
from kith_exercises.measures.maps import Proposition, map_change

TRUST: Proposition = ("Trust", "makes easier", "Asking")
COSTS: Proposition = ("Asking", "costs", "Time")
NEEDS: Proposition = ("Asking", "needs", "Time")


def test_links_stay_come_go_or_say_something_else() -> None:
    hides, thanks = ("Status", "hides", "Asking"), ("Thanks", "leads to", "Trust")
    found = map_change([TRUST, COSTS, hides], [thanks, NEEDS, TRUST])
    assert (found.kept, found.added, found.removed, found.retold) == ((TRUST,), (thanks,), (hides,), ((COSTS, NEEDS),))
    assert found.sentence == ("Of 3 links in the first map, 1 stayed, 1 says something else and 1 is gone; 1 came.")


def test_capitals_and_spaces_make_no_difference_and_what_is_said_twice_counts_once() -> None:
    again = (" trust", "Makes  easier ", "ASKING")
    assert map_change([TRUST, again], [again]).kept == (again,)


def test_a_link_turned_round_is_another_link() -> None:
    turned = (TRUST[2], TRUST[1], TRUST[0])
    found = map_change([TRUST], [turned])
    assert (found.added, found.removed, found.retold) == ((turned,), (TRUST,), ())


def test_of_two_new_links_between_the_same_two_one_takes_the_place_of_the_old() -> None:
    found = map_change([COSTS], [NEEDS, ("Asking", "saves", "Time")])
    assert (found.retold, found.added) == (((COSTS, NEEDS),), (("Asking", "saves", "Time"),))


def test_nothing_before_is_all_new() -> None:
    assert map_change([], [TRUST]).sentence == (
        "Of 0 links in the first map, 0 stayed, 0 say something else and 0 are gone; 1 came."
    )


@pytest.mark.parametrize("link", [("Trust", "Asking"), ("Trust", 5, "Asking")])
def test_what_is_no_link_is_named(link: Proposition) -> None:
    with pytest.raises(KithError, match=r"after is .*: give it three texts: from, says, to"):
        map_change([TRUST], [link])
