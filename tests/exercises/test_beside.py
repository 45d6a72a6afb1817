"""What one said to another question stands above this one, or beside the answer to it, and never too early."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_exercises.notebook import Notebook

COURSE = Path(__file__).parents[2] / "course"


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    """A learner's folder with both modules fetched."""
    for module in ("0-welcome", "1-empathy"):
        copytree(COURSE / module, tmp_path / module)
    return tmp_path


def state(notebook: Notebook, prompt: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(notebook.fold(prompt).state)
    return found


def write(folder: Path, page: str, prompt: str, event: str, value: Any, reach: Any = "facilitator") -> None:
    module, name = page.split("/")
    Journal.open(folder / module, module, name).write(prompt, event, value, reach=reach)


def test_a_first_plan_stands_above_the_second_and_both_beside_each_other(learner: Path) -> None:
    plan = {"setting": "ward", "move-1": "Ask Mara.", "move-2": "Bed four first.", "move-3": "Wait."}
    write(learner, "1-empathy/1-before", "handover", "commit", plan)
    page = Notebook(learner / "1-empathy", "1-empathy", "reflection")
    (first,) = state(page, "handover-again")["recalled"]
    assert first["title"] == "My first plan"
    assert first["answers"] == plan
    assert [field["id"] for field in first["fields"]] == ["setting", "move-1", "move-2", "move-3"]

    again = {"move-1": "Ask what they heard.", "move-2": "The same.", "move-3": "None.", "moved": "A story."}
    write(learner, "1-empathy/reflection", "handover-again", "commit", again)
    both = state(page, "handover-again")
    assert (both["answers"], both["recalled"][0]["answers"]) == (again, plan)


def test_first_positions_come_back_once_the_last_ones_are_placed(learner: Path) -> None:
    lines = load_prompts(COURSE / "0-welcome/prompts.toml")["where-i-stand"]
    assert isinstance(lines, FoldPrompt)
    placed: dict[str, Any] = {field.id: {"none": True} for field in lines.fields}
    placed["return"] = {"at": 20, "sure": "sure"}
    write(learner, "0-welcome/welcome", "where-i-stand", "commit", placed, "count")
    page = Notebook(learner / "1-empathy", "1-empathy", "reflection")
    assert state(page, "where-i-stand-now")["recalled"] == []
    write(learner, "1-empathy/reflection", "where-i-stand-now", "commit", placed, "count")
    now = state(page, "where-i-stand-now")
    assert now["answers"] == now["recalled"][0]["answers"] == placed


def test_a_question_comes_back_in_its_newest_words_with_all_that_became_of_it(learner: Path) -> None:
    for words in ("What do people forget?", "What do people leave out?"):
        write(learner, "0-welcome/welcome", "my-question", "text", words)
    write(learner, "1-empathy/1-before", "question-1", "commit", {"now": "sharper", "words": "What do I leave out?"})
    page = Notebook(learner / "1-empathy", "1-empathy", "3-together")
    recalled = state(page, "question-3")["recalled"]
    assert [one["answers"] for one in recalled] == [
        {"text": "What do people leave out?"},
        {"now": "sharper", "words": "What do I leave out?"},
    ]


def test_with_nothing_said_before_nothing_stands_there(learner: Path) -> None:
    page = Notebook(learner / "1-empathy", "1-empathy", "reflection")
    write(learner, "1-empathy/reflection", "where-i-stand-now", "commit", {}, "count")  # no answer to these fields
    for prompt in ("handover-again", "where-i-stand-now", "question-4"):
        found = state(page, prompt)
        assert (found["recalled"], found["answers"]) == ([], None)
