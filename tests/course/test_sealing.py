"""What an author holds back is built so that nobody reads it by the way, and its slips are found before that."""

# ruff: noqa: E501  # a table of slips reads best with one slip a line

import pytest

from kith_exercises.errors import KithError
from kith_facilitator.course import build_course, check_course, load_course
from tests.sealing import PROMPT, in_clear, seal_course

MODULE, SEALED, PROMPTS = "1-first", "1-first/sealed.toml", "1-first/prompts.toml"


@pytest.fixture
def sealed(small_folder):
    """The small course, with a fold whose truth is data."""
    seal_course(small_folder / MODULE, "page")
    return small_folder


def test_a_course_that_holds_something_back_has_no_findings(sealed):
    assert check_course(load_course(sealed)) == []


def test_of_what_is_held_back_no_word_can_be_read_in_what_is_built(sealed, destination):
    built = build_course(load_course(sealed), destination)
    assert f"{MODULE}/sealed.kith" in {path.relative_to(destination).as_posix() for path in built.written}
    files = [path for path in destination.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.name == "sealed.toml"] == []
    assert {path.name: in_clear(path.read_bytes()) for path in files if in_clear(path.read_bytes())} == {}


def test_it_is_built_again_only_where_it_changed_and_goes_with_its_source(sealed, edit, destination):
    build_course(load_course(sealed), destination)
    assert build_course(load_course(sealed), destination).written == ()
    edit(SEALED, "named = 3", "named = 4")
    assert [path.name for path in build_course(load_course(sealed), destination).written] == ["sealed.kith"]
    (sealed / SEALED).unlink()
    edit(PROMPTS, 'truth = "sealed"', 'truth = "guyer"')
    assert [path.name for path in build_course(load_course(sealed), destination).removed] == ["sealed.kith"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SEALED, "values = {", "value = {", "line 2: [tapped] steps 1: it must show one thing; write one of values, points"),
        (SEALED, "ask = {", "asks = {", "line 10: [tapped] steps 2: there is no such key as “asks”; look for a typing slip"),
        (SEALED, "came = 21", "came = 210", "line 10: [tapped] ask steps 2: “came” lies outside of what can be expected; mend"),
        (SEALED, "values = {", "values = ", "line 7: this is not valid TOML"),
        (SEALED, "", "[lost]\nvalues = 1\n", "line 15: there is no prompt “lost” to hold this back for; mend the name"),
        (SEALED, "", "[why]\nvalues = 1\n", "line 15: “why” is answered in writing, and shows nothing of this; take it"),
        (SEALED, "", "[guess]\nvalues = 1\n", "line 15: the fold “guess” never shows this; write truth = \"sealed\" in"),
        (PROMPTS, '"sealed"', '"sealing"', "line 20: the fold “tapped” has an unknown truth “sealing”; use one of guyer,"),
    ],
)  # fmt: skip
def test_a_slip_is_found_with_file_line_and_remedy(sealed, edit, file, old, new, said):
    edit(file, old, new)
    found = "\n".join(map(str, check_course(load_course(sealed))))
    assert f"{file}, {said}" in found


def test_a_fold_for_which_nothing_is_held_back_is_found_where_it_stands(sealed):
    (sealed / SEALED).unlink()
    [finding] = check_course(load_course(sealed))
    assert finding.file == PROMPTS
    assert finding.line
    assert f"write [[{PROMPT}.steps]] there" in finding.remedy


def test_a_built_file_among_the_sources_is_found_and_not_built_from(sealed, destination):
    build_course(load_course(sealed), destination)
    before = (destination / MODULE / "sealed.kith").read_bytes()
    (sealed / MODULE / "sealed.kith").write_bytes(before)
    course = load_course(sealed)
    [finding] = check_course(course)
    assert str(finding).startswith("1-first/sealed.kith: the build makes this file of sealed.toml")
    with pytest.raises(KithError, match=r"1-first/sealed\.kith: .*delete it"):
        build_course(course, destination)


ACTIVITY = """
[how-sure]
kind = "calibration"
reach = "count"
title = "This or that"
sure = { min = 50, max = 100, step = 10 }
[[how-sure.claims]]
id = "square"
label = "The square of 12 is"
options = [{ id = "above", label = "above 140" }, { id = "below", label = "below 140" }]
"""
WHOLE = '[how-sure.right]\nsquare = "above"\n[how-sure.how]\nsquare = "12 times 12 is 144."\n'


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (WHOLE, []),
        (None, ["“how” is missing", "“right” is missing"]),
        (WHOLE.replace('"above"', '"beside"'), ["does not say which side of “square” is so"]),
        (WHOLE.replace('square = "12', 'circle = "12'), ["does not say where the answer to “square” is known from"]),
    ],
)
def test_what_an_activity_shows_must_be_held_back_for_it(small_folder, edit, held, says):
    edit(PROMPTS, "", ACTIVITY)
    edit("1-first/page.md", "", '\n```{code-cell}\nkith.activity("how-sure")\n```\n')
    if held:
        (small_folder / SEALED).write_text(held, encoding="utf-8")
    found = check_course(load_course(small_folder))
    assert [finding.place for finding in found] == [f"{PROMPTS}, line 20"] * len(says)
    assert all(text in finding.message for text, finding in zip(says, found, strict=True))
