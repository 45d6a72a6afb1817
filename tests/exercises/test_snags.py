"""What got in somebody's way: said at the foot of a page, kept with what travels, and an answer to no question."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises.facts import CourseFacts, ModuleFacts, write_facts
from kith_exercises.journal import read_records
from kith_exercises.moves import Move, move_of
from kith_exercises.notebook import Notebook
from kith_exercises.opening import opening_html
from kith_exercises.own_page import own_page
from kith_exercises.records import Record
from kith_exercises.snags import PAGE, Snag, snags_in
from kith_exercises.work import work_in
from kith_widgets import Leaves
from tests.exercises.test_inbox import page
from tests.small_course import COURSE, MODULE

IDS = count(1)
SAID = {"where": "why", "kind": "words", "said": "What is a <rubric>?"}


@pytest.fixture
def kith(tmp_path: Path) -> Notebook:
    """A page with one of its module's two questions on it."""
    folder = tmp_path / MODULE
    folder.mkdir()
    (folder / "prompts.toml").write_text(dedent(COURSE[f"{MODULE}/prompts.toml"]))
    (folder / "rubric.toml").write_text(dedent(COURSE[f"{MODULE}/rubric.toml"]))
    page(folder, "first", "Before", 'reflection("why")', "snags()")
    return Notebook(folder, MODULE, "first")


def shown(kith: Notebook) -> Leaves:
    widget = kith.snags()
    assert widget is not None
    return widget


def told(widget: Leaves, do: str, **more: Any) -> Any:
    """What comes back: the new state, or the sentence of a refusal."""
    reply = widget.answer({"id": next(IDS), "payload": json.dumps({"do": do, **more})})
    assert reply is not None
    found = json.loads(reply["payload"])
    return found["state"] if found["ok"] else found["why"]


def test_a_page_names_what_it_shows_and_takes_one_obstacle_after_the_other(kith: Notebook) -> None:
    widget = shown(kith)
    where, kind, words = json.loads(widget.state)["ahead"]["fields"]
    assert [option["label"] for option in where["options"]] == ["Why", "The page as a whole"]
    assert [option["id"] for option in kind["options"]] == ["words", "technical", "time", "personal", "access", "other"]
    assert words["optional"]
    assert "Your facilitator reads this" in json.loads(widget.card)["reach"]["sentence"]
    assert "A note goes under" in told(widget, "note", text="Early")
    assert "answer" in told(widget, "commit", step="snag-1", answers={"kind": "time"}).lower()
    assert told(widget, "commit", step="snag-1", answers=SAID)["ahead"]["id"] == "snag-2"
    assert "committed before" in told(shown(kith), "commit", step="snag-1", answers=SAID)
    assert isinstance(told(widget, "look", step="snag-2"), str), "there is nothing to look at"
    told(widget, "commit", step="snag-2", answers={"where": PAGE, "kind": "time"})
    state = told(shown(kith), "note", text="It went away.")
    assert [one["answers"]["said"] for one in state["passed"]] == ["What is a <rubric>?", ""]
    assert [one["text"] for one in state["notes"]] == ["It went away."]


def test_it_travels_stands_in_ones_own_work_and_is_no_question(kith: Notebook) -> None:
    told(shown(kith), "commit", step="snag-1", answers=SAID)
    travelled = read_records(kith.journal.travelling).records
    assert [(one.where, one.kind, one.words) for one in snags_in(travelled, {"why"})] == [
        ("why", "words", SAID["said"])
    ]
    work = work_in(kith.journal.travelling.parents[2], MODULE)
    assert [prompt.id for prompt in work.left] == ["why", "own"]
    html = own_page([("Small", work)], datetime.now(UTC))
    assert "This got in my way" in html
    assert "Words that I don&#x27;t understand\nWhat is a &lt;rubric&gt;?" in html
    assert opening_html(kith.journal, work.prompts) == "", "nothing of it was asked by a question that is gone"


def test_whoever_marks_sees_none(kith: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert kith.snags() is None


@pytest.mark.parametrize(("first", "lines"), [(MODULE, 2), ("0-before", 1)])
def test_the_first_module_shows_what_was_changed_in_all_and_any_other_its_own(
    kith: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, lines: int
) -> None:
    moves = tuple(
        Move(module, "why", "Why", "5 to 9", "helped", "Shorter now.", "2026-11-22T10:00:00Z")
        for module in (MODULE, "2-other")
    )
    modules = [ModuleFacts(one, one) for one in dict.fromkeys((first, MODULE, "2-other"))]
    write_facts(tmp_path, modules, CourseFacts(moves=moves))
    monkeypatch.setenv("KITH_EXCHANGE", str(tmp_path))
    [scene] = json.loads(shown(kith).state)["ahead"]["before"]
    assert len(scene["paragraphs"]) == lines
    assert scene["paragraphs"][0].startswith("Why (said by 5 to 9 of us): it helped, ")
    assert move_of({**asdict(moves[0]), "at": "soon"}) is None
    assert move_of({**asdict(moves[0]), "state": "fixed"}) is None


@pytest.mark.parametrize(
    ("event", "value", "found"),
    [
        ("commit", SAID, [("why", "words", "What is a <rubric>?")]),
        ("commit", {"where": "gone", "kind": "time"}, [(PAGE, "time", "")]),
        ("commit", {"where": "why", "kind": "time", "said": 7}, [("why", "time", "")]),
        ("commit", {"where": "why", "kind": "boredom"}, []),
        ("commit", {"where": ["why"], "kind": "time"}, []),
        ("commit", "words", []),
        ("note", {"text": "Later."}, [(PAGE, "", "Later.")]),
        ("note", {"text": ""}, []),
        ("text", "words", []),
    ],
)
def test_records_from_anywhere_are_read_as_far_as_a_card_writes_them(event: str, value: Any, found: list[Any]) -> None:
    records = [
        Record(n, "2026-11-22T10:00:00Z", prompt, event, value, reach, "w")
        for n, (prompt, reach) in enumerate((("snags", "facilitator"), ("snags", "count"), ("why", "facilitator")), 1)
    ]  # fmt: skip
    assert [(one.where, one.kind, one.words) for one in snags_in(records, {"why"})] == found
    assert all(isinstance(one, Snag) for one in snags_in(records, ()))
