"""What is planted in listening and in forecasts comes out of journals, with exchanges between, within its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kith_exercises.cohort import NOTHING, Effects
from kith_exercises.measures.finding import Finding
from kith_exercises.measures.forecasts import Forecast, forecast_error
from kith_exercises.measures.say_back import Marked, felt_understood, points_heard
from kith_exercises.primitives.allocate import forecasts
from kith_exercises.primitives.game_figures import shares, talks
from kith_exercises.primitives.say_back_figures import marks
from tests.primitives.samples import ALLOCATE, CALIBRATION, GAME_ROUND, SAY_BACK
from tests.village import Village

#: In the order of the definition, by which effects are planted.
WAYS = ("words", "full")
MOST = 3  # of the scale of a forecast
NONE = replace(NOTHING, absent=0, late=0, looks=0)
PLANTED = replace(NONE, heard=0.4, understood=2.0, forecast=20.0)


@dataclass(frozen=True)
class Sent:
    """What readers find in the journals of cohorts of 24: marks on say-backs, and forecasts with what came."""

    marked: tuple[Marked, ...]
    forecast: tuple[Forecast, ...]


@dataclass(frozen=True)
class Case:
    """A measure of what was sent, and what was planted in the unit in which it measures."""

    find: Callable[[Sent], Finding]
    truth: Callable[[Effects], float]


CASES = {
    "points-heard": Case(lambda sent: points_heard(sent.marked, WAYS), lambda planted: planted.heard),
    "felt-understood": Case(lambda sent: felt_understood(sent.marked, WAYS), lambda planted: planted.understood),
    "forecast": Case(
        lambda sent: forecast_error(sent.forecast, scale=(0, MOST)), lambda planted: planted.forecast / 100 * MOST
    ),
}


def cohorts(folder: Path, effects: Effects, many: int) -> list[Sent]:
    """Cohorts that tell, then listen, then mark what came, with an exchange between each two."""
    found = []
    for seed in range(many):
        made = Village(folder / str(seed), [SAY_BACK, ALLOCATE], 24, seed, effects)
        for _ in range(2):
            made.play()
            made.hand_over()
        made.play()
        sent = {f"{seed}-{id}": records for id, records in made.sent().items()}
        marked, foretold = marks(made.activities["say-back"], sent), forecasts(made.activities["allocate"], sent)
        found.append(Sent(tuple(marked), tuple(foretold)))
    return found


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    return cohorts(tmp_path_factory.mktemp("planted"), PLANTED, 3)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    return cohorts(tmp_path_factory.mktemp("plain"), NONE, 2)


def together(sent: Sequence[Sent]) -> Sent:
    """All of them as one large cohort, in a narrower interval."""
    return Sent(
        tuple(one for each in sent for one in each.marked), tuple(one for each in sent for one in each.forecast)
    )


each_case = pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])


@each_case
def test_what_is_planted_is_found_and_lies_within_the_interval(planted: list[Sent], case: Case) -> None:
    truth, found = case.truth(PLANTED), [case.find(sent) for sent in planted]
    assert [finding.n for finding in found] == [24] * 3, "nobody's answers got lost between exchanges"
    assert all(finding.interval and finding.interval.includes(truth) for finding in found)
    assert sum(finding.tells for finding in found) >= 2
    pooled = case.find(together(planted))
    assert pooled.tells
    assert pooled.interval
    assert pooled.interval.includes(truth)


@each_case
def test_where_nothing_is_planted_it_cant_be_told(plain: list[Sent], case: Case) -> None:
    found = [case.find(sent) for sent in (*plain, together(plain))]
    assert all(finding.sentence.startswith("We can't tell yet") for finding in found)


def test_who_was_seated_by_an_exchange_talks_guesses_and_is_counted_by_their_own_group(tmp_path: Path) -> None:
    together = replace(GAME_ROUND, definition=GAME_ROUND.definition.replace('"alone", "cohort"', '"cohort", "alone"'))
    made = Village(tmp_path, [CALIBRATION, together], 9, 7, replace(NONE, share=20.0))
    made.play()
    made.hand_over()
    made.play()
    game, sent = made.activities["game-round"], made.sent()
    guessed = shares(game, sent)
    assert len(guessed) == 9
    assert {seats for _, seats in guessed.values()} == {4, 5}
    above = [share - 100 / seats for share, seats in guessed.values()]
    assert 10 < sum(above) / len(above) < 30
    assert talks(game, sent).keys() == {f"group {n}" for n in (1, 2)}
