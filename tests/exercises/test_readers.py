"""What was planted in a cohort goes through journals and readers to the measures, and nothing goes that may not."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises import readers
from kith_exercises.cards.fold import FoldCard
from kith_exercises.cohort import NOTHING, Cohort, Effects, alone, gather, plan, play, together
from kith_exercises.definitions import FoldPrompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.errors import KithError
from kith_exercises.instruments import load
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.leaving import LEAVE_OUT
from kith_exercises.measures.agreement import weighted_kappa
from kith_exercises.measures.change import change
from kith_exercises.measures.forecasts import forecast_error, forecast_miss
from kith_exercises.measures.over_time import error_over_time
from kith_exercises.measures.prediction import Doors, Question
from kith_exercises.measures.scales import scale_scores
from kith_exercises.measures.thresholds import Band, counted
from kith_exercises.truths import reveal
from tests.exercises.test_cohort_play import COURSE, assignment, leaving, prompts


def fold(module: str, id: str) -> FoldPrompt:
    prompt = prompts(module)[id]
    assert isinstance(prompt, FoldPrompt)
    return prompt


def text(module: str, id: str) -> TextPrompt:
    prompt = prompts(module)[id]
    assert isinstance(prompt, TextPrompt)
    return prompt


def question(prompt: FoldPrompt) -> Question:
    found = readers.question_of(prompt)
    assert found is not None
    return found


SEEN, LINES, TEXT = fold("0-welcome", "being-seen"), fold("0-welcome", "where-i-stand"), text("1-empathy", "difference")
RUBRIC = load_rubrics(COURSE / "1-empathy" / "rubric.toml")["difference"]
QUESTION = question(SEEN)


@dataclass(frozen=True)
class Played:
    """A cohort, and what left the folders of its learners, by module."""

    cohort: Cohort
    journals: Mapping[str, Mapping[str, Sequence[Record]]]


@pytest.fixture(scope="module", params=[Effects(), NOTHING], ids=["planted", "nothing"])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Twenty-four who went through both modules."""
    cohort = gather(24, 5, request.param)
    found: dict[str, dict[str, Sequence[Record]]] = {"0-welcome": {}, "1-empathy": {}}
    for module, journals in found.items():
        for learner in cohort.learners:
            folder = assignment(tmp_path_factory.mktemp(learner.id), module)
            play(learner, folder, module)
            journals[learner.id] = leaving(folder)
    return Played(cohort, found)


def planned(played: Played, prompt: FoldPrompt | TextPrompt, **rubrics: Any) -> dict[str, Any]:
    return {learner.id: plan(learner, [prompt], rubrics)[0] for learner in played.cohort.learners}


# From what is planted to what is measured


def test_predictions_are_off_by_what_was_planted(played: Played) -> None:
    taken = readers.doors_of(QUESTION, played.journals["0-welcome"])
    rows = readers.forecasts(QUESTION, taken)
    for mark, bias in zip(rows, played.cohort.effects.marks, strict=True):
        given = {id: one.answers["marks"]["values"][mark] for id, one in planned(played, SEEN).items() if one.answers}
        assert {row.learner: row.said for row in rows[mark]} == given
        found = forecast_error(rows[mark], scale=(0, 120))
        assert found.interval is not None
        assert found.interval.includes(bias)
        assert found.tells is bool(bias)
    assert len(taken.looked) + len(taken.predicted) == 24


def test_what_was_expected_of_the_shuffles_is_beside_what_they_gave(played: Played) -> None:
    rows = readers.guesses(SEEN, played.journals["0-welcome"])["shuffle"]
    given = {id: round(100 * one.guess) for id, one in planned(played, SEEN).items() if one.guess is not None}
    shown = next(scene for step in reveal("guyer", SEEN.fields) if (scene := step.scene())["kind"] == "shuffle")
    assert {row.learner: row.said for row in rows} == given
    assert {row.came for row in rows} == {round(100 * shown["share"], 6)}
    assert forecast_miss(rows, scale=(0, 100)).n == len(given)


def test_a_place_on_a_line_is_a_number_and_no_idea_yet_is_none(played: Played) -> None:
    given = {id: one.answers["voice"].get("at") for id, one in planned(played, LINES).items()}
    assert None in given.values()
    found = readers.numbers(LINES, "voice", played.journals["0-welcome"])
    assert found == {id: at for id, at in given.items() if at is not None}


