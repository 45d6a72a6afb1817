"""What is covered, and where: the page is what the course and its list of elements give, and names what is there."""

from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_facilitator.course.coverage import coverage, picture_of
from kith_facilitator.course.elements import asked_in, load_elements
from kith_facilitator.course.model import Course, load_course

DOCS = Path(__file__).parents[2] / "docs"
ONE = """
[[elements]]
id = "E1"
source = "essay"
section = "aspect 1"
title = "Asking why"
says = "Ask for reasons."
activities = ["1-first/why"]
unmeasured = "a reason is read"
"""


def test_the_page_is_what_the_course_gives(real_course: Course) -> None:
    made = coverage(real_course)
    assert (DOCS / "coverage.md").read_text(encoding="utf-8") == made, (
        "Make it again: .venv/bin/python -m kith_facilitator.course.coverage > docs/coverage.md"
    )


def test_every_element_of_the_two_texts_is_in_the_list(real_course: Course) -> None:
    parts = {"E": 6, "C": 4, "A": 6, "R": 2, "H": 6, "P": 1}
    expected = {f"{letter}{number}" for letter, count in parts.items() for number in range(1, count + 1)}
    assert {one.id for one in load_elements(real_course)} == expected


def test_each_activity_that_is_named_has_a_small_picture_and_no_other_lies_there(real_course: Course) -> None:
    named = {picture_of(name) for one in load_elements(real_course) for name in one.activities}
    found = {f"coverage/{path.name}": path.stat().st_size for path in (DOCS / "coverage").iterdir()}
    assert set(found) == named, "Make them again: .venv/bin/python -m tests.site.pictures"
    assert max(found.values()) < 30 * 1024


@pytest.fixture
def course(small_folder: Path) -> Course:
    (small_folder / "elements.toml").write_text(ONE, encoding="utf-8")
    return load_course(small_folder)


def test_a_question_stands_with_its_page_and_who_sees_what_is_kept_of_it(course: Course) -> None:
    assert "1-first/guess" in asked_in(course)
    assert "| `1-first/why` A reason | page | `text` (facilitator), `self`, `criterion` | nothing |" in coverage(course)
    assert "Measured by: nothing yet, because a reason is read." in coverage(course)


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ('"1-first/why"', '"1-first/who"', "names “1-first/who”, which no module asks"),
        ('activities = ["1-first/why"]', "", "neither activities nor a place where it is planned"),
        ('unmeasured = "a reason is read"\n', "", "“E1” needs either “measures” or"),
        ('says = "Ask for reasons."\n', "", "the element “E1” lacks “says”"),
        ('section = "aspect 1"', 'section = "aspect 1"\nwhere = "here"', "has “where”, which nothing reads"),
        (ONE, ONE + ONE, "two elements have one id"),
        (ONE, "[[elements", "can't be read"),
    ],
)
def test_a_slip_in_the_list_is_named(course: Course, old: str, new: str, slip: str) -> None:
    (course.folder / "elements.toml").write_text(ONE.replace(old, new), encoding="utf-8")
    with pytest.raises(KithError, match=slip):
        load_elements(course)


def test_an_activity_that_names_an_element_is_named_by_it(course: Course) -> None:
    path = course.folder / "1-first" / "prompts.toml"
    sort = (
        '[heaps]\nkind = "lab"\nreach = "mine"\ntitle = "Heaps"\nelements = ["E1"]\n[[heaps.steps]]\nid = "s"\n'
        '[[heaps.steps.fields]]\nid = "f"\nkind = "text"\nlabel = "What?"\n'
    )
    path.write_text(f"{path.read_text('utf-8')}\n{sort}", encoding="utf-8")
    with pytest.raises(KithError, match="“1-first/heaps” says that it does “E1”"):
        load_elements(course)
