"""Hostile and honest work is graded in one batch, by an ordinary account: nobody reads, changes or starves anything."""

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from benchmarks._gradebook import dump
from kith_facilitator.configure import programs
from kith_kernels.launch import Mode
from kith_kernels.protection import FORCED
from tests.grading.stock_course import ASSIGNMENT, released
from tests.installed.accounts import Account
from tests.installed.hostile import (
    ALONE,
    CELLS,
    EVIL,
    FAMILIES,
    FILES,
    HONEST,
    NO_TEXT,
    SECRET,
    hand_in_all,
    hand_in_families,
)
from tests.kernels.attacks import World
from tests.kernels.conftest import Person, world_for
from tests.protections import ways

pytestmark = pytest.mark.users


@dataclass(frozen=True)
class Batch:
    """A course after ``kith grade``, and what was seen of it."""

    root: Path
    mode: Mode
    world: World
    said: str
    #: Everything that grading has no business with, before and after.
    before: dict[str, Any]
    after: dict[str, Any]
    #: What still ran afterwards, and what lay among the temporary files.
    left: set[int]
    litter: set[Path]

    def report(self) -> dict[str, Any]:
        """As a program is told."""
        lines = (json.loads(line) for line in self.said.splitlines() if line.startswith("{"))
        found: dict[str, Any] = next(line["report"] for line in lines if "report" in line)
        return found

    def spoken(self) -> list[str]:
        """What a person reads of it."""
        lines = (json.loads(line) for line in self.said.splitlines() if line.startswith("{"))
        return [line["said"] for line in lines if "said" in line]

    def note(self, student: str) -> str:
        """What the report says of somebody who was graded."""
        return " ".join(note for who, note in self.report()["noted"] if who == student)

    def graded(self, student: str) -> Path:
        return self.root / "autograded" / student / ASSIGNMENT

    def marks(self, student: str) -> dict[str, float]:
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            page = book.find_submission_notebook("p1", ASSIGNMENT, student)
            return {grade.name: grade.auto_score for grade in page.grades}

    def got(self, student: str) -> dict[str, bool]:
        """What each attempt of a page won, as its code saw it."""
        page = nbformat.read(self.graded(student) / "p1.ipynb", as_version=4)
        text = "".join(output.get("text", "") for cell in page.cells for output in cell.get("outputs", []))
        return dict(json.loads(line) for line in text.splitlines() if line.startswith('["'))


@dataclass(frozen=True)
class Told(World):
    """The world as one attempt left it."""

    got: bool = False

    def said(self) -> dict[str, Any]:
        return {"got": self.got}


def won(batch: Batch, student: str) -> set[str]:
    """Which attempts of a page succeeded, seen from outside where that can be."""
    world, got = batch.world, batch.got(student)
    attacks = FAMILIES.get(student) or {student: ALONE[student]}
    found = {name: Told(world.course, batch.graded(student), world.target, world.victim, got[name]) for name in got}
    return {name for name, told in found.items() if attacks[name].proof(told)}


def all_files(*places: Path) -> dict[str, Any]:
    """Every file, folder and link, with its rights and its content."""
    found = {}
    for place in places:
        for path in (place, *place.rglob("*")):
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            kind = str(path.readlink()) if path.is_symlink() else content
            found[str(path)] = (path.lstat().st_mode, path.lstat().st_uid, kind)
    return found


#: When any of its programs runs for the first time.
_MADE_BY_JUPYTER = (".ipython", ".jupyter")


def kept(account: Account, root: Path, world: World) -> dict[str, Any]:
    """What nothing may change: the account's own files, all of the course but what grading makes, and the decoy."""
    course = [path for path in root.iterdir() if path.name not in {"autograded", "gradebook.db", ".kith"}]
    apart = {root, world.course, *(account.folder / name for name in _MADE_BY_JUPYTER)}
    mine = [path for path in account.folder.iterdir() if path not in apart]
    return all_files(*course, *mine, world.course)


def temporary(person: Person) -> set[Path]:
    found = set()
    for path in Path(tempfile.gettempdir()).iterdir():
        with contextlib.suppress(FileNotFoundError):  # other tests' come and go
            if path.lstat().st_uid == person.user:
                found.add(path)
    return found


def ended(person: Person, before: set[int]) -> set[int]:
    """What still runs, once all had the time to end."""
    end = time.monotonic() + 20
    while (left := person.processes() - before) and time.monotonic() < end:
        time.sleep(0.05)
    return left


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", programs())  # nbgrader looks for alembic there
        yield released(tmp_path_factory.mktemp("hostile") / "course")


def placed(course: Path, account: Account, name: str) -> Path:
    root = account.folder / name
    shutil.copytree(course, root)
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace(str(course), str(root)))
    return root


def graded(account: Account, root: Path, world: World, mode: Mode, *words: str, code: int = 0) -> Batch:
    person = Person(account.name, account.folder, account.programs)
    person.owns(root)
    running, litter, before = person.processes(), temporary(person), kept(account, root, world)
    variables = {FORCED: mode, "KITH_PROGRESS": "json", SECRET[0]: SECRET[1]}
    said = account.run("kith", "grade", ASSIGNMENT, *words, where=root, code=code, variables=variables)
    left = ended(person, running)
    return Batch(root, mode, world, said, before, kept(account, root, world), left, temporary(person) - litter)