def test_own_levels_are_beside_those_that_were_marked(played: Played) -> None:
    criterion = RUBRIC[0]
    given = {id: one.levels.get(criterion.id) for id, one in planned(played, TEXT, difference=RUBRIC).items()}
    # Whoever marks sees what care earns; most are marked.
    marked = {
        learner.id: criterion.levels[round(learner.care * (len(criterion.levels) - 1))].points
        for learner in played.cohort.learners[:20]
    }
    rows = readers.levels(TEXT, criterion, played.journals["1-empathy"], marked)
    assert {row.learner: row.said for row in rows} == {id: given[id][0] for id in marked if given[id]}
    assert all(row.came == marked[row.learner] for row in rows)
    pairs = readers.level_pairs(criterion, rows)
    assert len(pairs) == len(rows)
    assert weighted_kappa(pairs, levels=len(criterion.levels)).n == len(rows)
    higher = forecast_error(rows, scale=(0, criterion.max_points)).estimate
    assert higher == pytest.approx(fmean(given[id][0] - marked[id] for id in marked if given[id]))


QUESTIONS = """
[{id}]
kind = "fold"
title = "What I do"
reach = "count"
kept = "Kept."
fields = [
  {{ kind = "number", id = "altruism-1", label = "1", min = 1, max = 5 }},
  {{ kind = "number", id = "altruism-2", label = "2", min = 1, max = 5 }},
  {{ kind = "number", id = "altruism-3", label = "3", min = 1, max = 5 }},
  {{ kind = "number", id = "altruism-4", label = "4", min = 1, max = 5 }},
  {{ kind = "number", id = "ours", label = "Alone", min = 1, max = 5, reach = "mine" }},
  {{ kind = "choice", id = "first", label = "c", options = [
    {{ id = "0", label = "0" }}, {{ id = "1", label = "1" }}, {{ id = "2", label = "2" }},
    {{ id = "3-5", label = "3 to 5" }}, {{ id = "more", label = "more" }}, {{ id = "no", label = "not here" }},
  ] }},
]
"""
GIVING = load("ipip-giving")
ALTRUISM = GIVING.scales["altruism"]
BANDS = (Band(0, 0), Band(1, 1), Band(2, 2), Band(3, 5), Band(6, None), Band(None, None))


def asked(folder: Path, id: str) -> FoldPrompt:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "prompts.toml").write_text(QUESTIONS.format(id=id), encoding="utf-8")
    prompt = load_prompts(folder / "prompts.toml")[id]
    assert isinstance(prompt, FoldPrompt)
    return prompt


def band(threshold: int | None) -> int:
    return 5 if threshold is None else [0, 1, 2, 3, 3, 3][threshold] if threshold <= 5 else 4


@dataclass(frozen=True)
class Wave:
    """A questionnaire, asked once, and what left the folders of those who answered."""

    prompt: FoldPrompt
    journals: Mapping[str, Sequence[Record]]


def wave(folder: Path, cohort: Cohort, number: int) -> Wave:
    """What the cohort answers to a questionnaire, committed on its card."""
    found = {}
    prompt = asked(folder, f"wave-{number}")
    thresholds = together.thresholds(cohort)
    for who, told in alone.answers(cohort, GIVING, number).items():
        here = folder / who / "2-trust"
        asked(here, prompt.id)
        journal = Journal.open(here, "2-trust", "page")
        first = prompt.fields[-1].card()["options"][band(thresholds[who])]["id"]
        # The card asks for every item: who left one out gives the middle of its scale.
        items = {item: told[item] or 3 for item in ALTRUISM}
        FoldCard(prompt, journal, "").act({"do": "commit", "answers": {**items, "ours": 5, "first": first}})
        found[who] = read_records(journal.travelling).records
    return Wave(prompt, found)


@pytest.fixture(scope="module", params=[0.8, 0.0], ids=["rose", "same"])
def waves(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Cohort, list[Wave]]:
    """A questionnaire that was asked twice."""
    cohort = gather(24, 5, replace(NOTHING, change=request.param))
    return cohort, [wave(tmp_path_factory.mktemp("wave"), cohort, number) for number in (0, 1)]


def test_a_questionnaire_that_was_asked_twice_rises_by_what_was_planted(waves: tuple[Cohort, list[Wave]]) -> None:
    cohort, asked = waves
    before, after = (scale_scores(ALTRUISM, readers.keyed(GIVING, one.prompt, one.journals)) for one in asked)
    assert len(before) == 24
    found = change(before, after, what="altruism", scale=(1, 5))
    assert found.interval is not None
    assert found.interval.includes(cohort.effects.change)
    assert found.tells is bool(cohort.effects.change)


def test_bands_are_counted_from_what_each_chose(waves: tuple[Cohort, list[Wave]]) -> None:
    cohort, [one, _] = waves
    found = counted(BANDS, list(readers.chosen(one.prompt, "first", one.journals).values()))
    given = [band(threshold) for threshold in together.thresholds(cohort).values()]
    assert [each.people for each in found] == [given.count(place) for place in range(6)]


