"""Where a learner stands: from their own folders, what they sent, and what the exchange says to everybody."""

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from kith_exercises.facts import CourseFacts, ModuleFacts, read_course, read_facts, write_facts
from kith_exercises.journal import Journal
from kith_exercises.notebook import Notebook
from kith_exercises.status import Places, status_of
from kith_widgets import Reflection
from tests.small_course import COURSE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SENT = "2026-11-20 10:00:00.000000 UTC"
MODULE, PAGE, SECRET = "1-small", "page", "secret"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A learner's folder with the small module, a course's exchange and a cache."""
    made = Places(tmp_path / "learner", tmp_path / "exchange" / "kith", tmp_path / "cache" / "kith")
    for folder in (made.learner / MODULE, tmp_path / "exchange/kith/outbound" / MODULE, tmp_path / "cache/kith"):
        folder.mkdir(parents=True)
    for name in ("prompts.toml", "rubric.toml"):
        (made.learner / MODULE / name).write_text(COURSE[f"{MODULE}/{name}"], encoding="utf-8")
    (made.learner / MODULE / f"{PAGE}.ipynb").write_text("{}")
    return made


def write(places: Places, prompt: str, text: str) -> None:
    reach = "mine" if prompt == "own" else "facilitator"
    Journal.open(places.learner / MODULE, MODULE, PAGE).write(prompt, "text", text, reach=reach)  # type: ignore[arg-type]


def send(places: Places) -> None:
    """What submitting leaves in the learner's own cache."""
    assert places.cache is not None
    copy = places.cache / f"ada+{MODULE}+{SENT}"
    shutil.copytree(places.learner / MODULE, copy)
    (copy / "submission_secret.txt").write_text(SECRET)


def said(places: Places) -> str:
    return unescape(status_of(places, now=NOW)._repr_html_())


def test_it_says_what_is_done_and_what_is_left(places: Places) -> None:
    assert "0 of 2 questions answered. Left: “Why” and “For me alone”." in said(places)
    write(places, "why", "Because")
    assert "1 of 2 questions answered. Left: “For me alone”." in said(places)
    write(places, "own", "  ")
    assert "Left: “For me alone”" in said(places)
    write(places, "own", "Mine")
    assert "Every question has an answer. Not submitted" not in said(places)
    assert "Every question has an answer." in said(places)
    assert "Not submitted yet." in said(places)


def test_it_says_when_something_was_sent_and_whether_it_has_changed(places: Places) -> None:
    write(places, "why", "Because")
    send(places)
    assert "Submitted on November 20, 2026" in said(places)
    assert "changed something" not in said(places)
    write(places, "own", "What never travels changes nothing there.")
    assert "changed something" not in said(places)
    write(places, "why", "Because of that")
    assert "You have changed something since." in said(places)
    write(places, "why", "Because")
    assert "changed something" not in said(places)


def test_feedback_waits_until_it_is_fetched_as_it_is(places: Places) -> None:
    write(places, "why", "Because")
    send(places)
    assert places.exchange is not None
    address = hashlib.md5((SECRET + PAGE).encode()).hexdigest()
    page = places.exchange / "feedback" / f"{address}.html"
    page.parent.mkdir()
    assert "Something new is waiting" not in said(places)
    page.write_text("first")
    assert "Something new is waiting" in said(places)
    fetched = places.learner / MODULE / "feedback" / SENT / f"{PAGE}.html"
    fetched.parent.mkdir(parents=True)
    fetched.write_text("first")
    assert "Something new is waiting" not in said(places)
    page.write_text("revised")
    assert "Something new is waiting" in said(places)


def test_it_knows_titles_dates_and_modules_that_are_not_here_yet(places: Places) -> None:
    assert places.exchange is not None
    facts = [
        ModuleFacts(MODULE, "Small & first", "2026-11-21T10:00:00Z", 5),
        ModuleFacts("2-next", "<Next>", "2026-12-01T10:00:00+01:00", 10),
    ]
    write_facts(places.exchange, facts)
    assert list(read_facts(places.exchange)) == facts
    assert (places.exchange / "kith-course.json").stat().st_mode & 0o777 == 0o644
    html = status_of(places, now=NOW)._repr_html_()
    assert html.index("Small &amp; first") < html.index("&lt;Next&gt;")
    assert "It was due on November 21, 2026" in said(places)
    assert "Due on December 1, 2026" in said(places)
    assert "Not here yet. Choose “Nbgrader”" in said(places)


