"""What leaves a learner's folder, and what a facilitator takes in."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import parse_utc

from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.home import Home
from kith_facilitator.intake import Limits, Unfit, check_copy
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.stopping import Stopped
from tests.small_course import MODULE, NOTEBOOK, PROMPT, copied, fetched

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
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert collect_module(home, MODULE).new == ("sim-001",)  # a newer version is news, too


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


def many_empty_files(folder: Path) -> None:
    for number in range(2_100):
        (folder / f"{number}").touch()


def many_folders(folder: Path) -> None:
    for number in range(2_100):
        (folder / f"{number}").mkdir()


def socket_file(folder: Path) -> None:
    os.mknod(folder / "socket", stat.S_IFSOCK | 0o600)


def line_break_in_a_name(folder: Path) -> None:
    (folder / "a\nCollected: everything is fine").touch()


def leading_dash(folder: Path) -> None:
    (folder / "-rf").touch()


def no_text_for_a_name(folder: Path) -> None:
    Path(os.fsdecode(bytes(folder) + b"/\xff\xfe")).touch()


def case_collision(folder: Path) -> None:
    (folder / "PAGE.ipynb").write_bytes((folder / f"{NOTEBOOK}.ipynb").read_bytes())


def huge_notebook(folder: Path) -> None:
    with (folder / f"{NOTEBOOK}.ipynb").open("wb") as handle:
        handle.truncate(30_000_000)


def not_finished(folder: Path) -> None:
    (folder / "submission_secret.txt").unlink()


def forged_secret(folder: Path) -> None:
    (folder / "submission_secret.txt").write_text("../../etc")


def date_to_come(folder: Path) -> None:
    folder.rename(folder.with_name(f"sim-001+{MODULE}+2999-01-01 00:00:00.0 UTC+secret"))


def other_module(folder: Path) -> None:
    folder.rename(folder.with_name(f"sim-001+{MODULE}+2-other+2026-01-01 00:00:00.0 UTC+secret"))


def pattern_for_a_name(folder: Path) -> None:
    folder.rename(folder.with_name(folder.name.replace("sim-001", "*")))


def control_characters(folder: Path) -> None:
    folder.rename(folder.with_name(folder.name.replace("sim-001", "sim\x1b[2J\n001")))


def upwards(folder: Path) -> None:
    folder.rename(folder.with_name(folder.name.replace("sim-001", "..")))


def very_long_name(folder: Path) -> None:
    folder.rename(folder.with_name(folder.name.replace("sim-001", "s" * 150)))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (bad_name, "holds no date"),
        (outward_link, "a link, 'notes.txt'"),
        (link_instead_of_folder, "not a folder"),
        (queue, "neither file nor folder"),
        (socket_file, "neither file nor folder"),
        (file_instead_of_folder, "not a folder"),
        (hard_link, "a hard link"),
        (sparse, "larger than a submission may be"),
        (huge_notebook, "larger than a submission may be"),
        (deep, "more than 12 deep"),
        (many_empty_files, "more than 2,000 files"),
        (many_folders, "more than 2,000 files"),
        (linked_folder, "a link, 'etc'"),
        (line_break_in_a_name, "a name that is not allowed, 'a�Collected"),
        (leading_dash, "a name that is not allowed, '-rf'"),
        (no_text_for_a_name, "a name that is not allowed"),
        (case_collision, "can't tell apart"),
        (not_finished, "not complete"),
        (forged_secret, "submission_secret.txt"),
        (date_to_come, "still to come"),
        (other_module, "not that of a submission"),
        (pattern_for_a_name, "not that of a submission"),
        (control_characters, "not that of a submission"),
        (upwards, "not that of a submission"),
        (very_long_name, "not that of a submission"),
    ],
)
def test_what_cannot_be_trusted_is_refused_by_name_and_stops_nobody(
    handed_in: Home, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(next(handed_in.exchange.glob("*/inbound/sim-001+*")))
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-002",)
    [(name, sentence)] = report.refused
    assert reason in sentence
    assert sentence.endswith("Ask its sender to submit again with Kith's Submit.")
    assert name.isprintable()
    assert not (handed_in.course / "submitted" / "sim-001").exists()
    assert [path.name for path in (handed_in.course / "submitted").iterdir()] == ["sim-002"]


@pytest.fixture(scope="session")
def handed_in_once(released: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in whose exchange two submissions lie."""
    home = copied(released, tmp_path_factory.mktemp("handed-in") / "home")
    for learner in ("sim-001", "sim-002"):
        answered(home, learner)
        Nbgrader(home, learner=learner).submit(MODULE)
    return home