def test_errors_of_modules_are_shares_of_their_lines() -> None:
    truth = {mark.id: mark.truth for mark in QUESTION.targets}
    off: dict[float, float] = {0: 60, 1: 24}
    asked = {
        time: [(QUESTION, Doors({who: {id: came - by / 2 for id, came in truth.items()} for who in "ab"}, frozenset()))]
        for time, by in off.items()
    }
    found = readers.misses(asked)
    assert {(row.learner, row.time, round(row.size, 6)) for row in found} == {
        (who, time, by / 240) for who in "ab" for time, by in off.items()
    }
    assert error_over_time(found).estimate == pytest.approx((24 - 60) / 240)


# What may not be read, and what can't be


def test_what_is_a_learners_own_is_refused(waves: tuple[Cohort, list[Wave]]) -> None:
    _, [one, _] = waves
    with pytest.raises(KithError, match="“ours” of “wave-0” is for learners alone"):
        readers.numbers(one.prompt, "ours", one.journals)
    with pytest.raises(KithError, match="no field “first” of the kind number or position"):
        readers.numbers(one.prompt, "first", one.journals)


def record(event: str, value: Any, seq: int = 1, prompt: str = "being-seen", reach: Any = "count") -> Record:
    return Record(seq, "2026-11-22T10:00:00.000Z", prompt, event, value, reach, "w")


def marks(public: float, **more: Any) -> Record:
    return record("commit", {"marks": {"values": {"public": public, "anonymous": 40}, "width": 5}}, **more)


def test_what_was_written_for_oneself_alone_is_not_read_whatever_the_question_says_now() -> None:
    journals = {"a": [marks(60, reach="mine")], "b": [marks(50)]}
    assert readers.doors_of(QUESTION, journals).predicted.keys() == {"b"}


@pytest.mark.parametrize(
    ("left", "read"),
    [
        ([{"out": True}], False),
        ([{"out": True}, {"out": False}], True),
        ([{"out": False}, {"out": True}], False),
        ([{"out": "yes"}], True),
        ([True], True),
        ([], True),
    ],
)
def test_answers_that_somebody_left_out_are_in_no_row_until_they_are_let_in_again(
    tmp_path: Path, left: list[Any], read: bool
) -> None:
    journals = {}
    for who, words in (("a", left), ("b", [])):
        journal = Journal.open(tmp_path / who / "0-welcome", "0-welcome", "page", {})
        for one in (marks(60), record("unfold", {"scene": 2, "answer": 7})):
            journal.write(one.prompt, one.event, one.value, reach=one.reach)
        for word in words:
            journal.write("being-seen", LEAVE_OUT, word, reach="mine")
        journals[who] = read_records(journal.travelling).records
    taken = readers.doors_of(QUESTION, journals)
    assert (taken.predicted.keys(), taken.looked, taken.unusable) == ({*("a" if read else ""), "b"}, frozenset(), 0)
    assert {row.learner for row in readers.guesses(SEEN, journals)["shuffle"]} == taken.predicted.keys()


def test_the_order_of_learners_and_records_changes_nothing(played: Played) -> None:
    def read(journals: Mapping[str, Sequence[Record]]) -> list[Any]:
        taken = readers.doors_of(QUESTION, journals)
        return [
            readers.forecasts(QUESTION, taken),
            readers.guesses(SEEN, journals),
            readers.numbers(LINES, "fit", journals),
        ]

    journals, chance = played.journals["0-welcome"], random.Random(1)
    learners = chance.sample(list(journals), len(journals))
    assert read({who: chance.sample(journals[who], len(journals[who])) for who in learners}) == read(journals)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["marks", "values", "public", "voice", "at", "sure", "scene", "answer", "criterion", "points"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)
READ: Sequence[Callable[[Mapping[str, Sequence[Record]]], object]] = (
    lambda journals: readers.doors_of(QUESTION, journals),
    lambda journals: readers.guesses(SEEN, journals),
    lambda journals: readers.numbers(LINES, "voice", journals),
    lambda journals: readers.levels(TEXT, RUBRIC[0], journals, {"a": 1}),
)


@given(json_values, st.sampled_from(["commit", "look", "unfold", "self", "criterion", LEAVE_OUT]))
def test_no_value_at_all_breaks_a_reader(value: Any, event: str) -> None:
    for prompt in ("being-seen", "where-i-stand", "difference"):
        for read in READ:
            read({"a": [record(event, value, prompt=prompt)]})