@pytest.fixture(scope="module")
def unheld(accounts: dict[str, Account], course: Path) -> Iterator[Batch]:
    """The control: pages that end nothing, with nothing to hold them."""
    account = accounts["learn"]
    root = placed(course, account, "unheld")
    with world_for(Person(account.name, account.folder, account.programs)) as world:
        hand_in_families(root, world.target)
        yield graded(account, root, world, Mode.none, "--unsafe", code=1)


@pytest.fixture(scope="module", params=ways())
def batch(request: pytest.FixtureRequest, accounts: dict[str, Account], course: Path) -> Iterator[Batch]:
    account = accounts["teach"]
    root = placed(course, account, f"held-{request.param}")
    with world_for(Person(account.name, account.folder, account.programs)) as world:
        hand_in_all(root, world.target)
        yield graded(account, root, world, request.param, "--workers", "4", code=1)
    shutil.rmtree(root)


#: What is not of the students that remain, each after what it hangs on.
_OTHERS = """
DELETE FROM submitted_assignment WHERE student_id NOT IN (SELECT id FROM student);
DELETE FROM submitted_notebook WHERE assignment_id NOT IN (SELECT id FROM submitted_assignment);
DELETE FROM grade WHERE notebook_id NOT IN (SELECT id FROM submitted_notebook);
DELETE FROM comment WHERE notebook_id NOT IN (SELECT id FROM submitted_notebook);
"""


def honest_rows(batch: Batch, copy: Path) -> list[str]:
    """What the gradebook holds, once those are out of it who are hostile."""
    shutil.copy(batch.root / "gradebook.db", copy)
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as book:
        unknown = ", ".join("?" * len(HONEST))
        book.execute(f"DELETE FROM student WHERE id NOT IN ({unknown})", tuple(HONEST))
        book.executescript(f"BEGIN; {_OTHERS} COMMIT")
    return dump(f"sqlite:///{copy}")


#: In the folder where a page is graded with nothing to hold it there is no such neighbour, and no link that came.
NOT_WHERE_IT_IS = {
    "read the gradebook by a path with dots",
    "read its neighbour's work beside its own folder",
    "list the submissions",
    "read through a link that was submitted",
    "read through a link to a folder that was submitted",
}


def test_with_nothing_to_hold_them_the_same_pages_get_what_they_want(unheld: Batch) -> None:
    for student in ("searching", "reading", "reaching", "gaining", "starving"):
        assert won(unheld, student) == set(FAMILIES[student]) - NOT_WHERE_IT_IS, student
    assert "kill another process" in won(unheld, "signalling")
    assert not unheld.world.gradebook.exists()
    assert (unheld.world.course / "new").exists()


@pytest.mark.parametrize("student", FAMILIES)
def test_held_a_page_gets_nothing_of_what_it_tries_and_its_honest_cells_score(student: str, batch: Batch) -> None:
    assert set(batch.got(student)) == set(FAMILIES[student])  # it came to its end
    assert won(batch, student) == set()
    assert batch.marks(student) == batch.marks("ada")


@pytest.mark.parametrize("student", ALONE)
def test_held_a_page_takes_no_more_than_it_may(student: str, batch: Batch) -> None:
    assert won(batch, student) == set()
    assert batch.marks(student)["hidden"] == 2


def test_nothing_of_the_course_itself_is_read_or_changed(batch: Batch) -> None:
    assert batch.got("reading here") == dict.fromkeys(FAMILIES["reading"], False)
    assert batch.marks("writing here") == batch.marks("ada")
    assert batch.after == batch.before
    assert [path for path in (batch.root / "autograded").rglob("*") if path.is_symlink()] == []


def test_honest_work_has_the_marks_that_it_has_in_any_company(batch: Batch, unheld: Batch, tmp_path: Path) -> None:
    here, there = honest_rows(batch, tmp_path / "here.db"), honest_rows(unheld, tmp_path / "there.db")
    assert here == there
    assert sum(row.startswith("grade ") for row in here) == len(HONEST) * 6
    assert batch.marks("ada") == {"hidden": 2, "partly": 3, "quiet": 1, "essay": None, "draw": None}


def test_points_are_not_had_by_saying_so(batch: Batch) -> None:
    for student in ("it prints points", "it sends points", "it writes points", "it runs nothing any more"):
        marks = batch.marks(student)
        assert (marks["hidden"], marks["quiet"]) <= (2, 1)
        assert marks["partly"] <= 0.75, student
    assert not (batch.graded("it writes points").parents[1] / "graded").exists()


def test_code_can_fake_the_points_that_its_own_tests_count_and_no_more_as_the_readme_says(batch: Batch) -> None:
    """Its function gives 0 where it should give a square; who asks for more than a test is worth is refused, below."""
    said = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert "code in it can fake the points that its own tests count, up to what each is worth, so keep these" in said
    assert batch.marks("it makes points within reach") == batch.marks("ada")
    assert (batch.marks("ada")["essay"], batch.marks("ada")["draw"]) == (None, None)  # which only people mark


