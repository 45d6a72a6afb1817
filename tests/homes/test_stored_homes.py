"""A home that a released version left opens with today's code: nothing in it is lost, and its round goes on."""

import tarfile
from pathlib import Path

import pytest

from kith_exercises.cards.reflection import text_of
from kith_exercises.envelope import newest
from kith_exercises.journal import Journal, read_records
from kith_exercises.notebook import Notebook
from kith_facilitator.configure import write_configuration
from kith_facilitator.feedback import give_feedback
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.home import Home, ensure_home, open_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module

ARCHIVES = sorted(Path(__file__).parent.glob("*.tar.gz"))
MODULE, NOTEBOOK, LEARNERS = "1-small", "page", ("ada", "sim-001", "sim-002")


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name.removesuffix(".tar.gz"))
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A stored home, unpacked, with its course where it lies now."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    monkeypatch.setenv("KITH_LEARNER", "ada")
    assert open_home(tmp_path / "home").identity == "claimed"
    made = ensure_home(tmp_path / "home", sources=tmp_path / "home" / "sources")
    write_configuration(made)
    return made


def scores(home: Home, learner: str) -> dict[str, tuple[float | None, bool]]:
    with Nbgrader(home).gradebook() as gradebook:
        page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
        return {item.name: (item.manual_score, bool(item.needs_manual_grade)) for item in page.grades}


def test_what_a_learner_wrote_is_there_without_the_line_that_was_lost(home: Home) -> None:
    journal = Journal.open(home.learner / MODULE, MODULE, NOTEBOOK).read()
    assert journal.damaged >= 2  # the damaged line and the torn tail, each told
    assert (text_of(journal.of("why")) or "").endswith("“What would you try?”")
    assert text_of(journal.of("own")) == "For myself: I was afraid to ask."
    assert [record.event for record in journal.of("being-seen")] == ["commit", *["unfold"] * 3, "explain"]
    for path in home.course.glob("submitted/*/*/responses/*.jsonl"):
        assert read_records(path).damaged == 0
        assert read_records(path).records


def test_feedback_of_then_stands_under_the_words_of_then(home: Home) -> None:
    envelope = newest(home.learner / MODULE, NOTEBOOK, "ada")
    assert envelope is not None
    assert [mark.points for mark in envelope.feedback["why"].criteria] == [2, 2]
    card = Notebook(home.learner / MODULE, MODULE, NOTEBOOK).reflection("why")
    assert "Which record was it?" in envelope.feedback["why"].criteria[0].comment
    assert '"feedback": {"at"' in card.state
    assert '"changed": false' in card.state or '"changed":false' in card.state


def test_its_round_goes_on(home: Home) -> None:
    before = {learner: scores(home, learner) for learner in LEARNERS}
    release_module(home, MODULE)
    for stamp in (home.course / ".kith" / "graded" / MODULE).glob("*.json"):
        stamp.unlink()
    report = grade_course(Course.of(home), MODULE, track=list)
    assert (report.graded, report.failed) == (LEARNERS, ())
    assert {learner: scores(home, learner) for learner in LEARNERS} == before
    given = give_feedback(home, MODULE, track=list)
    assert (given.given, given.waiting, given.failed) == (("ada", "sim-001"), ("sim-002",), ())
    Nbgrader(home).fetch_feedback(MODULE)
    assert newest(home.learner / MODULE, NOTEBOOK, "ada") is not None


def test_archives_name_no_machine_and_nobody() -> None:
    for path in ARCHIVES:
        with tarfile.open(path) as archive:
            for entry in archive:
                assert (entry.uid, entry.gid, entry.uname, entry.gname) == (0, 0, "", "")
                assert not entry.name.startswith(("home/config", "home/logs"))
                content = archive.extractfile(entry) if entry.isfile() else None
                text = content.read() if content else b""
                assert b"/home/" not in text
                assert b"/tmp/" not in text