WHOLE = CourseFacts("Ask Sam.", "alone", {"1-small/page": "2026-12-01T10:00:00Z"}, {"story": "salt digest"})


def test_what_holds_for_the_whole_course_stays_while_modules_are_told_anew(places: Places) -> None:
    assert places.exchange is not None
    write_facts(places.exchange, [ModuleFacts(MODULE, "Small")])
    assert read_course(places.exchange) == CourseFacts()
    write_facts(places.exchange, [ModuleFacts(MODULE, "Small")], WHOLE)
    write_facts(places.exchange, [ModuleFacts(MODULE, "Smaller")])
    assert read_course(places.exchange) == WHOLE
    assert [fact.title for fact in read_facts(places.exchange)] == ["Smaller"]
    told = "activities are done like this unless one says otherwise: “I work alone here”."
    assert told in status_of(places, now=NOW)._repr_html_()
    assert told in said(places)


def test_facts_of_an_older_course_are_read_and_what_is_none_is_left_out(places: Places) -> None:
    assert places.exchange is not None
    place = places.exchange / "kith-course.json"
    place.write_text(json.dumps({"v": 1, "modules": [{"module": MODULE, "title": "Small"}]}))
    assert [fact.module for fact in read_facts(places.exchange)] == [MODULE]
    assert read_course(places.exchange) == CourseFacts()
    odd = {"contact": 3, "form": None, "exchanges": [1], "holds": {"a": 1, "b": "x"}, "later": {"more": True}}
    place.write_text(json.dumps({"v": 1, "modules": [{"module": MODULE, "title": "Small"}], **odd}))
    assert [fact.module for fact in read_facts(places.exchange)] == [MODULE]
    assert read_course(places.exchange) == CourseFacts(holds={"b": "x"})


@pytest.mark.parametrize("text", ["", "[]", "{", '{"v": 2, "modules": []}', '{"v": 1, "modules": [{"module": 3}]}'])
def test_facts_that_can_t_be_read_take_nothing_away(places: Places, text: str) -> None:
    assert places.exchange is not None
    (places.exchange / "kith-course.json").write_text(text)
    assert read_facts(places.exchange) == ()
    assert f"<strong>{MODULE}</strong>" in said(places)


def test_hostile_titles_and_a_folder_that_was_renamed_do_no_harm(places: Places) -> None:
    prompts = COURSE[f"{MODULE}/prompts.toml"].replace('"Why"', '"<img src=x onerror=alert(1)>"')
    (places.learner / MODULE / "prompts.toml").write_text(prompts, encoding="utf-8")
    shutil.copytree(places.learner / MODULE, places.learner / f"{MODULE}-old")
    html = status_of(places, now=NOW)._repr_html_()
    assert "<img" not in html
    assert f"{MODULE}-old" not in html


def test_a_page_shows_it_to_its_learner_and_not_where_it_is_graded(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_EXCHANGE", str(places.exchange))
    monkeypatch.setenv("KITH_CACHE", os.devnull)
    kith = Notebook(places.learner / MODULE, MODULE, PAGE)
    assert "0 of 2 questions" in repr(kith.status())
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert kith.status() is None


def test_it_follows_what_is_done_on_its_page_and_is_drawn_anew_only_for_news(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_EXCHANGE", str(places.exchange))
    kith = Notebook(places.learner / MODULE, MODULE, PAGE)
    InteractiveShell.instance()
    try:
        with capture_output() as said:
            status, card = kith.status(), kith.reflection("why")
            assert status is not None
            status._ipython_display_()
            for number, action in enumerate(({"do": "drafts"}, {"do": "save", "text": "Because"})):
                assert isinstance(card, Reflection)
                card.answer({"id": number, "payload": json.dumps(action)})
        first, then = said.outputs  # looking at drafts brought nothing new
        assert "0 of 2 questions" in first.data["text/html"]
        assert "1 of 2 questions" in then.data["text/html"]
        assert (first.transient, first.update, then.update) == (then.transient, False, True)
    finally:
        InteractiveShell.clear_instance()


def test_it_speaks_german_too(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    send(places)
    assert "0 von 2 Fragen beantwortet" in said(places)
    assert "Abgegeben: 20. November 2026" in said(places)
