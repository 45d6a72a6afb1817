"""A roster from a table: who learns here, in which pod, and who has longer. All of it is taken, or nothing."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.agree import Agreed, agree
from kith_facilitator.cohort import Cohort, load_cohort, read_extension
from kith_facilitator.course.model import Course
from kith_facilitator.grading.late import cohort_now
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader

__all__ = ["Learner", "Roster", "RosterReport", "caller", "import_roster", "learners_of", "listed", "read_roster"]

#: Headings by what they mean; spaces, dashes, underscores and capitals make no difference.
_HEADINGS = {
    "id": (
        "id",
        "userid",
        "user",
        "username",
        "login",
        "account",
        "student",
        "studentid",
        "learner",
        "learnerid",
        "kennung",
    ),
    "first": ("firstname", "first", "givenname", "forename", "vorname"),
    "last": ("lastname", "last", "surname", "familyname", "nachname", "name2"),
    "name": ("name", "fullname"),
    "email": ("email", "mail", "emailaddress", "mailaddress"),
    "pod": ("pod", "group", "team", "gruppe", "tutorial"),
}
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@-]{0,99}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_ROUNDED = re.compile(r"\d+[.,]\d+E\+\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Learner:
    """One line of a roster; what is None has no column there, and so stays as it is."""

    id: str
    first: str | None = None
    last: str | None = None
    email: str | None = None
    pod: str | None = None
    extensions: Mapping[str, timedelta | datetime | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """The learners of a table, and remarks on how it was read."""

    learners: tuple[Learner, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class RosterReport:
    """Who is new, whose facts changed, who is the same, and who is in the gradebook and not in the table."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    missing: tuple[str, ...]
    remarks: tuple[str, ...]
    agreed: Agreed | None


def import_roster(home: Home, course: Course, path: Path, *, dry: bool = False) -> RosterReport:
    """Take in a table. Raises KithError with every error of it, and then nothing is changed; ``dry`` changes nothing.

    Nobody is ever removed. A column that is there counts cell by cell, an empty cell too.
    """
    roster = read_roster(path, [module.name for module in course.modules])
    before = {learner.id: learner for learner in learners_of(home)}
    cohort = load_cohort(home) if dry else cohort_now(home)
    after = {learner.id: _over(before.get(learner.id, Learner(learner.id)), learner) for learner in roster.learners}
    agreed = None
    if not dry:
        with Nbgrader(home).gradebook() as gradebook:
            for id, learner in after.items():
                names = {"first_name": learner.first, "last_name": learner.last, "email": learner.email}
                gradebook.update_or_create_student(id, **{key: value or None for key, value in names.items()})
        wanted = _agreed(cohort, after)
        agreed = agree(home, course, wanted) if wanted != load_cohort(home) else None
    same = [id for id in after if id in before and after[id] == before[id]]
    return RosterReport(
        new=tuple(id for id in after if id not in before),
        changed=tuple(id for id in after if id in before and id not in same),
        same=tuple(same),
        missing=tuple(sorted(set(before) - set(after))),
        remarks=roster.remarks,
        agreed=agreed,
    )


def learners_of(home: Home) -> tuple[Learner, ...]:
    """Everybody in the gradebook, with what is agreed about them."""
    cohort = load_cohort(home)
    with Nbgrader(home).gradebook() as gradebook:
        people = [(str(s.id), s.first_name or "", s.last_name or "", s.email or "") for s in gradebook.students]
    return tuple(
        Learner(id, first, last, email, cohort.pods.get(id, ""), _longer(cohort, id))
        for id, first, last, email in sorted(people)
    )


def listed(home: Home) -> tuple[Learner, ...]:
    """The same; nobody in a home that has no gradebook yet."""
    return learners_of(home) if (home.course / "gradebook.db").is_file() else ()


def caller(home: Home) -> Callable[[str], str]:
    """How a facilitator calls somebody: by name and account where the roster has a name, else by the account."""
    names = {one.id: f"{one.first or ''} {one.last or ''}".strip() for one in listed(home)}
    return lambda student: f"{names[student]} ({student})" if names.get(student) else student


def read_roster(path: Path, modules: Sequence[str]) -> Roster:
    """The learners of a CSV file, however a table program wrote it. Raises KithError naming each line and column."""
    text, remarks = _text(path)
    rows = [(line, row) for line, row in _rows(text) if any(cell for cell in row)]
    if not rows:
        raise KithError(
            f"{path} is empty. Its first line must name columns, such as: id, first name, last name, e-mail."
        )
    columns, errors = _columns(rows[0][1], modules)
    if errors:
        raise KithError(_all(path, [f"line {rows[0][0]}: {error}" for error in errors]))
    unused = [f"“{name}”" for place, name in enumerate(rows[0][1]) if name and place not in columns]
    remarks += [f"Not used: {', '.join(unused)}"] if unused else []
    learners: dict[str, tuple[int, Learner]] = {}
    for line, row in rows[1:]:
        learner = _learner(line, row, columns, rows[0][1], errors)
        if learner is None:
            continue
        if learner.id in learners:
            errors.append(f"line {line}: “{learner.id}” stands in line {learners[learner.id][0]} already")
        learners.setdefault(learner.id, (line, learner))
    if errors:
        raise KithError(_all(path, errors))
    return Roster(tuple(learner for _, learner in learners.values()), tuple(remarks))


