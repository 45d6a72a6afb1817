"""Simulated learners are labelled, repeatable, and go the way of every learner."""

import ast
import json
from dataclasses import asdict
from pathlib import Path

import pytest

import kith_facilitator.simulated
from kith_exercises.cards.fold import came_to_the_end, first_door
from kith_exercises.definitions import FoldPrompt, TextPrompt
from kith_exercises.journal import Journal
from kith_facilitator.simulated import SimulatedLearner, plan, play, synthesise
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


def test_the_simulator_uses_no_measure_that_is_tested_with_it() -> None:
    tree = ast.parse(Path(kith_facilitator.simulated.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any("measures" in name or "suppression" in name or "dashboards" in name for name in imported)