@pytest.fixture
def handed_in(handed_in_once: Home, tmp_path: Path) -> Home:
    return copied(handed_in_once, tmp_path / "home")


def test_a_submission_with_an_earlier_date_than_its_files_is_as_old_as_these(handed_in: Home) -> None:
    inbound = next(handed_in.exchange.glob("*/inbound/sim-001+*"))
    (inbound / "timestamp.txt").write_text("2020-01-01 00:00:00.0 UTC")
    inbound.rename(inbound.with_name(f"sim-001+{MODULE}+2020-01-01 00:00:00.0 UTC+secret"))
    before = datetime.now(UTC) - timedelta(minutes=30)
    collect_module(handed_in, MODULE)
    said = (handed_in.course / "submitted" / "sim-001" / MODULE / "timestamp.txt").read_text()
    assert parse_utc(said).replace(tzinfo=UTC) > before
    assert collect_module(handed_in, MODULE).refused == ()


def test_only_so_many_bad_submissions_of_one_learner_are_looked_at(handed_in: Home) -> None:
    inbound = next(handed_in.exchange.glob("*/inbound/sim-001+*"))
    for day in range(1, 29):
        bad = inbound.with_name(f"sim-001+{MODULE}+2026-01-{day:02} 00:00:00.0 UTC+{day}")
        bad.mkdir()
        (bad / "link").symlink_to("/etc/hostname")
    shutil.rmtree(inbound)
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-002",)
    said = " ".join(sentence for _, sentence in report.refused)
    assert "25 newer ones of sim-001 were refused" in said
    assert "15 more: it holds a link, 'link'" in said


def test_a_bad_submission_does_not_displace_the_good_one_before_it(handed_in: Home) -> None:
    inbound = next(handed_in.exchange.glob("*/inbound/sim-001+*"))
    worse = inbound.with_name(f"sim-001+{MODULE}+2026-11-01 00:00:00.0 UTC+secret")
    shutil.copytree(inbound, worse)
    (worse / "link").symlink_to("/etc/hostname")
    inbound.rename(inbound.with_name(f"sim-001+{MODULE}+2026-10-01 00:00:00.0 UTC+secret"))
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-001", "sim-002")
    assert len(report.refused) == 1


def test_thousands_of_bad_names_are_counted_not_listed(handed_in: Home) -> None:
    inbound = next(handed_in.exchange.glob("*/inbound"))
    for number in range(300):
        (inbound / f"eve+{MODULE}+no date+{number}").mkdir()
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-001", "sim-002")
    assert len(report.refused) == 11
    assert report.refused[-1][1].startswith("290 more: its name holds no date.")


def test_a_course_folder_that_somebody_else_put_there_is_not_collected_from(handed_in: Home) -> None:
    course = next(handed_in.exchange.glob("*/inbound")).parent
    course.rename(course.with_name("away"))
    course.symlink_to(course.with_name("away"))
    with pytest.raises(StepFailed, match="put another folder in its place"):
        collect_module(handed_in, MODULE)


