"""``kith cards``: what each seat holds on paper is what its page would show, and the answer is on none of it."""

import re
from html import unescape

import pytest

from kith_exercises.primitives.game_round import hand_of, profile_of
from kith_exercises.sealed import Sealed
from kith_facilitator.cards import rounds
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.sources import course_of
from tests.facilitator.steps import kith


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return ensure_home(tmp_path_factory.mktemp("cards") / "home", identity="claimed")


def sheets(page: str) -> list[list[str]]:
    """The cards on each sheet, without the line that says whose they are."""
    found = page.split("<section>")[2:]
    return [[unescape(one) for one in re.findall(r'class="card"><p>(.*?)</p>', sheet)] for sheet in found]


@pytest.mark.parametrize(("words", "seats"), [((), 4), (("--seats", "3"), 3), (("--seats", "6"), 6)])
def test_each_seat_has_the_cards_that_its_page_would_show_and_the_last_sheet_what_nobody_holds(
    home: Home, words: tuple[str, ...], seats: int
) -> None:
    said = kith("cards", "1-empathy", *words, home=home.root)
    path = home.root / f"shelter-cards-{seats}.html"
    assert path.name in "".join(said.split())
    module = course_of(home).module("1-empathy")
    game = rounds(module)["shelter"]
    profile = profile_of(game, Sealed.load(module.folder).of("shelter"))
    page = path.read_text(encoding="utf-8")
    dealt = [[card.text for card in hand_of(game, profile, seat, seats)] for seat in range(1, seats + 1)]
    assert sheets(page) == [*dealt, [card.text for card in profile.missing]]
    told = unescape(page)
    assert all(who in told for who in game.spec.missing)
    assert not any(reason in told for reason in profile.because)
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("0-welcome",), "“0-welcome” is not one game with cards. Nothing in it is."),
        (("1-empathy", "story"), "“story” is not one game with cards. Those that are: shelter."),
        (("1-empathy", "--seats", "7"), "Cards can be dealt to 3 to 6 people in a group, not to 7."),
    ],
)
def test_what_can_t_be_dealt_is_said(home: Home, words: tuple[str, ...], why: str) -> None:
    assert why in kith("cards", *words, home=home.root, expect_code=2)
