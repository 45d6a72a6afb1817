"""Results as a table: one row for each learner, module and criterion, safe to open in any table program."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from nbgrader.api import MissingEntry

from kith_exercises.assessment import own_criterion, put_in_place, replies, self_level_of
from kith_exercises.definitions import Criterion, load_rubrics
from kith_exercises.journal import Journalled
from kith_facilitator.answers import hash_of, known, sent_at
from kith_facilitator.cohort import Cohort, late, load_cohort
from kith_facilitator.course.model import Course
from kith_facilitator.envelopes import records_of
from kith_facilitator.grading.late import apply_penalties, days
from kith_facilitator.home import Home
from kith_facilitator.issued import Given, last_given
from kith_facilitator.nbgrader_api import Nbgrader

__all__ = ["COLUMNS", "Row", "guarded", "results", "table", "unguarded"]


@dataclass(frozen=True)
class Row:
    """What came of one criterion for one learner. Times are UTC in ISO 8601; what is not known is empty.

    ``docs/results.md`` says what each column means.
    """

    learner: str
    first_name: str
    last_name: str
    pod: str
    module: str
    prompt: str
    criterion: str
    title: str
    own: bool
    points: float | None
    max_points: float
    level: str
    marked: bool
    late_days: float | None
    penalty: float | None
    first_submitted: str
    last_submitted: str
    feedback_issued: str
    replied: bool
    self_points: float | None


COLUMNS = tuple(field.name for field in fields(Row))

#: Later than any date.
_NEVER = "~"


def results(home: Home, course: Course, modules: Sequence[str]) -> tuple[Row, ...]:
    """The rows of these modules, of everybody in the gradebook; who submitted nothing has rows without points."""
    rows: list[Row] = []
    cohort = load_cohort(home)
    for name in modules:
        apply_penalties(home, name)
        released = home.course / "release" / name
        # Marks hang on what was released; the sources may be ahead of it.
        rubrics = load_rubrics((released if released.is_dir() else course.module(name).folder) / "rubric.toml")
        with Nbgrader(home).gradebook() as gradebook:
            for student in sorted(gradebook.students, key=lambda student: str(student.id)):
                rows += _rows(home, gradebook, cohort, name, student, rubrics)
    return tuple(rows)


def table(rows: Iterable[Row], *, separator: str = ",", mark: bool = False) -> bytes:
    """The rows as CSV in UTF-8; ``mark`` puts the sign in front by which Excel knows UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in asdict(row).values()])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def guarded(text: str) -> str:
    """A text that no table program takes for a formula: an apostrophe stands where one would begin.

    Also after a separator, for a program that splits at another one than this table has.
    """
    return _FORMULA.sub(lambda found: f"'{found[0]}", text)


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return _GUARDED.sub(lambda found: found[0][1:], text)


# At the start of a cell, or after a sign at which another program would begin a new one.
_START = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_WITHIN = r"(?:[=@]|[+\-](?=[\w(.]))"
_FORMULA = re.compile(rf"^('*{_START})|(?<=[;,\t\r\n])('*{_WITHIN})")
_GUARDED = re.compile(rf"^'('*{_START})|(?<=[;,\t\r\n])'('*{_WITHIN})")


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:g}"
    return guarded(str(value))


def _rows(
    home: Home, gradebook: Any, cohort: Cohort, module: str, student: Any, rubrics: Mapping[str, tuple[Criterion, ...]]
) -> Iterator[Row]:
    id = str(student.id)
    marks = _marks(gradebook, module, id)
    folder = home.course / "autograded" / id / module
    records = {page: records_of(folder, page) for page in {mark.page for mark in marks.values()}}
    given, answers = last_given(home, module, id), known(home.course, module, id)
    behind = days(late(home, module, id, cohort=cohort)) if marks else None
    penalty = sum({mark.page: mark.penalty for mark in marks.values()}.values()) if marks else None
    for prompt, criteria in rubrics.items():
        for criterion in criteria:
            mark = marks.get(f"{prompt}--{criterion.id}")
            found = records[mark.page] if mark else Journalled((), 0)
            shown, own = _as_read(criterion, found, prompt)
            marked = bool(mark and mark.points is not None and not mark.waits)
            issued = _issued(given, prompt, criterion.id)
            said = self_level_of(found.of(prompt), criterion.id, shown.title if own else None, issued or _NEVER)
            answer = answers.get(prompt)
            yield Row(
                learner=id,
                first_name=student.first_name or "",
                last_name=student.last_name or "",
                pod=cohort.pods.get(id, ""),
                module=module,
                prompt=prompt,
                criterion=criterion.id,
                title=" ".join(shown.title.split()),
                own=own,
                points=mark.points if mark else None,
                max_points=criterion.max_points,
                level=shown.level(mark.points) if mark and mark.points is not None else "",
                marked=marked,
                late_days=behind,
                penalty=penalty,
                first_submitted=answer.sent if mark and answer and answer.hash != hash_of(None) else "",
                last_submitted=sent_at(home.course, module, id) if mark else "",
                feedback_issued=issued,
                replied=any(reply.criterion == criterion.id for reply in replies(found.of(prompt))),
                # Whoever marks sees it only then: it would draw the mark to itself.
                self_points=said.points if marked and said else None,
            )


@dataclass(frozen=True)
class _Mark:
    page: str
    points: float | None
    waits: bool
    penalty: float


def _marks(gradebook: Any, module: str, student: str) -> dict[str, _Mark]:
    """What the gradebook has on each cell of a learner's submission; empty if there is none."""
    try:
        submission = gradebook.find_submission(module, student)
    except MissingEntry:
        return {}
    marks = {}
    for page in submission.notebooks:
        penalty = page.late_submission_penalty or 0
        for grade in page.grades:
            marks[grade.name] = _Mark(page.name, grade.manual_score, bool(grade.needs_manual_grade), penalty)
    return marks


def _as_read(criterion: Criterion, records: Journalled, prompt: str) -> tuple[Criterion, bool]:
    own = own_criterion(records.of(prompt))
    return (put_in_place(criterion, own), True) if own and own.replaces == criterion.id else (criterion, False)


def _issued(given: Mapping[str, Given], prompt: str, criterion: str) -> str:
    found = given.get(prompt)
    return found.issued if found and criterion in found.points else ""
