"""What leaves a learner's folder, and what a facilitator takes in."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.small_course import MODULE, NOTEBOOK, PROMPT, fetched

DRAFT = "a sentence that was thrown away"
SECRET = "what I would rather not say"


def answered(home: Home, learner: str, text: str = "What I stand by") -> Path:
    folder = fetched(home, learner)
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    journal.write(PROMPT, "text", DRAFT, reach="facilitator")
    journal.write("own", "text", SECRET, reach="mine")
    journal.write(PROMPT, "text", text, reach="facilitator")
    return folder


def files_with(word: str, *folders: Path) -> list[Path]:
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and word.encode() in path.read_bytes()
    ]


def test_a_draft_and_what_is_mine_are_nowhere_outside_the_learners_folder(home: Home) -> None:
    folder = answered(home, "sim-001")
    # As JupyterLab leaves it: an output from before the rewrite, and widget state, if that setting is on.
    path = folder / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.outputs = [nbformat.v4.new_output("stream", text=f"{DRAFT} {SECRET}")]
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": DRAFT}}
    nbformat.write(notebook, path)

    Nbgrader(home, learner="sim-001").submit(MODULE)
    collect_module(home, MODULE)

    elsewhere = (home.exchange, home.course, home.simulated / "sim-001" / "cache")
    assert files_with(DRAFT, *elsewhere) == []
    assert files_with(SECRET, *elsewhere) == []
    assert files_with("What I stand by", home.course / "submitted")
    assert files_with(DRAFT, folder.parent / "mine")


def test_a_submission_holds_what_was_saved_even_after_a_crash_between_two_files(home: Home) -> None:
    folder = answered(home, "sim-001")
    (folder / "responses" / f"{NOTEBOOK}.jsonl").unlink()
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert files_with("What I stand by", home.exchange)


def test_a_notebook_that_is_no_notebook_is_submitted_as_it_is(home: Home) -> None:
    folder = answered(home, "sim-001")
    (folder / "extra.ipynb").write_bytes(b'{"cells": "\xff')
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert files_with("What I stand by", home.exchange)


def test_collecting_twice_changes_nothing(home: Home) -> None:
    answered(home, "sim-001")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert collect_module(home, MODULE).new == ("sim-001",)
    again = collect_module(home, MODULE)
    assert (again.collected, again.new, again.refused) == (("sim-001",), (), ())


def bad_name(folder: Path) -> None:
    folder.rename(folder.with_name(f"eve+{MODULE}+no date+secret"))


def outward_link(folder: Path) -> None:
    (folder / "notes.txt").symlink_to("/etc/hostname")


def link_instead_of_folder(folder: Path) -> None:
    away = folder.with_name("away")
    shutil.move(folder, away)
    folder.symlink_to(away)


def queue(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def file_instead_of_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


def hard_link(folder: Path) -> None:
    os.link(folder / f"{NOTEBOOK}.ipynb", folder / "again.ipynb")


@pytest.mark.parametrize(
    "spoil", [bad_name, outward_link, link_instead_of_folder, queue, file_instead_of_folder, hard_link]
)
def test_what_cannot_be_trusted_is_refused_by_name_and_stops_nobody(home: Home, spoil) -> None:  # type: ignore[no-untyped-def]
    for learner in ("sim-001", "sim-002"):
        answered(home, learner)
        Nbgrader(home, learner=learner).submit(MODULE)
    spoil(next(home.exchange.glob("*/inbound/sim-001+*")))
    report = collect_module(home, MODULE)
    assert report.collected == ("sim-002",)
    assert len(report.refused) == 1
    assert not (home.course / "submitted" / "sim-001").exists()


def test_the_envelope_of_a_submission_names_no_machine(home: Home) -> None:
    """A travelling record says what was answered and when, nothing about where."""
    answered(home, "sim-001")
    line = (home.simulated / "sim-001" / "assignments" / MODULE / "responses" / f"{NOTEBOOK}.jsonl").read_text()
    keys = set(json.loads(line.splitlines()[0]))
    assert keys == {"v", "seq", "at", "prompt", "event", "reach", "writer", "value", "sha"}
