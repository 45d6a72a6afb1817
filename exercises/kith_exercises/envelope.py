"""What comes back to a learner inside the feedback page: nbgrader moves that one file, so it carries all.

The envelope is JSON in a script element that no browser runs. Widgets read the newest one that names
their learner. Its parts: ``feedback`` (by prompt), ``cohort`` (suppressed figures), ``delivery`` (parcels).

Version 2 has suggestions, replies that were read, and what moved since the feedback before. Version 1 still opens.
"""

import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import Any

from kith_exercises.records import NO_NAMES

__all__ = [
    "CriterionMark",
    "Envelope",
    "Feedback",
    "Suggestion",
    "leant_on",
    "newest",
    "open_envelope",
    "resealed",
    "seal",
    "sealed_at_end",
    "suggestions_in",
]

_VERSION = 2
_READABLE = (1, 2)
_SUGGESTION = re.compile(r"(?:→|->)\s+(\S.*)")
_SCRIPT = re.compile(r'<script type="application/json" id="kith-envelope">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Suggestion:
    """One thing to try, out of a comment; the same words always have the same id."""

    id: str
    text: str


@dataclass(frozen=True)
class CriterionMark:
    """One criterion as it was marked; ``points`` is None until somebody has.

    ``comment`` is Markdown without its suggestions. ``before`` holds the points of the feedback before, if they moved;
    ``sentence`` the words of the learner's text that the marker leant on, if any were named. An ``own`` criterion has
    the learner's title, and the id of the one in whose place it stands.
    """

    id: str
    title: str
    points: float | None
    max_points: float
    level: str
    comment: str
    own: bool = False
    before: float | None = None
    suggestions: tuple[Suggestion, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Feedback:
    """What came back on one prompt: ``on`` is the learner's text that was read.

    ``replies`` are those that had been read when this was issued, each with ``to``, ``criterion``, ``text`` and ``at``.
    """

    on: str
    criteria: tuple[CriterionMark, ...]
    replies: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Envelope:
    """One learner's envelope for one notebook; ``issued`` is UTC in ISO 8601."""

    student: str
    module: str
    notebook: str
    issued: str
    feedback: Mapping[str, Feedback] = field(default_factory=dict)
    cohort: Mapping[str, Any] = field(default_factory=dict)
    delivery: tuple[Any, ...] = ()


def suggestions_in(comment: str) -> tuple[str, tuple[Suggestion, ...]]:
    """A marker's comment as two: what is said, and the lines that suggest something because an arrow leads them.

    >>> suggestions_in("-> Ask Mira.")
    ('', (Suggestion(id='00ce00de', text='Ask Mira.'),))
    """
    said: list[str] = []
    found: dict[str, Suggestion] = {}
    for line in comment.splitlines():
        suggests = _SUGGESTION.fullmatch(line.strip())
        if suggests is None:
            said.append(line)
            continue
        text = suggests[1].strip()
        id = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        found.setdefault(id, Suggestion(id, text))
    return "\n".join(said).strip(), tuple(found.values())


def leant_on(comment: str, text: str) -> tuple[str, str]:
    r"""A marker's comment without the sentence that it leans on, and that sentence: the first quotation of the text.

    >>> leant_on("> She nodded.\n\nHow do you know?", "I showed her. She nodded.")
    ('How do you know?', 'She nodded.')
    """
    known = " ".join(text.split())
    lines = comment.splitlines()
    for number, line in enumerate(lines):
        quoted = " ".join(line[1:].split()) if line.startswith(">") else ""
        if quoted and quoted in known:
            return "\n".join(lines[:number] + lines[number + 1 :]).strip(), quoted
    return comment, ""


def seal(envelope: Envelope) -> str:
    """The script element that carries the envelope; safe in any page, whatever the words in it."""
    text = json.dumps({"v": _VERSION, **asdict(envelope)}).replace("<", "\\u003c")
    return f'<script type="application/json" id="kith-envelope">{text}</script>'


def open_envelope(page: str) -> Envelope | None:
    """The envelope in a feedback page, or None if there is none that can be read."""
    # The last one counts: it is ours; a learner's own words stand before it and are escaped anyway.
    found = _SCRIPT.findall(page)
    if not found:
        return None
    try:
        data = json.loads(found[-1])
        return _envelope(data) if data.pop("v") in _READABLE else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def resealed(page: str, envelope: Envelope) -> str:
    """The page with this envelope in place of the one it carries, or at its end if it carries none."""
    found = list(_SCRIPT.finditer(page))
    if found:
        start, end = found[-1].span()
        return f"{page[:start]}{seal(envelope)}{page[end:]}"
    return sealed_at_end(page, envelope)


def sealed_at_end(page: str, envelope: Envelope) -> str:
    """The page with this envelope at its end, whatever stands in it."""
    head, end, tail = page.rpartition("</body>")
    return f"{head}{seal(envelope)}\n{end}{tail}" if end else page + seal(envelope)


def newest(folder: Path, notebook: str, student: str | None, names: Mapping[str, str] = NO_NAMES) -> Envelope | None:
    """The newest envelope for ``student`` (None: whoever) among the feedback fetched into an assignment folder.

    ``names`` are the new names of prompts that were renamed since: feedback on them comes under those. A page that
    can't be read is passed over.
    """
    pages = sorted(folder.glob(f"feedback/*/{escape(notebook)}.html"), key=lambda page: page.parent.name, reverse=True)
    for page in pages:
        with suppress(OSError):
            envelope = open_envelope(page.read_text(encoding="utf-8", errors="replace"))
            if envelope is not None and student in (None, envelope.student):
                return _under(names, envelope)
    return None


def _under(names: Mapping[str, str], envelope: Envelope) -> Envelope:
    given = envelope.feedback
    # Where both names have some, that under the new one is newer.
    moved = {names[id]: one for id, one in given.items() if id in names and names[id] not in given}
    return replace(envelope, feedback={**{id: one for id, one in given.items() if id not in names}, **moved})


def _envelope(data: dict[str, Any]) -> Envelope:
    feedback = {
        prompt: Feedback(item["on"], tuple(map(_mark, item["criteria"])), tuple(item.get("replies", ())))
        for prompt, item in data.pop("feedback").items()
    }
    found = Envelope(feedback=feedback, delivery=tuple(data.pop("delivery")), **data)
    _all(str, found.student, found.module, found.notebook, found.issued, *(given.on for given in feedback.values()))
    _all(dict, found.cohort, *(reply for given in feedback.values() for reply in given.replies))
    _all(str, *(part for given in feedback.values() for reply in given.replies for part in reply.values()))
    return found


def _mark(data: dict[str, Any]) -> CriterionMark:
    suggestions = tuple(Suggestion(**one) for one in data.pop("suggestions", ()))
    mark = CriterionMark(**data, suggestions=suggestions)
    _all(str, mark.id, mark.title, mark.level, mark.comment, mark.sentence)
    _all(str, *(part for one in suggestions for part in (one.id, one.text)))
    _all(bool, mark.own)
    numbers = [one for one in (mark.points, mark.before) if one is not None]
    for number in (*numbers, mark.max_points):
        if isinstance(number, bool) or not math.isfinite(number):
            raise TypeError
    return mark


def _all(kind: type, *values: object) -> None:
    """Raise TypeError unless each is of this kind: a card shall not break on a page that was edited."""
    if not all(isinstance(value, kind) for value in values):
        raise TypeError