def test_what_is_swapped_for_a_link_after_it_was_looked_at_is_not_followed(
    handed_in: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and opening, stretched: the file is a link by then."""
    inbound = next(handed_in.exchange.glob("*/inbound/sim-001+*"))
    secret = handed_in.root / "secret.txt"
    secret.write_text("for the facilitator alone")
    really_open = os.open

    def swapped_and_opened(path, *args, **kwargs):  # type: ignore[no-untyped-def]
        if path == "prompts.toml":
            (inbound / "prompts.toml").unlink(missing_ok=True)
            (inbound / "prompts.toml").symlink_to(secret)
        return really_open(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", swapped_and_opened)
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-002",)
    assert "'prompts.toml' in it can't be read" in report.refused[0][1]
    assert files_with("for the facilitator alone", handed_in.course) == []


def test_a_file_that_grows_while_it_is_copied_is_refused(handed_in: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    inbound = next(handed_in.exchange.glob("*/inbound/sim-001+*"))
    really_read = os.read

    def grown_and_read(*args):  # type: ignore[no-untyped-def]
        with (inbound / "prompts.toml").open("a") as handle:
            handle.write("# more")
        return really_read(*args)

    monkeypatch.setattr(os, "read", grown_and_read)
    report = collect_module(handed_in, MODULE)
    assert report.collected == ("sim-002",)
    assert "changed while it was copied" in report.refused[0][1]


def test_a_full_disk_is_no_fault_of_the_learner(handed_in: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(handed_in.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    report = collect_module(handed_in, MODULE)
    assert report.collected == ()
    assert [sentence.endswith("and collect again.") for _, sentence in report.refused] == [True, True]


def test_a_copy_that_is_not_what_it_should_be_is_found(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "link").symlink_to("/etc/hostname")
    with pytest.raises(Unfit, match="neither file nor folder"):
        check_copy(tmp_path / "copy", Limits())


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
        cut.setattr(os, "read", _cut)
        with pytest.raises(Stopped):
            collect_module(home, MODULE)
    assert files_with("first", home.course / "submitted")
    collect_module(home, MODULE)
    assert files_with("second", home.course / "submitted")
    assert not list((home.course / ".kith" / "collecting").iterdir())


def _cut(*args):  # type: ignore[no-untyped-def]
    raise Stopped


def test_the_journal_knows_what_was_sent_and_a_failed_submit_leaves_no_mark(home: Home) -> None:
    folder = answered(home, "sim-001")
    inbound = next(home.exchange.glob("*/inbound"))
    inbound.rename(inbound.with_name("closed"))
    with pytest.raises(StepFailed):
        Nbgrader(home, learner="sim-001").submit(MODULE)
    assert "submitted" not in events(folder)
    inbound.with_name("closed").rename(inbound)
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert events(folder)[-1] == "submitted"


def test_after_a_question_was_renamed_no_draft_is_submitted_under_its_old_name(home: Home) -> None:
    folder = fetched(home, "sim-001")
    Journal.open(folder, MODULE, NOTEBOOK).write(PROMPT, "text", DRAFT, reach="facilitator")
    Journal.open(folder, MODULE, NOTEBOOK).write("own", "text", SECRET, reach="facilitator")
    prompts = folder / "prompts.toml"
    text = prompts.read_text(encoding="utf-8")
    text = text.replace(f"[{PROMPT}]", f'[{PROMPT}-2]\nformerly = ["{PROMPT}"]')
    prompts.write_text(text.replace("[own]", '[own-2]\nformerly = ["own"]'), encoding="utf-8")
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    journal.write(f"{PROMPT}-2", "text", "What I stand by", reach="facilitator")
    journal.write("own-2", "text", "Mine by now", reach="mine")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    assert files_with("What I stand by", home.exchange)
    assert files_with(DRAFT, home.exchange) == files_with(SECRET, home.exchange) == []


def events(folder: Path) -> list[str]:
    return [record.event for record in Journal.open(folder, MODULE, NOTEBOOK).read().records]


def test_the_envelope_of_a_submission_names_no_machine(home: Home) -> None:
    """A travelling record says what was answered and when, nothing about where."""
    answered(home, "sim-001")
    line = (home.simulated / "sim-001" / "assignments" / MODULE / "responses" / f"{NOTEBOOK}.jsonl").read_text()
    keys = set(json.loads(line.splitlines()[0]))
    assert keys == {"v", "seq", "at", "prompt", "event", "reach", "writer", "value", "sha"}
