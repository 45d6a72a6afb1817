"""The end of a cohort, a demo made fresh, one person erased, and a module as one learner sees it."""

import getpass
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal, read_records
from kith_facilitator.cohort import Cohort, keep_cohort, load_cohort
from kith_facilitator.collect import collect_module
from kith_facilitator.course.model import load_course
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.desk.order import order_of
from kith_facilitator.home import Home, ensure_home, open_home
from kith_facilitator.keeping.archives import archives_of
from kith_facilitator.keeping.closing import close, what_closing_means
from kith_facilitator.keeping.erase import erase
from kith_facilitator.keeping.reset import what_a_reset_takes
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module
from kith_facilitator.viewing import view
from tests.facilitator.steps import feedback, grade, mark, submit
from tests.homes.make import CELL, FOLD
from tests.lab import kith
from tests.sealing import unfolded
from tests.small_course import MODULE, NOTEBOOK, PROMPT, fetched, released_home, write_course
from tests.study import figure_in

TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)
WORDS = "A sentence that only this one person would ever have written down."


def written(home: Home, learner: str, text: str) -> None:
    submit(home, learner, text)
    journal = Journal.open(home.simulated / learner / "assignments" / MODULE, MODULE, NOTEBOOK)
    journal.write("own", "text", "Never to be seen by anybody else.", reach="mine")


def given(home: Home, learner: str) -> None:
    mark(home, learner, comment="Which record?\n→ Name it.")
    assert learner in feedback(home).given


def leans(page: str, sentence: str) -> bool:
    """Whether a page says that the learner's own level leans on this sentence of their text."""
    return re.search(rf'"sentence":\s*"{re.escape(sentence)}"', unfolded(page)) is not None


@pytest.fixture
def real(tmp_path: Path) -> Home:
    """A home for real learners, in which this account has handed in."""
    home = released_home(tmp_path / "home", write_course(tmp_path / "sources"), identity="unix")
    nbgrader = Nbgrader(home)
    nbgrader.fetch(MODULE)
    Journal.open(home.learner / MODULE, MODULE, NOTEBOOK).write(PROMPT, "text", WORDS, reach="facilitator")
    nbgrader.submit(MODULE)
    return home


# ---- view ----------------------------------------------------------------------------------------------------


def test_a_facilitator_sees_what_a_learner_sees_and_nothing_of_what_is_theirs_alone(home: Home) -> None:
    written(home, "sim-001", WORDS)
    module = load_course(home.sources or Path()).module(MODULE)
    assert WORDS in view(home, module, "sim-001").page
    grade(home)
    mark(home, "sim-001", comment="Which record was it?")
    before = view(home, module, "sim-001")
    assert (before.given, before.would) == ((), (NOTEBOOK,))
    assert "Which record was it?" in unfolded(before.page)
    feedback(home)
    mark(home, "sim-001", comment="Not said yet.")
    after = view(home, module, "sim-001")
    assert (after.given, after.would) == ((NOTEBOOK,), ())
    assert "Which record was it?" in unfolded(after.page)
    assert "Not said yet." not in unfolded(after.page)
    assert "Never to be seen" not in unfolded(after.page)
    with pytest.raises(KithError, match="Nothing of sim-009"):
        view(home, module, "sim-009")


def test_whoever_has_not_marked_yet_does_not_see_how_the_learner_rates_themselves(home: Home) -> None:
    folder = fetched(home, "sim-001")
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    journal.write(PROMPT, "text", f"{WORDS} It has a record.", reach="facilitator")
    level = {"criterion": "evidence", "points": 2, "sentence": "It has a record."}
    journal.write(PROMPT, "self", level, reach="facilitator")
    submit(home, "sim-001", None)
    module = load_course(home.sources or Path()).module(MODULE)
    before = view(home, module, "sim-001").page
    assert WORDS in before
    assert not leans(before, "It has a record.")
    grade(home)
    given(home, "sim-001")
    assert leans(view(home, module, "sim-001").page, "It has a record.")


