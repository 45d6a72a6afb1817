"""Simulated learners are labelled, repeatable, and go the way of every learner."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kith_exercises.cards.fold import came_to_the_end, first_door
from kith_exercises.cohort import Effects, SimulatedLearner, plan, play, synthesise
from kith_exercises.cohort.answers import RATES
from kith_exercises.definitions import Criterion, FoldPrompt, Level, TextPrompt
from kith_exercises.journal import Journal, read_records
from tests.dashboards.cohorts import MODULES, Cohort, assignment, prompts

EVERY = [prompt for module in MODULES for prompt in prompts(module).values()]


def planned(learners: tuple[SimulatedLearner, ...]) -> str:
    return json.dumps([[asdict(learner), *map(asdict, plan(learner, EVERY))] for learner in learners])


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert planned(synthesise(24, 7)) == planned(synthesise(24, 7))
    assert planned(synthesise(24, 7)) != planned(synthesise(24, 8))


def test_a_larger_cohort_begins_with_the_smaller() -> None:
    assert synthesise(30, 7)[:24] == synthesise(24, 7)
    assert synthesise(24, 7)[-1].id == "sim-024"


def test_every_prompt_is_answered() -> None:
    assert {one.prompt for one in plan(synthesise(1, 7)[0], EVERY)} == {prompt.id for prompt in EVERY}


def test_about_one_in_eight_looks_without_predicting() -> None:
    fold = prompts("0-welcome")["being-seen"]
    looked = [one.door for learner in synthesise(400, 7) for one in plan(learner, [fold])].count("look")
    assert 30 <= looked <= 70


def test_every_text_says_that_nobody_wrote_it() -> None:
    for learner in synthesise(24, 7):
        for one in plan(learner, EVERY):
            texts = [one.text, *(one.answers or {}).values()]
            assert all(
                text.startswith("[Simulated learner] ") for text in texts if isinstance(text, str) and " " in text
            )


def test_reflections_differ_in_length_and_wording() -> None:
    [reflection] = [prompt for prompt in EVERY if isinstance(prompt, TextPrompt) and prompt.rubric]
    texts = [one.text or "" for learner in synthesise(24, 7) for one in plan(learner, [reflection])]
    lengths = sorted(len(text.split()) for text in texts)
    assert len(set(texts)) == 24
    assert lengths[0] < 150
    assert lengths[-1] > 250


def test_the_journal_holds_what_was_planned(cohort: Cohort) -> None:
    for learner in cohort.learners:
        for prompt, one in zip(
            prompts("0-welcome").values(), plan(learner, prompts("0-welcome").values()), strict=True
        ):
            records = [record for record in cohort.records[learner.id] if record.prompt == prompt.id]
            if isinstance(prompt, FoldPrompt) and prompt.reach != "mine":
                assert came_to_the_end(prompt, records)
                assert first_door(prompt, records).answers == one.answers
            elif isinstance(prompt, TextPrompt):
                assert [record.value for record in records] == [one.text]


def test_what_is_mine_stays_at_home(cohort: Cohort) -> None:
    mine = {prompt.id for prompt in prompts("0-welcome").values() if prompt.reach == "mine"}
    assert mine
    assert not any(record.prompt in mine for records in cohort.records.values() for record in records)


@pytest.mark.parametrize("module", MODULES)
def test_playing_twice_adds_nothing(module: str, tmp_path: Path) -> None:
    [learner] = synthesise(1, 7)
    folder = assignment(tmp_path, module)
    journals = []
    for _ in range(2):
        play(learner, folder, module)
        journals.append([Journal.open(folder, module, n.stem).read() for n in sorted(folder.glob("*.ipynb"))])
    assert journals[0] == journals[1]
    assert journals[0][0].records


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("travelled", [True, False], ids=["with-what-travels", "before-it-was-written"])
def test_a_player_killed_after_any_line_ends_where_others_do(module: str, travelled: bool, tmp_path: Path) -> None:
    [learner] = [one for one in synthesise(12, 7) if one.id == "sim-012"]
    whole = assignment(tmp_path / "whole", module)
    play(learner, whole, module)
    for journal in sorted((tmp_path / "whole" / "mine" / module).glob("*.jsonl")):
        lines = journal.read_bytes().splitlines(keepends=True)
        for kept in range(len(lines)):
            folder = assignment(tmp_path / f"{journal.stem}-{kept}", module)
            cut = Journal.open(folder, module, journal.stem)
            cut.private.parent.mkdir(parents=True)
            cut.private.write_bytes(b"".join(lines[:kept]))
            if travelled:
                cut.settle()
            play(learner, folder, module)
            assert told(folder, module) == told(whole, module)


def told(folder: Path, module: str) -> list[tuple[str, str, object]]:
    """What a learner's folder hands in: prompt, event and value of each record, in order."""
    journals = [Journal.open(folder, module, notebook.stem) for notebook in sorted(folder.glob("*.ipynb"))]
    return [(r.prompt, r.event, r.value) for journal in journals for r in read_records(journal.travelling).records]


def test_a_commit_that_is_kept_is_not_made_again(tmp_path: Path) -> None:
    [learner] = synthesise(1, 7)
    folder = assignment(tmp_path, "0-welcome")
    journal = Journal.open(folder, "0-welcome", "welcome")
    # Of an earlier form of the card, so the card itself would take another commit.
    journal.write("being-seen", "commit", {"marks": "an older form"}, reach=prompts("0-welcome")["being-seen"].reach)
    play(learner, folder, "0-welcome")
    assert [record.event for record in journal.read().of("being-seen")] == ["commit"]


def test_own_levels_lie_as_far_above_what_was_planted_as_was_asked_for() -> None:
    """Most rate themselves; on a long line, where no end cuts it off, the mean lies where it was put."""
    prompt = prompts("1-empathy")["difference"]
    line = tuple(Level(points, str(points), "") for points in range(101))
    rubrics = {"difference": (Criterion("evidence", "Evidence", "?", line),)}
    cohort = synthesise(400, 7)
    planned = [plan(learner, [prompt], rubrics)[0] for learner in cohort]
    off = [
        one.levels["evidence"][0] - learner.care * 100
        for learner, one in zip(cohort, planned, strict=True)
        if one.levels and 0.05 < learner.care < 0.95
    ]
    assert abs(sum(off) / len(off) - Effects().self_levels) < 0.1
    assert abs(sum(bool(one.levels) for one in planned) / 400 - RATES) < 0.08
    assert all(sentence in str(one.text) for one in planned for _, sentence in one.levels.values())
