"""What came for a learner: read out of their own folder, with the real cards, and changed by nothing that it shows."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises.cards.inbox import Came, InboxCard
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, seal
from kith_exercises.exchange import Parcel, as_json
from kith_exercises.facts import CourseFacts, ModuleFacts, write_facts
from kith_exercises.identity import whoami
from kith_exercises.notebook import Notebook
from kith_exercises.sealed import PACKED, Sealed
from tests.primitives.samples import CALIBRATION, SAY_BACK, states_along
from tests.small_course import COURSE

MODULE, OTHER = "1-small", "2-other"
TEXTS = COURSE[f"{MODULE}/prompts.toml"]
FIGURE = {"how-sure/overconfidence": {"title": "We were sure", "sentence": "By 12.", "short": ""}}
NONE = {"how-sure/overconfidence": {"title": "Not yet", "sentence": "Too few.", "short": "withheld"}}


def page(folder: Path, name: str, heading: str, *shows: str) -> None:
    """A page as the build makes it, as far as it says what it is and what it shows."""
    cells = [{"cell_type": "markdown", "source": [f"# {heading}\n", "Words."]}]
    cells += [{"cell_type": "code", "source": f"kith.{call}"} for call in shows]
    made = {"cells": cells, "metadata": {"kith": {"notebook": f"{folder.name}/{name}"}}}
    (folder / f"{name}.ipynb").write_text(json.dumps(made))


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two modules: saying it back on two pages and a written text, and three claims."""
    folder = tmp_path / "learner"
    for module, id, sample, texts in ((MODULE, "story", SAY_BACK, TEXTS), (OTHER, "how-sure", CALIBRATION, "")):
        (folder / module).mkdir(parents=True)
        (folder / module / "prompts.toml").write_text(dedent(texts) + dedent(sample.definition))
        sealed = Sealed(folder / module / PACKED, {id: sample.sealed})
        sealed.path.write_bytes(sealed.packed())
    (folder / MODULE / "rubric.toml").write_text(dedent(COURSE[f"{MODULE}/rubric.toml"]))
    page(folder / MODULE, "first", "Before", 'activity("story", "tell")', 'reflection("why")')
    page(folder / MODULE, "second", "During", 'activity("story", "listen")', 'activity("story", "heard")')
    page(folder / OTHER, "a page", "How sure", 'activity("how-sure")')
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    modules = [ModuleFacts(MODULE, "Small"), ModuleFacts(OTHER, "Other")]
    write_facts(exchange, modules, CourseFacts(exchanges={f"{MODULE}/second": "2200-01-01T12:00:00Z"}))
    for name, value in {"KITH_EXCHANGE": exchange, "KITH_CACHE": os.devnull}.items():
        monkeypatch.setenv(name, str(value))
    return folder


def fetch(learner: Path, *parcels: Parcel, sent: str = "2026-11-22", **parts: Any) -> None:
    """What Fetch Feedback leaves."""
    place = learner / MODULE / "feedback" / sent / "first.html"
    place.parent.mkdir(parents=True)
    made = Envelope(whoami(), MODULE, "first", "2026-11-22T10:00:00Z", delivery=tuple(map(as_json, parcels)), **parts)
    place.write_text(seal(made))


def opened(learner: Path, name: str = "first") -> Notebook:
    return Notebook(learner / MODULE, MODULE, name)


def shown(learner: Path, name: str = "first") -> list[tuple[str, ...]]:
    """Each thing as one reads it: what, from whom, done or not, and where to."""
    inbox = opened(learner, name).inbox()
    assert inbox is not None
    return [
        (one["label"], one["need"], "done" if one["done"] else "open", one["page"], one["href"])
        for one in json.loads(inbox.state)["things"]
    ]


def mark(points: float | None, comment: str = "") -> Feedback:
    return Feedback("Because", (CriterionMark("evidence", "Evidence", points, 2, "Both", comment),))