def rated(home: Home, learner: str, text: str, sentence: str) -> None:
    """Handed in with a level of their own on one criterion."""
    folder = home.simulated / learner / "assignments" / MODULE
    journal = Journal.open(folder if folder.exists() else fetched(home, learner), MODULE, NOTEBOOK)
    journal.write(PROMPT, "text", f"{text} {sentence}", reach="facilitator")
    level = {"criterion": "evidence", "points": 2, "sentence": sentence}
    journal.write(PROMPT, "self", level, reach="facilitator")
    submit(home, learner, None)


def test_new_own_levels_wait_for_the_marker_again_and_criterion_by_criterion(home: Home) -> None:
    module = load_course(home.sources or Path()).module(MODULE)
    rated(home, "sim-001", WORDS, "The first has a record.")
    grade(home)
    given(home, "sim-001")
    assert leans(view(home, module, "sim-001").page, "The first has a record.")
    rated(home, "sim-001", "Other words, written after feedback.", "The second has a record.")
    collected = view(home, module, "sim-001").page
    assert "Other words, written after feedback." in collected
    assert not leans(collected, "The second has a record.")
    grade(home)
    assert not leans(view(home, module, "sim-001").page, "The second has a record.")
    with Nbgrader(home).gradebook() as gradebook:
        for cell in gradebook.find_submission_notebook(NOTEBOOK, MODULE, "sim-001").grades:
            cell.needs_manual_grade = cell.name == f"{PROMPT}--evidence"
        gradebook.db.commit()
    assert not leans(view(home, module, "sim-001").page, "The second has a record.")
    mark(home, "sim-001")
    assert leans(view(home, module, "sim-001").page, "The second has a record.")


def test_own_levels_are_found_however_their_line_is_written(home: Home) -> None:
    rated(home, "sim-001", WORDS, "It has a record.")
    path = home.course / "submitted" / "sim-001" / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    lines = [{k: v for k, v in json.loads(line).items() if k != "sha"} for line in path.read_text().splitlines()]
    bodies = [json.dumps(line, separators=(", ", ": ")) for line in lines]
    sealed = [f'{body[:-1]},"sha":"{sha256(body.encode()).hexdigest()[:16]}"}}\n' for body in bodies]
    path.write_text("".join(sealed))
    assert [record.event for record in read_records(path).records] == ["text", "self"]
    page = view(home, load_course(home.sources or Path()).module(MODULE), "sim-001").page
    assert WORDS in page
    assert not leans(page, "It has a record.")


def test_a_view_is_closed_to_others_from_its_first_byte(home: Home, tmp_path: Path) -> None:
    submit(home, "sim-001", WORDS)
    out = tmp_path / "page.html"
    out.write_text("Of somebody who has it open.")
    out.chmod(0o666)
    with out.open() as reader:  # as whoever opened it before it was closed
        kith("view", MODULE, "--learner", "sim-001", "--out", str(out), "--no-browser", home=home.root)
        assert WORDS not in reader.read()
    assert out.stat().st_mode & 0o777 == 0o600
    assert WORDS in out.read_text()
    assert list(tmp_path.glob(".page.html*")) == []


def test_what_only_counts_is_not_shown_by_name(tmp_path: Path) -> None:
    sources = write_course(tmp_path / "sources")
    for name, more in (("prompts.toml", FOLD), ("page.md", CELL)):
        with (sources / MODULE / name).open("a", encoding="utf-8") as file:
            file.write(more)
    home = released_home(tmp_path / "home", sources)
    folder = fetched(home, "sim-001")
    fold = load_prompts(folder / "prompts.toml")["being-seen"]
    assert isinstance(fold, FoldPrompt)
    card = FoldCard(fold, Journal.open(folder, MODULE, NOTEBOOK), "key")
    marks = {"values": {"public": 71.25, "anonymous": 40}, "width": 10}
    card.act({"do": "commit", "answers": {"marks": marks, "why": "A hunch."}})
    Nbgrader(home, learner="sim-001").submit(MODULE)
    collect_module(home, MODULE)
    page = view(home, load_course(sources).module(MODULE), "sim-001").page
    assert "Does being seen make people give?" in page
    assert "figures of five people or more" in page
    assert not figure_in("71.25", page)


# ---- erase ---------------------------------------------------------------------------------------------------