# ---- reading -------------------------------------------------------------------------------------------------


def _text(path: Path) -> tuple[str, list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KithError(f"{path} can't be read: {error.strerror}. Check its name, and run this again.") from None
    if raw[:4] == b"PK\x03\x04":
        raise KithError(f"{path} is a workbook. Save it as CSV in your table program, and name that file.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace"), []
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), [
            "The file is not in UTF-8, so it was read as Windows does it. Check that names look right: kith roster"
        ]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?\s*', first)  # a line for Excel alone
    skipped, body = (1, rest) if named else (0, text)
    head = next((line for line in body.splitlines() if line.strip()), "")
    separator = named[1] if named else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    line = 1
    for row in reader:
        yield line + skipped, [" ".join(cell.replace("\ufeff", "").split()) for cell in row]
        line = reader.line_num + 1


def _columns(heads: Sequence[str], modules: Sequence[str]) -> tuple[dict[int, str], list[str]]:
    """What each column holds, by its place; headings that mean nothing here are left out."""
    columns: dict[int, str] = {}
    errors: list[str] = []
    for place, head in enumerate(heads):
        meaning = _meaning(head, modules)
        if meaning == "?":
            errors.append(f"column “{head}”: the course has no such module; it has {', '.join(modules)}")
        elif meaning and meaning in columns.values():
            errors.append(f"column “{head}”: there are two columns for this; take one out")
        elif meaning:
            columns[place] = meaning
    if "id" not in columns.values():
        errors.append("there is no column “id”; it holds the name under which each learner submits")
    return columns, errors


def _meaning(head: str, modules: Sequence[str]) -> str | None:
    extension = re.fullmatch(r"(?:extension|verlängerung)(?:\s+for)?[\s:_]+(.+)", head.strip(), re.IGNORECASE)
    if extension:
        return f"extension {extension[1]}" if extension[1] in modules else "?"
    plain = re.sub(r"[\s_-]", "", head).casefold()
    return next((meaning for meaning, names in _HEADINGS.items() if plain in names), None)


def _learner(
    line: int, row: Sequence[str], columns: Mapping[int, str], heads: Sequence[str], errors: list[str]
) -> Learner | None:
    if len(row) > len(heads) and any(row[len(heads) :]):
        errors.append(f"line {line}: more cells than columns; put a cell that holds a separator in quotes")
        return None
    cells = {meaning: row[place] if place < len(row) else "" for place, meaning in columns.items()}
    named = {meaning: heads[place] for place, meaning in columns.items()}
    wrong = [f"line {line}, column “{named[meaning]}”: {why}" for meaning, why in _wrong(cells)]
    errors += wrong
    if wrong:
        return None
    first, last = cells.get("first"), cells.get("last")
    if "name" in cells and first is None and last is None:
        first, last = _split(cells["name"])
    longer = {
        meaning.removeprefix("extension "): read_extension(cell) if cell else None
        for meaning, cell in cells.items()
        if meaning.startswith("extension ")
    }
    return Learner(cells["id"], first, last, cells.get("email"), cells.get("pod"), longer)


def _wrong(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    id = cells["id"]
    if not id:
        yield "id", "this learner has no id"
    elif _ROUNDED.fullmatch(id):
        yield "id", f"“{id}” is a long number that a table program rounded; format the column as text"
    elif not _ID.fullmatch(id):
        yield "id", f"“{id}” can't be an id; use letters, digits, dots, dashes, underscores and @"
    if cells.get("email") and not _EMAIL.fullmatch(cells["email"]):
        yield "email", f"“{cells['email']}” is no e-mail address"
    for meaning, cell in cells.items():
        if meaning.startswith("extension ") and cell and read_extension(cell) is None:
            yield meaning, f"“{cell}” is no extension; write days (3), “36 hours” or a date (2026-12-01)"


def _split(name: str) -> tuple[str, str]:
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first, last


def _all(path: Path, errors: Sequence[str]) -> str:
    return "\n".join((f"{path} was not taken in, and nothing was changed:", *errors))


# ---- keeping -------------------------------------------------------------------------------------------------


def _over(before: Learner, given: Learner) -> Learner:
    """What is known after a line: its cells over what was known."""
    known = {key: value for key in ("first", "last", "email", "pod") if (value := getattr(given, key)) is not None}
    longer = {**before.extensions, **given.extensions}
    empty = Learner(before.id, before.first or "", before.last or "", before.email or "", before.pod or "")
    return replace(empty, **known, extensions={module: more for module, more in longer.items() if more})


def _agreed(cohort: Cohort, learners: Mapping[str, Learner]) -> Cohort:
    pods = {id: pod for id, pod in cohort.pods.items() if id not in learners}
    extensions = {
        module: {id: more for id, more in by.items() if id not in learners} for module, by in cohort.extensions.items()
    }
    for id, learner in learners.items():
        if learner.pod:
            pods[id] = learner.pod
        for module, more in learner.extensions.items():
            if more:
                extensions.setdefault(module, {})[id] = more
    return replace(cohort, pods=pods, extensions={module: by for module, by in extensions.items() if by})


def _longer(cohort: Cohort, id: str) -> dict[str, timedelta | datetime | None]:
    return {module: by[id] for module, by in cohort.extensions.items() if id in by}
