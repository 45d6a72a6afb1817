"""What is agreed with a cohort: due dates, what being late costs, who has longer, and who is in which pod.

It stands in ``cohort.toml`` of a facilitator's home. Learners see their module's due date, and nothing else of it.
"""

import json
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.answers import hash_of, known, sent_at
from kith_facilitator.home import Home

__all__ = [
    "Cohort",
    "LatePolicy",
    "due_for",
    "first_sent",
    "keep_cohort",
    "late",
    "load_cohort",
    "read_extension",
    "read_when",
    "utc",
]

Rule = Literal["none", "zero", "per_day"]

_VERSION = 1
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(d|days?|h|hours?)?", re.IGNORECASE)


@dataclass(frozen=True)
class LatePolicy:
    """What is taken off for being late: nothing, everything, or ``points`` for each day begun, at most ``max``.

    ``grace`` is how many minutes after the due date still count as in time.
    """

    rule: Rule = "none"
    points: float = 0
    grace: float = 0
    max: float | None = None

    def owed(self, late: timedelta | None, score: float) -> float:
        """How many of ``score`` points are taken off."""
        if late is None or self.rule == "none":
            return 0
        if self.rule == "zero":
            return score
        off = self.points * math.ceil(late / timedelta(days=1))
        return min(off, score) if self.max is None else min(off, self.max, score)


@dataclass(frozen=True)
class Cohort:
    """``cohort.toml``: ``due`` by module, ``extensions`` by module and learner, ``pods`` by learner.

    ``exchanges`` says by page (``1-empathy/before``) until when somebody waits for what another learner writes there.
    """

    due: Mapping[str, datetime] = field(default_factory=dict)
    late: LatePolicy = field(default_factory=LatePolicy)
    extensions: Mapping[str, Mapping[str, timedelta | datetime]] = field(default_factory=dict)
    pods: Mapping[str, str] = field(default_factory=dict)
    exchanges: Mapping[str, datetime] = field(default_factory=dict)


def load_cohort(home: Home) -> Cohort:
    """What is agreed in this home; nothing yet is agreed where there is no file. Raises KithError."""
    path = home.root / "cohort.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Cohort()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(f"{path} can't be read: {error}. Mend that line, and run this again.") from None
    if data.get("version") != _VERSION:
        raise KithError(f"{path} is of version {data.get('version')}; this Kith knows version {_VERSION}. Update Kith.")
    return Cohort(
        due={module: _date(path, f"due, {module}", at) for module, at in _table(path, data, "due").items()},
        late=_policy(path, _table(path, data, "late")),
        extensions={
            module: {
                student: _extension(path, f"extensions, {module}, {student}", given) for student, given in by.items()
            }
            for module, by in _table(path, data, "extensions").items()
            if isinstance(by, dict)
        },
        pods={student: str(pod) for student, pod in _table(path, data, "pods").items()},
        exchanges={page: _date(path, f"exchanges, {page}", at) for page, at in _table(path, data, "exchanges").items()},
    )


def keep_cohort(home: Home, cohort: Cohort) -> None:
    """Write ``cohort.toml``, whole."""
    write_atomically(home.root / "cohort.toml", _written(cohort).encode())


def due_for(cohort: Cohort, module: str, student: str) -> datetime | None:
    """Until when this learner has time; None if the module has no due date.

    Days end at the same time of day as the due date, also when the clock changes in between.
    """
    due = cohort.due.get(module)
    longer = cohort.extensions.get(module, {}).get(student)
    if due is None or longer is None:
        return due
    if isinstance(longer, datetime):
        return max(due, longer)
    here = due.astimezone()
    if longer % timedelta(days=1) or here.utcoffset() != due.utcoffset():  # hours, or a zone that is not this one
        return due + longer
    return (here.replace(tzinfo=None) + longer).astimezone()


def first_sent(home: Home, module: str, student: str) -> datetime | None:
    """When a learner's answers, as they are now, were first all there; None if nothing says so.

    A submission that only adds a reply, or changes nothing, moves no date.
    """
    answers = known(home.course, module, student).values()
    written = [answer.sent for answer in answers if answer.hash != hash_of(None) and answer.sent]
    newest = max(written, default="") or sent_at(home.course, module, student)
    return datetime.fromisoformat(newest) if newest else None