def test_one_person_is_erased_to_the_last_byte_and_the_others_stay(home: Home) -> None:
    for learner, text in (("sim-001", WORDS), ("sim-0012", "Somebody else's words, which have to stay here.")):
        written(home, learner, text)
    grade(home)
    for learner in ("sim-001", "sim-0012"):
        given(home, learner)
    keep_cohort(home, Cohort(extensions={MODULE: dict.fromkeys(("sim-001", "sim-0012"), timedelta(days=3))}))
    removed = home.course / ".kith" / "removed" / MODULE / "then.json"
    removed.parent.mkdir(parents=True)
    marks = [{"student": name, "points": 2} for name in ("sim-001", "sim-0012")]
    removed.write_text(json.dumps({"module": MODULE, "marks": marks}))
    (home.logs / "desk").mkdir(parents=True, exist_ok=True)
    (home.logs / "desk" / "grade.jsonl").write_text("sim-001 done\nsim-0012 done\n")
    ledger = Ledger(home.course / ".kith" / "desk" / f"{MODULE}.jsonl")
    order = order_of(home)
    answers = {name: order.name("answer", MODULE, PROMPT, name) for name in ("sim-001", "sim-0012")}
    for answer in answers.values():
        ledger.add("now", "marker", "care", answer=answer, before=None, after={"on": True, "note": "Call them."})
    ledger.add("now", "marker", "phrase", id="1", criterion="use", text=f"You say “{WORDS}”. Who?")
    ledger.add("now", "marker", "phrase", id="2", criterion="use", text="Who is better off?")
    ledger.add("now", "marker", "seats", about=PROMPT, names=list(answers.values()))
    assert b"sim-001" in (home.course / "gradebook.db").read_bytes()

    done = erase(home, "sim-001")
    assert (done.stuck, done.traces) == ((), ())
    assert done.texts >= 1
    for path in home.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert WORDS.encode() not in data, path
            assert answers["sim-001"].encode() not in data, path
    said = [(entry.do, dict(entry.data)) for entry in Ledger(home.course / ".kith/desk" / f"{MODULE}.jsonl").entries()]
    assert [do for do, _ in said] == ["care", "phrase", "seats"]
    assert said[2][1]["names"][1] == answers["sim-0012"]
    assert list(load_cohort(home).extensions[MODULE]) == ["sim-0012"]
    assert json.loads(removed.read_text())["marks"] == marks[1:]
    assert (home.logs / "desk" / "grade.jsonl").read_text() == "sim-0012 done\n"
    assert (home.course / "submitted" / "sim-0012").is_dir()
    with Nbgrader(home).gradebook() as gradebook:
        assert [student.id for student in gradebook.students] == ["sim-0012"]
    assert erase(home, "sim-001").gone == ()


def test_whoever_erases_may_delete_every_folder_of_a_submission_and_write_none_of_its_files(home: Home) -> None:
    folder = fetched(home, "sim-001")
    (folder / "more" / "inside").mkdir(parents=True)
    (folder / "more" / "inside" / "note.txt").write_text("mine")
    (folder / "more").chmod(0o700)
    Journal.open(folder, MODULE, NOTEBOOK).write(PROMPT, "text", WORDS, reach="facilitator")
    Nbgrader(home, learner="sim-001").submit(MODULE)
    inbound = home.exchange / home.course_id / "inbound"
    (sent,) = inbound.iterdir()
    assert inbound.stat().st_mode & 0o777 == 0o733  # so nobody but the facilitator can list what is in it
    for path in [sent, *sent.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o777 if path.is_dir() else 0o644), path
    assert {path.name for path in sent.rglob("*") if path.is_dir()} == {"responses", "more", "inside"}


def test_what_is_no_learner_erases_nothing(home: Home) -> None:
    before = sorted(home.root.rglob("*"))
    for name in ("", ".", "..", "../course", "a/b", "*", "-x", "a+b"):
        with pytest.raises(KithError, match="can't be the name of a learner"):
            erase(home, name)
    assert sorted(home.root.rglob("*")) == before


def test_a_name_that_a_folder_has_too_takes_no_folder_along(home: Home) -> None:
    submit(home, "sim-001")
    before = {path for path in home.root.rglob("*") if path.suffix != ".db"}
    for name in ("submitted", MODULE, "feedback", "desk", NOTEBOOK, "kith"):
        assert erase(home, name).gone == ()
    assert {path for path in home.root.rglob("*") if path.suffix != ".db"} == before


