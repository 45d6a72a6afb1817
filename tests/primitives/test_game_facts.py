"""Which way of talking brings up what one person alone holds: groups are counted, never people, six of each way."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.journal import Record
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.hidden_profile import Profile, read_profile
from tests.primitives.samples import GAME_ROUND, Walker

WAYS = ("free", "facts")


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(GAME_ROUND, tmp_path / "1-some")


def profile(walker: Walker) -> Profile:
    return read_profile(GAME_ROUND.sealed, [choice.id for choice in walker.activity.spec.choices])


def said(walker: Walker, group: object, way: str, facts: list[Any]) -> tuple[Record, ...]:
    value = {"step": "lot", "answers": {"facts": facts, "way": way, "group": group}}
    return (Record(1, "2026-11-20T12:00:00.000Z", walker.activity.id, "also", value, "count", "w"),)


def found(walker: Walker, journals: Mapping[str, tuple[Record, ...]]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    [asked] = [
        one for one in PRIMITIVES["game-round"].asked(walker.activity, GAME_ROUND.sealed) if one.id.endswith("/single")
    ]
    answers = asked.answers(journals)
    [figure] = asked.release(answers).values()
    return answers, figure


def of_groups(walker: Walker, groups: int, more: int) -> dict[str, tuple[Record, ...]]:
    """Two of each group; by the first way one single card came up or two, by the second so many ``more``."""
    single = [card.id for card in profile(walker).single]
    journals = {}
    for number in range(1, groups + 1):
        way = number % 2
        facts = single[: 1 + (number // 2) % 2 + way * more]
        for who in "ab":
            journals[f"{number}{who}"] = said(walker, number, WAYS[way], facts)
    return journals


def test_a_group_is_one_whoever_of_it_tells_and_a_card_came_up_where_most_heard_it(walker: Walker) -> None:
    single = [card.id for card in profile(walker).single]
    common = [card.id for card in profile(walker).common]
    journals = {
        "a": said(walker, 1, "free", [single[0], *common]),
        "b": said(walker, 1, "free", [single[0], single[1]]),
        "c": said(walker, 1, "free", [single[0], single[1]]),
        "d": said(walker, 2, "facts", []),
        "e": said(walker, True, "facts", single),
        "f": said(walker, "3", "facts", single),
        "g": said(walker, 4, "facts", [3, None]),
    }
    answers, figure = found(walker, journals)
    shares = {name: (up.way, up.share) for name, up in answers.items()}
    assert shares["group 1"] == ("free", round(100 * 2 / len(single), 1))
    assert shares["group 2"] == ("facts", 0)
    assert "group 3" not in shares
    assert figure["short"]


def test_six_groups_of_each_way_are_compared_and_five_are_not(walker: Walker) -> None:
    _, few = found(walker, of_groups(walker, 11, 2))
    assert few["short"]
    _, figure = found(walker, of_groups(walker, 12, 2))
    assert figure["title"].startswith("By way of “")
    assert "fewer that one person alone held" in figure["title"], "the second way brought more"
    assert figure["people"].split()[0].isdigit()
    _, same = found(walker, of_groups(walker, 12, 0))
    assert same["title"].startswith("We can't tell yet whether more of what only one person knew")
