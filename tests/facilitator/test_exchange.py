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
from kith_facilitator.stopping import Stopped
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


def sparse(folder: Path) -> None:
    with (folder / "large.bin").open("wb") as handle:
        handle.truncate(200_000_000)


def deep(folder: Path) -> None:
    (folder / "/".join("d" * 20)).mkdir(parents=True)


def linked_folder(folder: Path) -> None:
    (folder / "etc").symlink_to("/etc")


@pytest.mark.parametrize(
    "spoil",
    [
        bad_name,
        outward_link,
        link_instead_of_folder,
        queue,
        file_instead_of_folder,
        hard_link,
        sparse,
        deep,
        linked_folder,
    ],
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


def test_what_is_swapped_for_a_link_after_it_was_looked_at_is_not_followed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and copying, stretched: the file is a link once its folder was listed."""
    answered(home, "sim-001")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    inbound = next(home.exchange.glob("*/inbound/sim-001+*"))
    secret = home.root / "secret.txt"
    secret.write_text("for the facilitator alone")
    listed = os.fwalk

    def and_then_swapped(*args, **kwargs):  # type: ignore[no-untyped-def]
        for found in listed(*args, **kwargs):
            (inbound / "prompts.toml").unlink(missing_ok=True)
            (inbound / "prompts.toml").symlink_to(secret)
            yield found

    monkeypatch.setattr(os, "fwalk", and_then_swapped)
    report = collect_module(home, MODULE)
    assert [reason for _, reason in report.refused] == ["it holds a link, 'prompts.toml'"]
    assert files_with("for the facilitator alone", home.course) == []


def test_collecting_that_is_cut_off_leaves_the_old_submission_or_the_new_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(home, "sim-001", "first")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    collect_module(home, MODULE)
    answered_again = home.simulated / "sim-001" / "assignments" / MODULE
    Journal.open(answered_again, MODULE, NOTEBOOK).write(PROMPT, "text", "second", reach="facilitator")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    with monkeypatch.context() as cut:
        cut.setattr(os, "fwalk", _cut_after_one(os.fwalk))
        with pytest.raises(Stopped):
            collect_module(home, MODULE)
    assert files_with("first", home.course / "submitted")
    collect_module(home, MODULE)
    assert files_with("second", home.course / "submitted")
    assert not list((home.course / ".kith" / "collecting").iterdir())


def _cut_after_one(walk):  # type: ignore[no-untyped-def]
    def cut(*args, **kwargs):  # type: ignore[no-untyped-def]
        for found in walk(*args, **kwargs):
            yield found
            raise Stopped

    return cut


def test_the_envelope_of_a_submission_names_no_machine(home: Home) -> None:
    """A travelling record says what was answered and when, nothing about where."""
    answered(home, "sim-001")
    line = (home.simulated / "sim-001" / "assignments" / MODULE / "responses" / f"{NOTEBOOK}.jsonl").read_text()
    keys = set(json.loads(line.splitlines()[0]))
    assert keys == {"v", "seq", "at", "prompt", "event", "reach", "writer", "value", "sha"}