def test_what_is_left_is_named(home: Home) -> None:
    submit(home, "sim-001", WORDS)
    (home.course / "notes.txt").write_text("sim-001 wrote to me.")
    printed = kith("erase", "sim-001", "--yes", home=home.root, expect_code=1)
    assert "notes.txt holds their name" in printed
    (home.course / "notes.txt").unlink()
    assert "are left here" in kith("erase", "sim-001", "--yes", home=home.root)


def test_nobody_is_erased_unasked(home: Home) -> None:
    submit(home, "sim-001")
    assert "Nobody can be asked here" in kith("erase", "sim-001", home=home.root, expect_code=2)
    assert (home.course / "submitted" / "sim-001").is_dir()


# ---- close ---------------------------------------------------------------------------------------------------


def test_a_cohort_is_closed_and_the_next_begins(real: Home) -> None:
    plan = what_closing_means(real, [MODULE], today=TODAY)
    assert len(plan.waiting) == 1  # submitted and not collected
    collect_module(real, MODULE)
    me = getpass.getuser()
    grade(real)
    mark(real, me)
    assert what_closing_means(real, [MODULE], today=TODAY).waiting == ()
    done = close(real, today=TODAY, now=NOW, following="autumn")
    assert done.left == ()
    assert done.archive == real.root / "archive" / "kith-2026-11-22"
    with closing(sqlite3.connect(f"{(done.archive / 'gradebook.db').as_uri()}?mode=ro&immutable=1", uri=True)) as book:
        assert book.execute("SELECT id FROM student").fetchall() == [(me,)]
    kept = (done.archive / "submitted" / me / MODULE / "responses" / f"{NOTEBOOK}.jsonl").read_text()
    assert WORDS in json.loads(kept.splitlines()[0])["value"]["text"]
    assert (done.archive / "submitted").stat().st_mode & 0o222 == 0
    assert not (real.exchange / "kith").exists()
    assert (real.learner / MODULE).is_dir()

    following = open_home(real.root)
    assert following.course_id == "autumn"
    assert release_module(following, MODULE)
    with Nbgrader(following).gradebook() as gradebook:
        assert list(gradebook.students) == []
    again = close(following, today=TODAY, now=NOW, following=None)
    assert again.archive.name == "autumn-2026-11-22"
    assert erase(open_home(real.root), me).traces == ()
    assert len(archives_of(real)) == 2


def test_a_demo_and_a_home_without_a_cohort_are_not_closed(home: Home, tmp_path: Path) -> None:
    with pytest.raises(KithError, match="is a demo"):
        what_closing_means(home, [MODULE], today=TODAY)
    with pytest.raises(KithError, match="nothing to close"):
        what_closing_means(ensure_home(tmp_path / "new"), [MODULE], today=TODAY)


def test_closing_says_first_what_will_happen(real: Home) -> None:
    printed = kith("close", home=real.root, expect_code=2)
    assert "Not collected yet" in printed
    assert "Nobody can be asked here" in printed
    assert (real.exchange / "kith" / "inbound").is_dir()
    assert "Give the next another name" in kith("close", "--next", "kith", "--yes", home=real.root, expect_code=2)


# ---- reset ---------------------------------------------------------------------------------------------------


def test_a_demo_is_as_on_its_first_day(home: Home) -> None:
    submit(home, "sim-099")
    (home.learner / "note.txt").write_text("mine")
    (home.editions / "one").mkdir(parents=True)
    (home.editions / "one").chmod(0o500)
    printed = kith("reset", "--yes", home=home.root)
    assert "yours too" in printed
    assert not (home.learner / "note.txt").exists()
    assert not (home.course / "submitted" / "sim-099").exists()
    assert len(list((home.course / "submitted").glob(f"sim-*/{MODULE}"))) == 24
    assert (open_home(home.root).identity, open_home(home.root).sources) == ("claimed", home.sources)


def test_a_home_of_real_learners_is_never_emptied(real: Home) -> None:
    with pytest.raises(KithError, match="a home for real learners"):
        what_a_reset_takes(real)
    assert "never emptied" in kith("reset", "--yes", home=real.root, expect_code=2)
    assert (real.learner / MODULE).is_dir()
    shutil.rmtree(real.root)
