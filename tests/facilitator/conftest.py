"""A home with the small course released in it."""

import shutil
from pathlib import Path

import pytest

from kith_facilitator.configure import write_configuration
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.release import release_module
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
