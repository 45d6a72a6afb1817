"""A home with the small course released in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kith_facilitator.desk.controller import Desk
from kith_facilitator.home import Home
from tests.facilitator.desk_home import PEOPLE, Clock, answer_all, write_two_questions
from tests.facilitator.steps import grade, submit
from tests.facilitator.talking import run, sent_home
from tests.small_course import copied, released_home, write_course


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small course, released once."""
    folder = tmp_path_factory.mktemp("released")
    return released_home(folder / "home", write_course(folder / "sources"))


@pytest.fixture
def home(released: Home, tmp_path: Path) -> Home:
    """A demo home of the test's own in which the small course is released."""
    return copied(released, tmp_path / "home")


@pytest.fixture(scope="session")
def once_graded(released: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which two learners have submitted, and were graded once; nobody is marked."""
    made = copied(released, tmp_path_factory.mktemp("graded") / "home")
    for learner in ("sim-001", "sim-002"):
        submit(made, learner, f"Words of {learner}")
    grade(made)
    return made


@pytest.fixture
def graded(once_graded: Home, tmp_path: Path) -> Home:
    """A home of the test's own in which sim-001 and sim-002 were graded, and nobody is marked."""
    return copied(once_graded, tmp_path / "graded")


@pytest.fixture(scope="session")
def once_collected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which four learners answered two marked questions, submitted, and were graded; nobody is marked."""
    folder = tmp_path_factory.mktemp("desk")
    made = released_home(folder / "home", write_two_questions(folder / "sources"))
    for learner in PEOPLE:
        answer_all(made, learner)
        submit(made, learner, None)
    grade(made)
    return made


@pytest.fixture
def to_mark(once_collected: Home, tmp_path: Path) -> Home:
    """A home of the test's own in which four learners wait to be marked."""
    return copied(once_collected, tmp_path / "desk")


@pytest.fixture
def clock() -> Clock:
    """The time at the desk."""
    return Clock()


@pytest.fixture
def desk(to_mark: Home, clock: Clock) -> Iterator[Desk]:
    """The desk of Ann, who is the first to mark."""
    made = Desk(to_mark, marker="Ann", clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def once_sent(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Six have sent their stories."""
    return sent_home(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def sent(once_sent: Home, tmp_path: Path) -> Home:
    """The same in a home of the test's own, before the first exchange."""
    return copied(once_sent, tmp_path / "home")


@pytest.fixture(scope="session")
def once_exchanged(once_sent: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The first exchange was held."""
    home = copied(once_sent, tmp_path_factory.mktemp("exchanged") / "home")
    run(home)
    return home


@pytest.fixture
def exchanged(once_exchanged: Home, tmp_path: Path) -> Home:
    """The same in a home of the test's own."""
    return copied(once_exchanged, tmp_path / "home")
