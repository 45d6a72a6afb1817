"""Results come out as a table that says what there is, and that no program takes for more than words."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kith as program
from kith_facilitator.agree import agree
from kith_facilitator.cohort import Cohort, LatePolicy
from kith_facilitator.home import Home
from kith_facilitator.levels import told
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module
from kith_facilitator.results import COLUMNS, Row, guarded, results, table, unguarded
from kith_facilitator.sources import course_of
from tests.facilitator.corrections import remove_criterion, rename_prompt
from tests.facilitator.steps import feedback, grade, kith, mark, sent, submit, write
from tests.small_course import MODULE, write_course

ADA, BOB = "sim-001", "sim-002"


def rows_of(home: Home) -> dict[tuple[str, str], Row]:
    return {(row.learner, row.criterion): row for row in results(home, course_of(home), [MODULE])}


def test_there_is_one_row_for_each_learner_and_criterion(graded: Home) -> None:
    with Nbgrader(graded).gradebook() as gradebook:
        gradebook.add_student("zoe", first_name="Zoe", last_name="Late")
    mark(graded, ADA, {"evidence": 2})
    found = rows_of(graded)
    assert list(found) == [(who, id) for who in (ADA, BOB, "zoe") for id in ("evidence", "use")]
    marked, unmarked, absent = found[ADA, "evidence"], found[ADA, "use"], found["zoe", "use"]
    assert (marked.points, marked.max_points, marked.level, marked.marked) == (2, 2, "Both", True)
    assert (unmarked.points, unmarked.level, unmarked.marked) == (None, "", False)
    assert (absent.first_name, absent.points, absent.last_submitted, absent.penalty) == ("Zoe", None, "", None)


def test_what_is_known_around_a_mark_is_in_its_row(graded: Home) -> None:
    write(graded, ADA, "criterion", {"replaces": "use", "title": "=Is it\nkind?", "good": "Twice."})
    submit(graded, ADA, "New words")
    sent(graded, ADA, "2026-03-03 18:00:00 UTC")
    grade(graded)
    mark(graded, ADA, {"evidence": 1, "use": 3})
    due = datetime(2026, 3, 2, 18, tzinfo=UTC)
    agree(graded, course_of(graded), Cohort({MODULE: due}, LatePolicy("per_day", 2), {}, {ADA: "north"}))
    feedback(graded)
    write(graded, ADA, "reply", {"to": rows_of(graded)[ADA, "use"].feedback_issued, "criterion": "use", "text": "Yes."})
    submit(graded, ADA, None)
    sent(graded, ADA, "2026-03-05 18:00:00 UTC")
    grade(graded)
    row = rows_of(graded)[ADA, "use"]
    assert (row.title, row.own, row.points, row.level) == ("=Is it kind?", True, 3, "All of it")
    assert (row.pod, row.late_days, row.penalty, row.replied) == ("north", 1, 2, True)
    assert (row.first_submitted, row.last_submitted) == ("2026-03-03T18:00:00.000Z", "2026-03-05T18:00:00.000Z")
    assert row.feedback_issued
    assert (rows_of(graded)[ADA, "evidence"].replied, rows_of(graded)[ADA, "evidence"].level) == (
        False,
        "between Nothing and Both",
    )


def test_how_levels_were_given_and_own_ones_beside_them(graded: Home) -> None:
    write(graded, ADA, "self", {"criterion": "evidence", "points": 1, "sentence": ""})
    submit(graded, ADA, None)
    sent(graded, ADA, "2036-03-03 18:00:00 UTC")
    grade(graded)
    assert rows_of(graded)[ADA, "evidence"].self_points is None, "it would draw the mark to itself"
    mark(graded, ADA, {"evidence": 2})
    mark(graded, BOB, {"evidence": 0})
    assert rows_of(graded)[ADA, "evidence"].self_points == 1
    said = " ".join(kith("results", "--levels", home=graded.root).split())
    assert "why, Evidence: 2 marked Nothing (0) 1, Both (2) 1 We can't tell yet whether learners put" in said
    assert "nobody is marked yet" in said


@pytest.mark.parametrize(("off", "says"), [(1, "Learners put themselves 1.0 points higher"), (0, "We can't tell yet")])
def test_what_a_group_thinks_of_itself_is_held_against_its_marks_without_own_criteria(off: int, says: str) -> None:
    people = [
        replace(ROW, learner=f"{n:02}", points=float(n % 2), level="Some", self_points=n % 2 + off + (n % 5 - 2) / 5)
        for n in range(1, 21)
        if off or n % 2
    ]
    own = replace(ROW, learner="own", own=True, title="Mine", self_points=3)
    [[head, levels, sentence]] = told([own, *people])
    assert head == f"m/why, Use: {len(people)} marked"
    assert levels.startswith("  Some (0) 10, Some (1) 10" if off else "  Some (1) 10")
    assert sentence.strip().startswith(says)


def test_new_words_are_not_marked_though_the_old_points_are_there(graded: Home) -> None:
    mark(graded, ADA, {"evidence": 2, "use": 3})
    submit(graded, ADA, "Other words")
    sent(graded, ADA, "2036-03-03 18:00:00 UTC")
    grade(graded)
    row = rows_of(graded)[ADA, "use"]
    assert (row.points, row.marked) == (3, False)


ROW = Row(
    "ada", "Ada", "L", "", "m", "why", "use", "Use", False, 1.5, 3, "Some", True, 0.0, 0.0, "", "", "", False, None
)  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "x;=1", "a\n=1"])
def test_no_cell_begins_a_formula(name: str) -> None:
    for separator in ",;\t":
        text = table([replace(ROW, first_name=name)], separator=separator).decode()
        for other in ",;\t":
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=other):
                assert [cell for cell in cells if re.match(r"[=+\-@\t\r＝]", cell.lstrip('"'))] == []


@pytest.mark.parametrize(
    "name", ["Ada", "O'Neil", "Anne-Marie", "a@b.org", "x = 1", "Sharing ;-)", "'tis", "Zoë, שלום"]
)
def test_ordinary_words_are_left_alone(name: str) -> None:
    assert guarded(name) == name


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n;,'\"a( é")))
def test_every_text_comes_back(text: str) -> None:
    written = table([replace(ROW, title=text)]).decode()
    read = list(csv.DictReader(io.StringIO(written, newline="")))
    assert unguarded(read[0]["title"]) == text


def test_a_table_reads_back_as_the_rows_it_was_made_of() -> None:
    read = list(csv.reader(io.StringIO(table([ROW], mark=True).decode("utf-8-sig"), newline="")))
    assert read[0] == list(COLUMNS)
    assert read[1][9:15] == ["1.5", "3", "Some", "yes", "0", "0"]


def test_every_column_is_described() -> None:
    text = (program.ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []


def test_the_command_writes_a_file_or_the_screen(graded: Home, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    assert f"4 rows in {out}" in kith("results", "--out", str(out), "--separator", "semicolon", home=graded.root)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf" + b'"learner";"first_name"')
    assert kith("results", MODULE, home=graded.root).startswith('"learner","first_name"')
    assert "has no module “nosuch”" in kith("results", "nosuch", home=graded.root, expect_code=2)


def test_the_table_is_of_what_was_released_whatever_the_sources_say_by_now(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, {"evidence": 2, "use": 3})
    sources = write_course(tmp_path / "ahead")
    rename_prompt(sources)
    ahead = replace(graded, sources=sources)
    assert {(id, row.points) for (who, id), row in rows_of(ahead).items() if who == ADA} == {
        ("evidence", 2),
        ("use", 3),
    }
    assert {row.prompt for row in rows_of(ahead).values()} == {"why"}


def test_marks_that_a_correction_took_out_are_not_lost_silently(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, {"evidence": 2, "use": 3})
    sources = write_course(tmp_path / "without")
    remove_criterion(sources)
    release_module(replace(graded, sources=sources), MODULE)
    said = kith("results", "--out", str(tmp_path / "results.csv"), home=graded.root)
    assert f"{MODULE}: 1 marks are not in the table" in said
    assert str(graded.course / ".kith" / "removed" / MODULE) in said