def test_nothing_runs_on_and_nothing_is_left(batch: Batch) -> None:
    assert (batch.left, batch.litter) == (set(), set())
    assert not (batch.root / ".kith" / "grading").exists()


#: Who can't be graded, and a part of the reason.
REFUSED = {
    NO_TEXT: "no name that a gradebook can hold",
    "large": "with all its files it is larger",
    "malformed": "damaged",
    "no notebook": "damaged",
    "deep": "damaged",
    "deep in order": "damaged",
    "its page is a link": "no notebook of this module",
    "dots": "a kernel that is not installed",
    "it makes points of all that is shown": "partial credit cannot be greater",
}
NOTHING, SLOW, STUCK, BY_ITSELF = "", "took longer than a cell may", "could not be stopped", "its code ended it"
FOLDER = "it wrote more into its folder than a submission may"
#: What the report says of each page, in namespaces and beside others. Of nothing but a refusal inside it says nothing.
OUTCOMES = {
    "it burns the processor": (SLOW, SLOW),
    "its children burn the processor": (SLOW, NOTHING),
    "it sleeps for ever, deaf to signals": (STUCK, STUCK),
    "it stopped itself": (STUCK, SLOW),
    "its children take memory, each a little": ("it used more memory than a submission may", NOTHING),
    "it keeps memory in sockets": (NOTHING, NOTHING),  # the kernel may have no room for them sooner than it is slow
    "it starts threads without end": (SLOW, "it started more processes than a submission may"),
    "it forks without end": (STUCK, STUCK),
    "it leaves by itself": (BY_ITSELF, BY_ITSELF),
    "it crashes": (BY_ITSELF, BY_ITSELF),
    "it kills itself": (NOTHING, "it was killed, by its own code or for want of memory"),
    "its folder grows": (NOTHING, FOLDER),
    "it makes folders without end": (NOTHING, FOLDER),
    "it makes small files without end": (NOTHING, FOLDER),
    "it loops": (SLOW, SLOW),
    "it prints a gigabyte": ("it put out more than 10 MB",) * 2,
    "it writes a gigabyte": (NOTHING, NOTHING),
    "it holds a gigabyte": (NOTHING, NOTHING),
    "it lives on": (NOTHING, NOTHING),
    "it kills": (NOTHING, NOTHING),
    "it asks": (NOTHING, NOTHING),
    "it prints points": (NOTHING, NOTHING),
    "it sends points": ("it sent what can't be read",) * 2,
    "it writes points": (NOTHING, NOTHING),
    "it makes points within reach": (NOTHING, NOTHING),
    "it runs nothing any more": (SLOW, SLOW),
    EVIL: (BY_ITSELF, BY_ITSELF),
    **dict.fromkeys(ALONE, (NOTHING, NOTHING)),
    "fill its folder": (NOTHING, FOLDER),
    "fill the folder of temporary files": (NOTHING, FOLDER),
}
LINKS = "book.db, other.ipynb, pipe.ipynb, way, zero.ipynb: no file but a link"


def test_the_report_names_who_failed_and_why_and_graded_are_all_others(batch: Batch) -> None:
    report = batch.report()
    failed = dict(report["failed"])
    assert failed.keys() == REFUSED.keys()
    assert {student: part for student, part in REFUSED.items() if part not in failed[student]} == {}
    everybody = {*HONEST, *FAMILIES, "reading here", "writing here", *ALONE, *CELLS, *FILES}
    assert set(report["graded"]) == everybody - set(REFUSED)
    assert [batch.note(student) for student in HONEST] == [""] * len(HONEST)
    assert LINKS in batch.note("links")
    for student in set(report["graded"]) - {"broken"}:
        assert batch.marks(student)["hidden"] == 2, student


def test_the_report_says_of_each_page_what_came_of_it(batch: Batch) -> None:
    """A cell may always take longer than it may, on a machine that has much else to do."""
    notes = {student: batch.note(student) for student in OUTCOMES}
    column = 0 if batch.mode is Mode.namespaces else 1
    expected = {student: outcome[column] for student, outcome in OUTCOMES.items()}
    wrong = {student for student, note in notes.items() if SLOW not in note and not _says(note, expected[student])}
    assert {student: notes[student] for student in wrong} == {}
    assert expected.keys() == {*ALONE, *CELLS} - REFUSED.keys()
    for student in ("it lives on", "it kills", "it writes a gigabyte", "it holds a gigabyte", "it asks"):
        assert notes[student] or batch.marks(student) == batch.marks("ada")  # it went on as if nothing had been tried


def _says(note: str, part: str) -> bool:
    return part in note if part else not note


def test_no_name_makes_a_line_of_its_own(batch: Batch) -> None:
    assert all(line.isprintable() for line in batch.spoken())
    assert any(line.startswith("eve\ufffdFailed: ada:") for line in batch.spoken())
