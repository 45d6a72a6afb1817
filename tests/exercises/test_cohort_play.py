"""Simulated learners answer every prompt, say that they are simulated, and go the way of every learner."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, stdev

import pytest

from kith_exercises.cohort import NOTHING, Effects, plan, play, synthesise
from kith_exercises.cohort.answers import RATES
from kith_exercises.definitions import (
    Activity,
    Criterion,
    FoldPrompt,
    Level,
    Prompt,
    TextPrompt,
    load_prompts,
    load_rubrics,
)
from kith_exercises.fields import Field
from kith_exercises.journal import Journal, Record, read_records

COURSE = Path(__file__).parents[2] / "course"
MODULES = ("0-welcome", "1-empathy")


def prompts(module: str) -> dict[str, Prompt]:
    return load_prompts(COURSE / module / "prompts.toml")


def plain(module: str) -> dict[str, Prompt]:
    """Without activities, whose parts wait for others: ``test_cohort_activities`` plays these."""
    return {id: prompt for id, prompt in prompts(module).items() if not isinstance(prompt, Activity)}


EVERY = [prompt for module in MODULES for prompt in prompts(module).values()]


def test_the_same_seed_answers_prompts_alike_and_another_differently() -> None:
    first, again, other = ([plan(learner, EVERY) for learner in synthesise(24, seed)] for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_every_prompt_of_the_course_is_answered() -> None:
    assert {one.prompt for one in plan(synthesise(1, 7)[0], EVERY)} == {prompt.id for prompt in EVERY}


def test_about_one_in_eight_looks_without_predicting() -> None:
    fold = prompts("0-welcome")["being-seen"]
    looked = [one.door for learner in synthesise(400, 7) for one in plan(learner, [fold])].count("look")
    assert 30 <= looked <= 70


def test_reflections_differ_in_length_and_wording() -> None:
    [reflection] = [prompt for prompt in EVERY if isinstance(prompt, TextPrompt) and prompt.rubric]
    texts = [one.text or "" for learner in synthesise(24, 7) for one in plan(learner, [reflection])]
    lengths = sorted(len(text.split()) for text in texts)
    assert len(set(texts)) == 24
    assert lengths[0] < 150
    assert lengths[-1] > 250


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


def test_every_text_says_that_nobody_wrote_it() -> None:
    for learner in synthesise(24, 7):
        for one in plan(learner, EVERY):
            texts = [one.text, *(one.answers or {}).values()]
            said = [text for text in texts if isinstance(text, str) and " " in text]
            assert all(text.startswith("[Simulated learner] ") for text in said)


def test_marks_lie_as_far_off_the_truth_as_is_planted() -> None:
    fold = prompts("0-welcome")["being-seen"]
    planned = [plan(learner, [fold])[0] for learner in synthesise(400, 7)]
    marks = [one.answers["marks"]["values"] for one in planned if one.answers]
    for mark, truth, bias in (("public", 55.7, -18.0), ("anonymous", 40.9, 9.0)):
        off = [values[mark] - truth for values in marks]
        assert fmean(off) == pytest.approx(bias, abs=3.5 * stdev(off) / math.sqrt(len(off)))


# Each kind of field

EVERY_KIND = """
[every]
kind = "fold"
title = "One of each"
reach = "count"
kept = "kept"
fields = [
  { kind = "marks", id = "marks", label = "m", min = 0, max = 10, step = 0.5, ends = ["a", "b"], width = "w", marks = [
    { id = "x", label = "x" }, { id = "y", label = "y" }, { id = "z", label = "z" },
  ] },
  { kind = "position", id = "at", label = "p", left = "l", right = "r", none = "n", sure = [
    { id = "s", label = "s" },
  ] },
  { kind = "choice", id = "choice", label = "c", options = [{ id = "o", label = "o" }] },
  { kind = "number", id = "number", label = "n", min = 1, max = 7 },
  { kind = "text", id = "text", label = "t" },
]
"""


def test_every_kind_of_field_that_a_fold_has_gets_an_answer_that_it_takes(tmp_path: Path) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    fold = load_prompts(path)["every"]
    assert isinstance(fold, FoldPrompt)
    kinds = {kind for kind in Field.__subclasses__() if kind.__module__ == Field.__module__}  # others are activities'
    assert {type(field) for field in fold.fields} == kinds
    for learner in synthesise(30, 7, replace(NOTHING, looks=0)):
        [planned] = plan(learner, [fold])
        assert planned.answers is not None
        assert {field.id: field.check(planned.answers[field.id]) for field in fold.fields} == planned.answers


# By the journal


def assignment(folder: Path, module: str) -> Path:
    """A module as it lies in a learner's folder after fetching, its folds and texts on one page."""
    target = folder / module
    target.mkdir(parents=True)
    for name in ("prompts.toml", "rubric.toml", "sealed.toml"):
        if (COURSE / module / name).exists():
            (target / name).write_bytes((COURSE / module / name).read_bytes())
    calls = [
        f'kith.{"reflection" if isinstance(prompt, TextPrompt) else "fold"}("{id}")\n'
        for id, prompt in plain(module).items()
    ]
    cells = [{"cell_type": "code", "source": [call]} for call in calls]
    (target / "page.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return target


@pytest.mark.parametrize("module", MODULES)
def test_the_journal_holds_an_answer_to_every_prompt(tmp_path: Path, module: str) -> None:
    [learner] = synthesise(1, 7)
    folder = assignment(tmp_path, module)
    play(learner, folder, module)
    records = Journal.open(folder, module, "page").read().records
    assert {record.prompt for record in records} == set(plain(module))
    for one in plan(learner, plain(module).values(), load_rubrics(folder / "rubric.toml")):
        mine = [record for record in records if record.prompt == one.prompt]
        if one.door == "commit":
            committed = {
                key: value for record in mine if record.event == "commit" for key, value in record.value.items()
            }
            assert committed == one.answers
        levels = {record.value["criterion"]: record.value["points"] for record in mine if record.event == "self"}
        assert levels == {criterion: points for criterion, (points, _) in one.levels.items()}


def test_playing_twice_adds_nothing(tmp_path: Path) -> None:
    [learner] = synthesise(1, 7)
    folder = assignment(tmp_path, "1-empathy")
    play(learner, folder, "1-empathy")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.jsonl")}
    play(learner, folder, "1-empathy")
    assert before
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.jsonl")} == before


def test_what_is_mine_stays_at_home(tmp_path: Path) -> None:
    asked = plain("0-welcome")
    reaches = {
        id: {field.reach or one.reach for field in getattr(one, "fields", ())} or {one.reach}
        for id, one in asked.items()
    }
    mine = {id for id, found in reaches.items() if found == {"mine"}}
    folder = assignment(tmp_path, "0-welcome")
    play(synthesise(1, 7)[0], folder, "0-welcome")
    left = {record.prompt for record in leaving(folder)}
    assert mine
    assert left == asked.keys() - mine


def leaving(folder: Path) -> Sequence[Record]:
    """What the folder hands in."""
    return read_records(folder / "responses" / "page.jsonl").records


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("travelled", [True, False], ids=["with-what-travels", "before-it-was-written"])
def test_a_player_killed_after_a_line_ends_where_others_do(module: str, travelled: bool, tmp_path: Path) -> None:
    [learner] = [one for one in synthesise(12, 7) if one.id == "sim-012"]
    whole = assignment(tmp_path / "whole", module)
    play(learner, whole, module)
    lines = Journal.open(whole, module, "page").private.read_bytes().splitlines(keepends=True)
    for kept in range(0, len(lines), 1 + len(lines) // 25):
        folder = assignment(tmp_path / str(kept), module)
        cut = Journal.open(folder, module, "page")
        cut.private.parent.mkdir(parents=True)
        cut.private.write_bytes(b"".join(lines[:kept]))
        if travelled:
            cut.settle()
        play(learner, folder, module)
        assert told(folder) == told(whole)


def told(folder: Path) -> list[tuple[str, str, object]]:
    """What a learner's folder hands in: prompt, event and value of each record, in order."""
    return [(record.prompt, record.event, record.value) for record in leaving(folder)]


def test_a_commit_that_is_kept_is_not_made_again(tmp_path: Path) -> None:
    [learner] = synthesise(1, 7)
    folder = assignment(tmp_path, "0-welcome")
    journal = Journal.open(folder, "0-welcome", "page")
    # Of an earlier form of the card, so the card itself would take another commit.
    journal.write("being-seen", "commit", {"marks": "an older form"}, reach=prompts("0-welcome")["being-seen"].reach)
    play(learner, folder, "0-welcome")
    assert [record.event for record in journal.read().of("being-seen")] == ["commit"]
