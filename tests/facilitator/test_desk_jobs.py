"""Collect, grade and feedback by button: each in a process of its own, seen from every page, and nobody is named."""

import json
import os
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest

from kith_facilitator.configure import write_configuration
from kith_facilitator.desk.controller import Desk
from kith_facilitator.desk.jobs import _environment
from kith_facilitator.home import Home, ensure_home
from kith_widgets import Refused
from tests.facilitator.desk_home import PEOPLE, answers_of, level
from tests.small_course import MODULE, NOTEBOOK

ZORA, ANSELM, QUIRIN, BERTHA = PEOPLE


def job(state: dict[str, Any], step: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in state["jobs"] if one["step"] == step)
    return found


def until_done(desk: Desk, step: str) -> tuple[list[tuple[int, int]], dict[str, Any]]:
    """How far it was each time somebody looked, and the state at the end."""
    seen = []
    for _ in range(2400):
        state = desk.act({"do": "look"})
        seen.append((job(state, step)["done"], job(state, step)["total"]))
        if not job(state, step)["running"]:
            return seen, state
        time.sleep(0.05)
    raise AssertionError(seen[-1])


def test_a_step_that_never_ran_has_its_row_and_says_nothing(desk: Desk) -> None:
    empty = {"running": False, "done": 0, "total": 0, "sentence": "", "ok": None}
    assert desk.state()["jobs"] == [{"step": step, **empty} for step in ("collect", "grade", "feedback")]


def test_the_round_by_button_and_what_fails_is_listed_and_stops_nobody(desk: Desk) -> None:
    home = desk.room.home
    inbound = home.exchange / home.course_id / "inbound"
    (inbound / f"{QUIRIN}+{MODULE}+no-date+1").mkdir()
    desk.act({"do": "run", "step": "collect"})
    _, state = until_done(desk, "collect")
    assert job(state, "collect")["ok"] is False
    assert "1 was not done; show names" in job(state, "collect")["sentence"]

    submitted = home.course / "submitted"
    (submitted / ANSELM / MODULE / f"{NOTEBOOK}.ipynb").write_text('{"cells": [')
    with (submitted / BERTHA / MODULE / f"{NOTEBOOK}.ipynb").open("a") as file:
        file.write("\n")  # another file than the one that was graded
    state = desk.act({"do": "run", "step": "grade"})
    assert job(state, "grade") == {"step": "grade", "running": True, "done": 0, "total": 0, "sentence": "", "ok": None}
    for other in (desk, Desk(home)):
        assert job(other.state(), "grade")["running"] is True
        with pytest.raises(Refused, match="running already"):
            other.act({"do": "run", "step": "collect"})
    seen, state = until_done(desk, "grade")
    lines = [json.loads(line) for line in (home.logs / "desk" / f"{MODULE}-grade.jsonl").read_text().splitlines()]
    steps = [(line["done"], line["total"]) for line in lines if "done" in line]
    assert [step for step in steps if step[1]] == [(0, 2), (1, 2), (2, 2)]
    assert set(seen) <= {(0, 0), *steps}
    assert seen == sorted(seen)
    assert len(set(seen)) > 1
    assert seen[-1] == (2, 2)
    assert job(state, "grade")["ok"] is False
    assert job(state, "grade")["sentence"] == "1 graded, 2 unchanged. 1 was not done; show names to see whose."
    hidden = [one for one in state["attention"] if one["kind"] in ("failed", "refused")]
    assert [one["kind"] for one in hidden] == ["refused", "failed"]
    assert not any(name.removeprefix("sim-") in json.dumps(state) for name in PEOPLE)

    named = Desk(home).act({"do": "view", "names": True})  # another server, later
    assert (
        job(named, "grade")["sentence"]
        == "1 graded, 2 unchanged. Not done: sim-anselm. “What needs attention” says why."
    )
    failed = next(one for one in named["attention"] if one["kind"] == "failed")
    assert failed["who"] == ANSELM
    assert "damaged" in failed["sentence"]
    refused = next(one for one in named["attention"] if one["kind"] == "refused")
    assert refused["who"].startswith(QUIRIN)

    answers = answers_of(desk)
    for prompt, ids in (("why", ("evidence", "use")), ("how", ("sign",))):
        for id in ids:
            level(desk, answers[ZORA, prompt], id, 1)
    desk.act({"do": "run", "step": "feedback"})
    _, state = until_done(desk, "feedback")
    assert job(state, "feedback")["ok"] is True
    assert job(state, "feedback")["sentence"] == "1 got news, 0 unchanged. 3 wait until all is marked."


def test_what_cannot_begin_says_why(released: Home, tmp_path: Any) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed", sources=released.sources)
    write_configuration(home)
    desk = Desk(home)
    desk.act({"do": "run", "step": "grade"})
    _, state = until_done(desk, "grade")
    assert job(state, "grade")["ok"] is False
    assert job(state, "grade")["sentence"].startswith(f"No submission of {MODULE} has been collected.")


def test_a_gradebook_that_is_just_being_made_is_left_to_who_makes_it(released: Home, tmp_path: Any) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed", sources=released.sources)
    home.course.mkdir(exist_ok=True)
    with closing(sqlite3.connect(home.course / "gradebook.db")) as half:
        half.execute("CREATE TABLE course (id VARCHAR(128) NOT NULL)")
        assert Desk(home).state()["queue"] == []
        assert half.execute("SELECT name FROM sqlite_master").fetchall() == [("course",)]
        assert half.execute("SELECT * FROM course").fetchall() == []


def test_a_server_that_ends_takes_its_jobs_along_and_the_next_may_begin(desk: Desk) -> None:
    home = desk.room.home
    for learner in (ZORA, BERTHA):
        (home.course / ".kith" / "graded" / MODULE / f"{learner}.json").unlink()
    desk.act({"do": "run", "step": "grade"})
    (process,) = desk.room.jobs._own.values()
    desk.close()
    assert process.poll() is not None
    state = desk.state()
    assert (job(state, "grade")["running"], job(state, "grade")["ok"]) == (False, False)
    assert job(state, "grade")["sentence"].endswith(".")
    desk.act({"do": "run", "step": "grade"})
    _, state = until_done(desk, "grade")
    assert job(state, "grade")["sentence"] == "2 graded, 2 unchanged."


def test_what_learners_code_prints_is_no_report(desk: Desk) -> None:
    said = desk.room.home.logs / "desk" / f"{MODULE}-grade.jsonl"
    said.parent.mkdir(parents=True, exist_ok=True)
    report = {"graded": ["sim-zora"], "unchanged": [], "failed": []}
    noise = b"\xff\n[\n{}\nnull\n" + b"[" * 50_000 + b'\n{"done": "x", "total": null}\n{"report": 5}\n'
    said.write_bytes(noise + json.dumps({"report": report}).encode() + b"\n" + noise)
    assert job(desk.state(), "grade")["sentence"] == "1 graded, 0 unchanged."


def test_a_job_does_not_get_the_keys_to_the_server(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_TOKEN", "JPY_API_TOKEN", "JPY_SESSION_NAME", "JUPYTERHUB_API_TOKEN"):
        monkeypatch.setenv(name, "s3cret")
    found = _environment(home)
    assert "s3cret" not in found.values()
    assert found["KITH_HOME"] == str(home.root)
    assert os.environ["JUPYTER_TOKEN"] == "s3cret"
