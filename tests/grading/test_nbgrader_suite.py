"""nbgrader's own tests of its autograde, as they are installed with it, passed by “kith grade” in its place."""

import pytest
from nbgrader.tests import run_nbgrader as run_stock
from nbgrader.tests.apps import test_nbgrader_autograde
from nbgrader.tests.apps.conftest import course_dir, db, temp_cwd
from typer.testing import CliRunner

from kith_exercises import KithError
from kith_facilitator.cli import app

__all__ = ["TestAutograde", "course_dir", "db", "temp_cwd"]  # pytest finds nbgrader's fixtures by their names


def run_nbgrader(words: list[str], retcode: int = 0, **options: object) -> str:
    """nbgrader's step of a test; grading is done by Kith."""
    if words[0] != "autograde":
        return str(run_stock(words, retcode=retcode, **options))
    done = CliRunner(env={"KITH_HOME": None}).invoke(app, ["grade", *words[1:]])
    code = 2 if isinstance(done.exception, KithError) else done.exit_code
    assert code == retcode, f"{words}: {code}\n{done.output}\n{done.exception!r}"
    return done.output


class TestAutograde(test_nbgrader_autograde.TestNbGraderAutograde):  # type: ignore[misc]  # nbgrader has no types
    """All but the two that nbgrader itself leaves out."""

    test_many_students = None
    test_infinite_loop_with_output = None

    @pytest.fixture(autouse=True)
    def _kith_grades(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_PATH", "KITH_HOME"):
            monkeypatch.delenv(name, raising=False)  # of a home that was at work in this process before
        monkeypatch.setattr(test_nbgrader_autograde, "run_nbgrader", run_nbgrader)
