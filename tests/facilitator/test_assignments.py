"""What the Assignment List's buttons do, and the sentence that each of them comes to."""

import ast
from pathlib import Path

import pytest

from kith_facilitator import assignments as steps
from kith_facilitator.assignments import Assignments
from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.release import release_module
from kith_widgets.words import languages, vocabulary
from tests.small_course import MODULE, NOTEBOOK, write_course

SHOWN = 140  # letters of a notification that JupyterLab shows

SENTENCES = (
    "fetched",
    "submitted",
    "fetchedFeedback",
    "noFeedback",
    "nothingSince",
    "notUnderstood",
    "noModule",
    "alreadyFetched",
    "notReleased",
    "notFetched",
    "noSubmissions",
    "pageMissing",
    "tooLarge",
    "diskFull",
    "noExchange",
    "stepFailed",
    "checkAsk",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = ensure_home(tmp_path / "home", sources=write_course(tmp_path / "sources"))
    write_configuration(made)
    for name, value in environment(made).items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def assignments(home: Home) -> Assignments:
    return Assignments(str(home.root))


def test_each_step_says_what_it_did(home: Home, assignments: Assignments) -> None:
    release_module(home, MODULE)
    fetched = assignments.do("fetch", home.course_id, MODULE)
    assert (fetched.ok, fetched.fresh) == (True, True)
    assert (home.learner / MODULE / f"{NOTEBOOK}.ipynb").exists()
    submitted = assignments.do("submit", home.course_id, MODULE)
    assert (submitted.ok, submitted.fresh) == (True, True)
    assert list((home.exchange / home.course_id / "inbound").iterdir())
    waiting = assignments.do("fetch_feedback", home.course_id, MODULE)
    assert (waiting.ok, waiting.fresh) == (True, False)
    assert f"Nothing has come on {MODULE} yet." in waiting.sentence


def test_what_fails_says_why_and_what_to_do(home: Home, assignments: Assignments) -> None:
    assert "not released" in refused(assignments, "fetch", home)
    release_module(home, MODULE)
    assert "no folder" in refused(assignments, "submit", home)
    assert assignments.do("fetch", home.course_id, MODULE).ok
    assert "You have 1-small already" in refused(assignments, "fetch", home)
    (home.exchange / home.course_id / "inbound").rename(home.root / "gone")
    assert "takes no submissions" in refused(assignments, "submit", home)


@pytest.mark.parametrize(
    "name", ["..", "../elsewhere", "/etc", ".hidden", "a/b", "1-small\n", "a\0b", "-x", "ä", "x" * 300]
)
def test_a_name_that_is_none_reaches_no_file(home: Home, assignments: Assignments, name: str) -> None:
    answer = assignments.do("fetch", home.course_id, name)
    assert "no module called" in answer.sentence
    assert answer.sentence.isprintable()
    assert len(answer.sentence) <= SHOWN


@pytest.mark.parametrize(
    "asked", [None, [], ["1-small"], "1-small", 1, {}, {"course": "kith"}, {"course": "kith", "module": 1}]
)
def test_a_wish_that_is_none_is_answered_too(assignments: Assignments, asked: object) -> None:
    answer = assignments.answer("fetch", asked)
    assert not answer.ok
    assert "Reload this page" in answer.sentence


def test_a_step_that_there_is_not_is_answered_too(assignments: Assignments) -> None:
    assert "Reload this page" in assignments.do("drop", "kith", MODULE).sentence


def test_a_language_that_kith_does_not_speak_is_said(
    home: Home, assignments: Assignments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "xx")
    answer = assignments.answer("fetch", {"course": home.course_id, "module": MODULE})
    assert not answer.ok
    assert "Set KITH_LANGUAGE to one of: de, en." in answer.sentence


@pytest.mark.parametrize("code", languages())
def test_a_notification_shows_each_sentence_whole(code: str) -> None:
    """JupyterLab cuts what is longer, and with it the next step."""
    values = {"module": "2-difficult-messages", "folder": "exchange", "error": "PermissionError"}
    said = {key: vocabulary(code)["kernel"][key].format(**values) for key in SENTENCES}
    said["fetched"] = vocabulary(code)["kernel"]["fetched"].format(module="1-empathy", folder="1-empathy")
    assert {key: len(sentence) for key, sentence in said.items() if len(sentence) > SHOWN} == {}


def test_every_sentence_of_the_steps_is_held_to_that() -> None:
    """Whatever `assignments.py` has in quotes and is a sentence's name."""
    nodes = ast.walk(ast.parse(Path(steps.__file__).read_text(encoding="utf-8")))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert texts & set(vocabulary("en")["kernel"]) == set(SENTENCES)


def refused(assignments: Assignments, step: str, home: Home) -> str:
    folder = Path.cwd()
    answer = assignments.do(step, home.course_id, MODULE)
    assert not answer.ok
    assert "Traceback" not in answer.sentence
    assert Path.cwd() == folder
    return answer.sentence
