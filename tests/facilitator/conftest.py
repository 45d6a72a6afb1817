"""A home with the small course released in it."""

import shutil
from pathlib import Path

import pytest

from kith_facilitator.configure import write_configuration
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.release import release_module
from tests.facilitator.desk_home import PEOPLE, answer_all, write_two_questions
from tests.facilitator.steps import grade, submit
from tests.small_course import MODULE, write_course


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small course, released once."""
    folder = tmp_path_factory.mktemp("released")
    made = ensure_home(folder / "home", identity="claimed", sources=write_course(folder / "sources"))
    write_configuration(made)
    release_module(made, MODULE)
    return made


@pytest.fixture
def home(released: Home, tmp_path: Path) -> Home:
    """A demo home of the test's own in which the small course is released."""
    shutil.copytree(released.root, tmp_path / "home")
    made = ensure_home(tmp_path / "home")
    write_configuration(made)
    return made


@pytest.fixture(scope="session")
def once_graded(released: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which two learners have submitted, and were graded once; nobody is marked."""
    root = tmp_path_factory.mktemp("graded") / "home"
    shutil.copytree(released.root, root)
    made = ensure_home(root)
    write_configuration(made)
    for learner in ("sim-001", "sim-002"):
        submit(made, learner, f"Words of {learner}")
    grade(made)
    return made


@pytest.fixture
def graded(once_graded: Home, tmp_path: Path) -> Home:
    """A home of the test's own in which sim-001 and sim-002 were graded, and nobody is marked."""
    shutil.copytree(once_graded.root, tmp_path / "graded")
    made = ensure_home(tmp_path / "graded")
    write_configuration(made)
    return made


@pytest.fixture(scope="session")
def once_collected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which four learners answered two marked questions, submitted, and were graded; nobody is marked."""
    folder = tmp_path_factory.mktemp("desk")
    made = ensure_home(folder / "home", identity="claimed", sources=write_two_questions(folder / "sources"))
    write_configuration(made)
    release_module(made, MODULE)
    for learner in PEOPLE:
        answer_all(made, learner)
        submit(made, learner, None)
    grade(made)
    return made


@pytest.fixture
def to_mark(once_collected: Home, tmp_path: Path) -> Home:
    """A home of the test's own in which four learners wait to be marked."""
    shutil.copytree(once_collected.root, tmp_path / "desk")
    made = ensure_home(tmp_path / "desk")
    write_configuration(made)
    return made
