"""A gradebook in PostgreSQL: what is in it is what would be in a file, and a server that goes takes nothing with it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks._gradebook import dump
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import Track, grade_course
from kith_facilitator.grading.report import GradeReport
from tests.facilitator.steps import kith
from tests.grading.stock_course import ASSIGNMENT, put_in, released, revise
from tests.postgres import PASSWORD, Server, running_server

pytestmark = pytest.mark.users  # a server must not be run by root, so there somebody else runs it

#: With marks by hand, partial credit and one who is late.
STUDENTS = ("attached", "late", "partly", "revised")


WENT_AWAY = (
    "the gradebook's server went away. See that it can be reached, and grade again: what is graded stays graded."
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as found:
        yield found


@dataclass(frozen=True)
class Graded:
    """A course, what came of it when it was graded, marked by hand, and graded twice more."""

    root: Path
    url: str
    first: list[str]
    runs: tuple[GradeReport, ...]


def graded(root: Path, url: str, track: Track = list) -> GradeReport:
    words = (f"--db={url}",)
    return grade_course(Course(Settings(str(root), words)), ASSIGNMENT, track=track)


def collected(root: Path, url: str) -> Path:
    released(root, url)
    for student in STUDENTS:
        put_in(root, student)
    return root


@pytest.fixture(scope="module")
def two(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Graded, Graded]:
    """The same course, with its gradebook in a file and in the server."""
    folder, made = tmp_path_factory.mktemp("postgres"), []
    for name, url in (("file", f"sqlite:///{folder / 'file.db'}"), ("server", server.make("two"))):
        root = collected(folder / name / "course", url)
        runs, first = [graded(root, url)], dump(url)
        revise(root, url)
        runs += [graded(root, url), graded(root, url)]
        made.append(Graded(root, url, first, tuple(runs)))
    return made[0], made[1]


def test_the_gradebook_is_the_same(two: tuple[Graded, Graded]) -> None:
    file, server = two
    assert dump(server.url) == dump(file.url)
    assert [run.graded for run in server.runs] == [run.graded for run in file.runs] == [STUDENTS, ("revised",), ()]


def test_what_is_unchanged_is_not_graded_again_by_another_command(two: tuple[Graded, Graded]) -> None:
    _, server = two
    assert "0 graded, 4 unchanged" in said("grade", server, server.url)


def said(command: str, course: Graded, url: str, code: int = 0) -> str:
    return kith(command, ASSIGNMENT, "--course-dir", str(course.root), "--db", url, home=course.root, expect_code=code)


def test_feedback_is_the_same(two: tuple[Graded, Graded]) -> None:
    pages = []
    for course in two:
        assert "4 have a page in" in said("feedback", course, course.url)
        found = {path.relative_to(course.root): path.read_text() for path in (course.root / "feedback").rglob("*.html")}
        pages.append({path: re.sub(r"cell-id=\w+", "", text) for path, text in found.items()})  # made up each time
    assert len(pages[0]) > len(STUDENTS)
    assert pages[0] == pages[1]


def test_a_server_that_is_away_or_refuses_is_said_in_a_sentence_and_nothing_is_lost(
    server: Server, two: tuple[Graded, Graded]
) -> None:
    _, course = two
    before = dump(course.url), sorted((course.root / "autograded").rglob("*"))
    (put_in(course.root, "late") / "data.csv").write_text("new\n")
    addresses = {
        "password authentication failed": server.url("two", password="not-this-word"),
        'database "nowhere" does not exist': server.url("nowhere"),
        "No such file or directory": course.url,
    }
    for reason, url in addresses.items():
        if url == course.url:
            server.stop()
        for command in ("grade", "feedback"):
            sentence = said(command, course, url, code=2)
            assert sentence.startswith("The gradebook at postgresql+psycopg2:///"), sentence
            assert reason in sentence
            assert sentence.endswith("See that it can be reached, and run this again.")
            assert "not-this-word" not in sentence
            assert PASSWORD not in sentence
    server.start()
    assert (dump(course.url), sorted((course.root / "autograded").rglob("*"))) == before


#: What ends a connection in the middle of its transaction.
CUT = """
CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE TRIGGER cut AFTER INSERT ON comment EXECUTE FUNCTION cut()
"""


def test_a_server_that_goes_away_takes_nothing_with_it_and_the_next_run_goes_on(
    server: Server, two: tuple[Graded, Graded], tmp_path: Path
) -> None:
    file, _ = two
    url = server.make("goes")
    root = collected(tmp_path / "course", url)
    before = dump(url)
    server.run("goes", CUT)
    report = graded(root, url)
    assert report.failed == tuple((student, WENT_AWAY) for student in STUDENTS)
    assert dump(url) == before
    assert not list((root / "autograded").glob("*/*"))
    server.run("goes", "DROP FUNCTION cut CASCADE")

    def track(names: Collection[str]) -> Iterator[str]:
        for number, name in enumerate(names):
            yield name
            if number == 0:
                server.die()

    report = graded(root, url, track)
    assert len(report.graded) + len(report.failed) == len(STUDENTS)
    assert {reason for _, reason in report.failed} == {WENT_AWAY}
    server.start()
    assert len(graded(root, url).graded) == len(STUDENTS) - len(report.graded)
    assert dump(url) == file.first
    assert {path.name for path in (root / "autograded").iterdir()} == set(STUDENTS)


def test_a_server_that_starts_anew_meanwhile_is_not_even_noticed(server: Server, two: tuple[Graded, Graded]) -> None:
    _, course = two

    def track(names: Collection[str]) -> Iterator[str]:
        for name in names:
            server.stop()
            server.start()
            yield name

    for student in ("attached", "late"):
        (put_in(course.root, student) / "data.csv").write_text("new\n")
    assert graded(course.root, course.url, track).graded == ("attached", "late")
