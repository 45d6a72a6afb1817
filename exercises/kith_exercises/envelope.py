"""What comes back to a learner inside the feedback page: nbgrader moves that one file, so it carries all.

The envelope is JSON in a script element that no browser runs. Widgets read the newest one that names
their learner. Its parts: ``feedback`` (by prompt), ``cohort`` (suppressed figures), ``delivery`` (parcels).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["CriterionMark", "Envelope", "Feedback", "newest", "open_envelope", "seal"]

_VERSION = 1
_SCRIPT = re.compile(r'<script type="application/json" id="kith-envelope">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class CriterionMark:
    """One criterion as it was marked; ``points`` is None until somebody has."""

    id: str
    title: str
    points: float | None
    max_points: float
    level: str
    comment: str


@dataclass(frozen=True)
class Feedback:
    """What came back on one prompt: ``on`` is the learner's text that was read."""

    on: str
    criteria: tuple[CriterionMark, ...]


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
        return _envelope(data) if data.pop("v") == _VERSION else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def newest(folder: Path, notebook: str, student: str) -> Envelope | None:
    """The newest envelope for ``student`` among the feedback that was fetched into an assignment folder."""
    pages = sorted(folder.glob(f"feedback/*/{notebook}.html"), key=lambda page: page.parent.name, reverse=True)
    for page in pages:
        envelope = open_envelope(page.read_text(encoding="utf-8", errors="replace"))
        if envelope is not None and envelope.student == student:
            return envelope
    return None


def _envelope(data: dict[str, Any]) -> Envelope:
    feedback = {
        prompt: Feedback(item["on"], tuple(CriterionMark(**mark) for mark in item["criteria"]))
        for prompt, item in data.pop("feedback").items()
    }
    return Envelope(feedback=feedback, delivery=tuple(data.pop("delivery")), **data)