def late(home: Home, module: str, student: str, *, cohort: Cohort | None = None) -> timedelta | None:
    """How long after their due date a learner's answers came; None if in time, if there is none, or no due date."""
    cohort = cohort or load_cohort(home)
    due = due_for(cohort, module, student)
    sent = first_sent(home, module, student) if due else None
    if due is None or sent is None or sent - due <= timedelta(minutes=cohort.late.grace):
        return None
    return sent - due


def read_extension(text: str) -> timedelta | datetime | None:
    """An extension as people write it: ``3``, ``3 days``, ``36 hours``, or a new date; None if it is neither."""
    length = _LENGTH.fullmatch(text.strip().replace(",", "."))
    if not length:
        return read_when(text)
    hours = (length[2] or "d").lower().startswith("h")
    try:
        return timedelta(hours=float(length[1])) if hours else timedelta(days=float(length[1]))
    except OverflowError:
        return None


def read_when(text: str) -> datetime | None:
    """A date, which lasts until the end of its day, or a date and a time; here, unless it names another zone."""
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = datetime.combine(at, time.max) if _DAY.fullmatch(text) else at
    return at if at.tzinfo else at.astimezone()


# ---- the file --------------------------------------------------------------------------------------------------


def _table(path: Path, data: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise KithError(f"{path}: “{key}” must be a table, [{key}]. Mend that, and run this again.")
    return table


def _date(path: Path, where: str, at: object) -> datetime:
    if not isinstance(at, datetime):
        raise KithError(f"{path}: [{where}] must be a date and time, such as 2026-12-01T18:00:00+01:00.")
    return at if at.tzinfo else at.astimezone()


def _extension(path: Path, where: str, given: object) -> timedelta | datetime:
    found = _date(path, where, given) if isinstance(given, datetime) else read_extension(str(given))
    if found is None:
        raise KithError(f"{path}: [{where}] is “{given}”. Write “3 days”, “36 hours”, or a date and time.")
    return found


def _policy(path: Path, table: Mapping[str, Any]) -> LatePolicy:
    rule = table.get("policy", "none")
    if rule not in get_args(Rule):
        raise KithError(f"{path}: [late] policy must be one of {', '.join(get_args(Rule))}.")
    numbers = {key: table.get(key) for key in ("points", "grace", "max")}
    for key, number in numbers.items():
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | float) or number < 0):
            raise KithError(f"{path}: [late] {key} must be a number, 0 or more.")
    return LatePolicy(cast(Rule, rule), numbers["points"] or 0, numbers["grace"] or 0, numbers["max"])


def _written(cohort: Cohort) -> str:
    policy = cohort.late
    lines = [
        "# Kept by “kith due”, “kith late” and “kith roster”. You may edit it; comments of your own are not kept.",
        f"version = {_VERSION}",
        "",
        "[late]",
        f'policy = "{policy.rule}"  # none, zero (no points at all) or per_day',
        f"points = {policy.points:g}  # taken off for each day begun, with per_day",
        f"grace = {policy.grace:g}  # minutes after the due date that still count as in time",
        *([f"max = {policy.max:g}  # never more than that"] if policy.max is not None else []),
        "",
        "[due]",
        *(f"{_quoted(module)} = {at.isoformat()}" for module, at in sorted(cohort.due.items())),
    ]
    for module, by in sorted(cohort.extensions.items()):
        if by:
            lines += ["", f"[extensions.{_quoted(module)}]"]
            lines += [f"{_quoted(student)} = {_said(longer)}" for student, longer in sorted(by.items())]
    if cohort.exchanges:
        lines += ["", "[exchanges]  # until when somebody waits for another learner; then the makers' stands in"]
        lines += [f"{_quoted(page)} = {at.isoformat()}" for page, at in sorted(cohort.exchanges.items())]
    lines += ["", "[pods]", *(f"{_quoted(student)} = {_quoted(pod)}" for student, pod in sorted(cohort.pods.items()))]
    return "\n".join(lines) + "\n"


def _said(longer: timedelta | datetime) -> str:
    if isinstance(longer, datetime):
        return longer.isoformat()
    hours = longer / timedelta(hours=1)
    return f'"{hours / 24:g} days"' if hours % 24 == 0 else f'"{hours:g} hours"'


def _quoted(value: str) -> str:
    # JSON's escapes are TOML's, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def utc(at: datetime) -> datetime:
    """The same moment as nbgrader keeps it: UTC without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None)
