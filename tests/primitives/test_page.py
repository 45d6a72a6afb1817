"""An activity on a page: who may call it how, and the point for coming to its end."""

import json
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from kith_exercises import KithError
from kith_exercises.facts import CourseFacts, write_facts
from kith_exercises.notebook import Answer, Notebook
from kith_exercises.primitives import flow
from kith_exercises.primitives.known import around_of, gatherer, records_of
from kith_exercises.sealed import Sealed
from kith_exercises.work import work_in
from tests.primitives.samples import CALIBRATION, Walker, states_along

PROMPTS = """
    [why]
    kind = "text"
    title = "Why"
    reach = "facilitator"
    question = ["Why?"]
"""


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(CALIBRATION, tmp_path / "learner" / "1-some")


def page(walker: Walker) -> Notebook:
    """The page, with another question beside the activity."""
    path = walker.folder / "prompts.toml"
    path.write_text(dedent(CALIBRATION.definition) + dedent(PROMPTS), encoding="utf-8")
    return Notebook(walker.folder, "1-some", "page")


def test_the_end_of_an_activity_is_a_point_as_soon_as_it_was_there_when_the_page_began(walker: Walker) -> None:
    before = page(walker)
    for _ in states_along(walker.card()):
        pass
    assert repr(before.complete("how-sure")) == "0.0", "what is graded is what was submitted"
    assert repr(page(walker).complete("how-sure")) == "1.0"


def test_a_wrong_word_or_part_is_told_with_the_right_one(walker: Walker) -> None:
    kith = page(walker)
    with pytest.raises(KithError, match=r"“how-sure” is no fold; show it with kith\.activity"):
        kith.fold("how-sure")
    with pytest.raises(KithError, match=r"“how-sure” is not answered in writing; show it with kith\.activity"):
        kith.reflection("how-sure")
    with pytest.raises(KithError, match=r"“why” is no activity; show it with kith\.reflection"):
        kith.activity("why")
    with pytest.raises(KithError, match=r"has no part “tell”.*none; leave the second name out"):
        kith.activity("how-sure", "tell")


def test_work_counts_what_can_be_done_and_not_what_waits_for_others(walker: Walker) -> None:
    page(walker)
    assert [prompt.id for prompt in work_in(walker.folder.parent, "1-some").left] == ["how-sure", "why"]
    card = walker.card()
    next(state for state in states_along(card) if state["ahead"]["id"] == "group")
    assert [prompt.id for prompt in work_in(walker.folder.parent, "1-some").left] == ["why"]


def test_records_are_found_on_every_page_and_in_another_module(walker: Walker) -> None:
    card = walker.card()
    answers = {"choice": "above", "sure": 100}
    card.act({"do": "commit", "step": "claim-square", "answers": answers})
    assert [one.value["answers"] for one in records_of(walker.folder, "1-some", "how-sure")] == [answers]
    beside = walker.folder.parent / "2-other"
    assert records_of(beside, "2-other", "1-some/how-sure") == records_of(walker.folder, "1-some", "how-sure")
    assert records_of(beside, "2-other", "how-sure") == ()
    assert records_of(beside, "2-other", "0-nowhere/how-sure") == ()


def test_what_a_facilitator_set_for_the_course_is_around_an_activity(walker: Walker) -> None:
    exchange = walker.folder.parents[1] / "exchange"
    exchange.mkdir()
    holds = {"1-some/how-sure": "salt hash", "2-other/how-sure": "x"}
    course = CourseFacts("Ask Sam at the desk.", "alone", holds=holds)
    write_facts(exchange, [], course)
    (walker.folder / "sealed.kith").write_bytes(Sealed(walker.folder, {"how-sure": dict(CALIBRATION.sealed)}).packed())
    around = around_of(walker.activity, walker.folder, "me", exchange)
    assert (around.contact, around.usual, around.hold) == ("Ask Sam at the desk.", "alone", "salt hash")
    assert around.sealed["right"] == CALIBRATION.sealed["right"]
    assert gatherer(walker.activity, "", tuple, around)().form == "alone"


def test_a_course_s_form_holds_unless_a_definition_or_a_learner_says_otherwise(tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()

    def form_in(course: str, listed: str = "") -> str:
        sample = replace(
            CALIBRATION, definition=dedent(CALIBRATION.definition).replace("title =", f"{listed}\ntitle =", 1)
        )
        walker = Walker(sample, tmp_path / f"{course}-{len(listed)}" / "1-some")
        write_facts(exchange, [], CourseFacts(form=course))
        around = around_of(walker.activity, walker.folder, "me", exchange)
        return gatherer(walker.activity, "", lambda: records_of(walker.folder, "1-some", "how-sure"), around)().form

    assert [form_in(course) for course in ("", "room", "alone", "club")] == ["cohort", "room", "alone", "cohort"]
    assert form_in("room", 'forms = ["alone", "room"]') == "alone", "whoever wrote it knows better"
    assert form_in("room", 'forms = ["cohort", "alone"]') == "cohort"


def test_a_page_that_lacks_what_is_held_back_says_what_to_do(walker: Walker) -> None:
    for held_back in walker.folder.glob("sealed.*"):
        held_back.unlink()
    with pytest.raises(KithError, match=r"does not say what “how-sure” shows \(how, right\)\. Fetch this module again"):
        page(walker).activity("how-sure")


@pytest.fixture
def kith(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """The page as it is fetched, with what is held back."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    (walker.folder / "sealed.kith").write_bytes(Sealed(walker.folder, {"how-sure": dict(CALIBRATION.sealed)}).packed())
    return page(walker)


def test_a_page_shows_an_activity_and_keeps_what_is_done_in_it(walker: Walker, kith: Notebook) -> None:
    shown = kith.activity("how-sure")
    action = {"do": "commit", "step": "claim-square", "answers": {"choice": "above", "sure": 90}}
    reply = shown.answer({"id": 1, "payload": json.dumps(action)})
    assert reply is not None
    assert json.loads(reply["payload"])["ok"]
    assert [one.value["step"] for one in walker.journal.read().records] == ["claim-square"]
    assert repr(shown) == "Leaves('how-sure')", "which is all that is saved in a notebook"


def test_running_the_cell_writes_what_a_kill_kept_from_being_written(walker: Walker, kith: Notebook) -> None:
    for _ in states_along(walker.card()):
        pass
    lines = walker.journal.private.read_bytes().splitlines(keepends=True)
    walker.journal.private.write_bytes(b"".join(line for line in lines if b'"end"' not in line))
    walker.journal.travelling.unlink()
    kith.activity("how-sure")
    assert flow.ended("", walker.journal.read().records)


def test_whoever_marks_gets_what_they_may_read_and_no_widget(
    walker: Walker, kith: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in states_along(walker.card()):
        pass
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    before = walker.journal.private.read_bytes()
    shown = page(walker).activity("how-sure")
    assert isinstance(shown, Answer)
    assert "only inside figures of five people" in shown._repr_html_()
    assert "canary" in shown._repr_html_(), "what one makes of the difference goes to the facilitator"
    assert walker.journal.private.read_bytes() == before