def test_each_thing_says_from_whom_it_is_and_where_it_is_opened(learner: Path) -> None:
    story, other = SAY_BACK.came.parcels[:2]
    made = replace(other, origin="makers")
    fetch(learner, story, made, feedback={"why": mark(2, "word " * 401)}, cohort=FIGURE)
    partner, makers = "From somebody who learns with you", "By the makers of this course"
    assert sorted(shown(learner)) == [
        ("Saying it back", makers, "open", "During", "second.ipynb"),
        ("Saying it back", partner, "open", "During", "second.ipynb"),
        ("Three times this or that", "Figures of your group", "open", "How sure", "../2-other/a%20page.ipynb"),
        ("Why", "Feedback from your facilitator", "open", "Before", ""),
    ]
    assert [one[4] for one in shown(learner, "second") if one[0] == "Saying it back"] == ["", ""]
    inbox = opened(learner).inbox()
    assert inbox is not None
    assert [one["minutes"] for one in json.loads(inbox.state)["things"] if one["label"] == "Why"] == [3]


def test_what_was_answered_or_unfolded_is_done_and_stands_last(learner: Path) -> None:
    fetch(learner, *SAY_BACK.came.parcels[:2], feedback={"why": mark(2)})
    assert [one[2] for one in shown(learner)] == ["open"] * 3
    kith = opened(learner, "second")
    card = kith._activity_card(kith._find("story"), "listen")  # type: ignore[arg-type]
    for state in states_along(card):
        if {one["id"] for one in state["passed"]} & {"say-1"}:
            break
    stories = [one[2] for one in shown(learner) if one[0] == "Saying it back"]
    assert (stories, shown(learner)[-1][0]) == (["open", "done"], "Saying it back")
    reply = opened(learner).reflection("why").answer({"id": 1, "payload": '{"do": "show", "criterion": "evidence"}'})
    assert reply is not None
    assert json.loads(reply["payload"])["ok"]
    assert [one[2] for one in shown(learner)] == ["open", "done", "done"]


def test_what_was_taken_back_withheld_or_not_marked_yet_is_nothing_to_do(learner: Path) -> None:
    story = SAY_BACK.came.parcels[0]
    fetch(learner, replace(story, content={}), feedback={"why": mark(None)}, cohort=NONE)
    assert shown(learner) == []


def test_looking_writes_nothing_and_looking_again_finds_what_came_meanwhile(learner: Path) -> None:
    inbox = opened(learner).inbox()
    assert inbox is not None
    assert json.loads(inbox.state)["things"] == []
    fetch(learner, SAY_BACK.came.parcels[0])
    before = sorted(learner.rglob("*"))
    assert inbox.answer({"id": 1, "payload": '{"do": "again"}'})
    assert [one["label"] for one in json.loads(inbox.state)["things"]] == ["Saying it back"]
    assert inbox.answer({"id": 2, "payload": '{"do": "commit"}'})["payload"].startswith('{"ok": false')  # type: ignore[index]
    assert sorted(learner.rglob("*")) == before


def test_whoever_marks_sees_no_inbox(learner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert opened(learner).inbox() is None


def test_it_says_what_comes_next_by_the_first_date_that_is_ahead(learner: Path) -> None:
    inbox = opened(learner).inbox()
    assert inbox is not None
    assert "“During” is awaited until January 1, 2200" in json.loads(inbox.state)["said"][-1]
    now = datetime(2026, 11, 22, tzinfo=UTC)
    days = {f"m/{name}": (now + timedelta(days=day)).isoformat() for name, day in {"a": -1, "c": 3, "b": 2}.items()}

    def said(**came: Any) -> list[str]:
        return list(InboxCard("m/p", lambda: Came(**came), "key", lambda: now).state()["said"])

    assert "“m/b”" in said(exchanges=days)[-1]
    assert said(exchanges={"m/a": days["m/a"], "m/x": "no date"})[-1].startswith("No date is set")
    assert [one.partition(" ")[0] for one in said(waits=("Small",))] == ["Something", "No"]
