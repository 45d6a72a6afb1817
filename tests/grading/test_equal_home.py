"""Under Kith's configuration, too, “kith grade” makes what nbgrader's own autograde makes under the same."""

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from benchmarks._gradebook import dump
from kith_facilitator.configure import configure_nbgrader, environment
from kith_facilitator.home import Home
from tests.facilitator.steps import grade
from tests.facilitator.trap_courses import CELLS, SPOILS, Course, put_in
from tests.small_course import MODULE, NOTEBOOK, copied, released_home, write_course


def autograde(home: Home, student: str) -> bool:
    """nbgrader's own, as its command does under the configuration of the home."""
    config = Config()
    configure_nbgrader(config, str(home.root))
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    return bool(api.autograde(MODULE, student)["success"])


def revise(home: Home) -> None:
    """Everything of somebody is marked, and then other words come, late."""
    Course(home.course).mark("cleo", "Look here")
    folder = put_in(home.course, "cleo", SPOILS["ada"], "other words")
    (folder / "timestamp.txt").write_text("2026-03-09 09:00:00.000000 UTC")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    """One home graded by nbgrader, and the same graded by Kith; one submission is revised."""
    folder = tmp_path_factory.mktemp("equal")
    sources = write_course(folder / "sources")
    page = sources / MODULE / f"{NOTEBOOK}.md"
    page.write_text(page.read_text() + CELLS)
    stock = released_home(folder / "stock", sources)
    (stock.root / "cohort.toml").write_text(
        'version = 1\n[late]\npolicy = "per_day"\npoints = 0.5\n[due]\n"1-small" = 2026-03-05T12:00:00+00:00\n'
    )
    for learner, spoil in SPOILS.items():
        put_in(stock.course, learner, spoil)
    ours = copied(stock, folder / "ours")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(stock).items():
            patch.setenv(name, value)
        assert [learner for learner in SPOILS if not autograde(stock, learner)] == []
        revise(stock)
        assert autograde(stock, "cleo")
    assert grade(ours).failed == ()
    revise(ours)
    assert grade(ours).graded == ("cleo",)
    return stock, ours


def test_the_gradebook_is_the_same_but_for_what_was_made_up(two: tuple[Home, Home]) -> None:
    theirs, mine = (dump(f"sqlite:///{home.course / 'gradebook.db'}") for home in two)
    assert mine == theirs
    assert any("'manual_score': 1.0" in row for row in mine)


@pytest.mark.parametrize("what", ["autograded", ".kith/answers"])
def test_the_files_are_the_same(two: tuple[Home, Home], what: str) -> None:
    theirs, mine = (
        {str(path.relative_to(home.course)): path.stat().st_mode for path in (home.course / what).rglob("*")}
        for home in two
    )
    assert mine == theirs


def test_what_was_answered_is_kept_in_the_same_words(two: tuple[Home, Home]) -> None:
    theirs, mine = (
        {
            str(path.relative_to(home.course)): path.read_text()
            for path in (home.course / ".kith/answers").rglob("*.json")
        }
        for home in two
    )
    assert mine == theirs
    assert len(mine) == len(SPOILS)
