"""`kith export --mine`: where a learner's own work is written to if they don't say."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kith_exercises.journal import Journal
from kith_facilitator.cli import app
from kith_facilitator.home import ensure_home
from tests.small_course import COURSE, MODULE, NOTEBOOK


def test_it_lands_beside_the_learners_folder_even_if_called_from_within_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ensure_home(tmp_path / "home", role="learner")
    folder = home.learner / MODULE
    folder.mkdir()
    (folder / "prompts.toml").write_text(COURSE[f"{MODULE}/prompts.toml"], encoding="utf-8")
    Journal.open(folder, MODULE, NOTEBOOK).write("why", "text", "Mine.", reach="mine")
    monkeypatch.chdir(folder)
    before = set(folder.rglob("*"))
    done = CliRunner().invoke(app, ["export", "--mine", "--home", str(home.root)])
    assert done.exit_code == 0, done.output
    (out,) = home.learner.parent.glob("my-work-*")
    assert out.as_posix() in done.output.replace("\n", "")
    assert set(folder.rglob("*")) == before
