"""What tests of the journal begin with."""

from pathlib import Path

import pytest

from kith_exercises.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """An empty journal of one page; its assignment's folder is there, as nbgrader leaves it."""
    folder = tmp_path / "1-empathy"
    folder.mkdir()
    return Journal.open(folder, "1-empathy", "reflection")
