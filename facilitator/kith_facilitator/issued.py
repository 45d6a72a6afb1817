"""What was last said to a learner, kept whole: what is news, what moved, and what must not get lost.

Kept in ``course/.kith/feedback/<module>/<student>/<notebook>.json``. nbgrader throws its own page away before it
writes a new one, so nothing may stand there alone.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, open_envelope, seal
from kith_exercises.files import write_atomically
from kith_facilitator.files import read_object
from kith_facilitator.home import Home

__all__ = [
    "Given",
    "add_parts",
    "content_of",
    "issue",
    "keep_whole",
    "kept_folder",
    "known_envelope",
    "last_envelope",
    "last_given",
    "take_back",
    "without",
]


@dataclass(frozen=True)
class Given:
    """What a learner was last told about one prompt: about which words, when, and the points by criterion."""

    on: str
    issued: str
    points: Mapping[str, float | None]


def last_given(home: Home, module: str, student: str) -> dict[str, Given]:
    """What was last issued to a learner, by prompt; empty if nothing was."""
    given: dict[str, Given] = {}
    for path in sorted(kept_folder(home.course, module, student).glob("*.json")):
        envelope = last_envelope(home.course, module, student, path.stem)
        for prompt, feedback in envelope.feedback.items() if envelope else ():
            points = {mark.id: mark.points for mark in feedback.criteria}
            given[prompt] = Given(feedback.on, envelope.issued if envelope else "", points)
    return given


def last_envelope(course: Path, module: str, student: str, notebook: str) -> Envelope | None:
    """The envelope that was last issued for a notebook, with the names that prompts have now; or None."""
    found = _opened(course, module, student, notebook)
    if found is None:
        return None
    names = renamed(load_prompts(course / "release" / module / "prompts.toml"))
    return replace(found, feedback={names.get(prompt, prompt): said for prompt, said in found.feedback.items()})


def known_envelope(course: Path, module: str, student: str, notebook: str) -> Envelope | None:
    """The same for whoever writes it anew. Raises KithError where it can't be opened: parcels in it would be lost."""
    found = last_envelope(course, module, student, notebook)
    path = kept_folder(course, module, student) / f"{notebook}.json"
    # What the first Kith kept has no envelope in it, and no parcels.
    if found is None and path.exists() and "sealed" in (read_object(path) or {"sealed"}):
        raise KithError(
            f"{path} can't be opened. It holds what was said and handed over to {student}: put a copy from a backup in "
            "its place."
        )
    return found


def issue(course: Path, envelope: Envelope, *, now: str) -> Envelope:
    """The envelope as it goes out: dated by when just this was first said, with what moved and all earlier parts."""
    path = kept_folder(course, envelope.module, envelope.student) / f"{envelope.notebook}.json"
    last = known_envelope(course, envelope.module, envelope.student, envelope.notebook)
    fresh = _merged(last, envelope)
    if last is not None and last.issued and content_of(last) == content_of(fresh):
        fresh = replace(_before(fresh, _moved(last)), issued=last.issued)
    else:
        fresh = replace(_before(fresh, _points(last) if last else {}), issued=now)
    _keep(path, fresh)
    return fresh


def keep_whole(course: Path, module: str, student: str) -> None:
    """Keep what an earlier Kith said in nbgrader's page alone, before nbgrader throws that page away."""
    for path in kept_folder(course, module, student).glob("*.json"):
        last = last_envelope(course, module, student, path.stem)
        if last is not None and "sealed" not in read_object(path):
            _keep(path, last)


def add_parts(
    home: Home, module: str, student: str, notebook: str, *, cohort: Mapping[str, Any], delivery: tuple[Any, ...]
) -> None:
    """Put cohort figures or parcels beside the feedback; they go out with it, and stay until they are replaced.

    A parcel takes the place of the one with its id. When the feedback was issued does not move.
    """
    path = kept_folder(home.course, module, student) / f"{notebook}.json"
    last = known_envelope(home.course, module, student, notebook) or Envelope(student, module, notebook, "")
    _keep(path, replace(last, cohort={**last.cohort, **cohort}, delivery=_delivered(last.delivery, delivery)))


def take_back(course: Path, module: str, student: str, notebook: str, ids: Collection[str]) -> None:
    """Empty the parcels of these ids in what is kept for a learner: they may have been read, but are said no more."""
    last = _opened(course, module, student, notebook)
    if last is not None and (rest := without(last, ids)) != last:
        _keep(kept_folder(course, module, student) / f"{notebook}.json", rest)


def without(envelope: Envelope, ids: Collection[str]) -> Envelope:
    """The envelope with nothing in the parcels of these ids; that something came stays."""
    emptied = tuple({**item, "content": {}} if _id_of(item) in ids else item for item in envelope.delivery)
    return replace(envelope, delivery=emptied)


def content_of(envelope: Envelope) -> str:
    """A hash of an envelope's feedback. When it was said, what moved since and which replies were read is no news.

    Neither are figures and parcels: replies refer to when feedback was issued, and that would move with them.
    """
    feedback = {id: replace(said, replies=()) for id, said in envelope.feedback.items()}
    bare = _before(replace(envelope, feedback=feedback, cohort={}, delivery=(), issued=""), {})
    return sha256(seal(bare).encode()).hexdigest()


def kept_folder(course: Path, module: str, student: str) -> Path:
    """Where the last words to a learner about a module are kept."""
    return course / ".kith" / "feedback" / module / student


def _opened(course: Path, module: str, student: str, notebook: str) -> Envelope | None:
    kept = read_object(kept_folder(course, module, student) / f"{notebook}.json")
    if not kept:
        return None
    if "sealed" in kept:
        return open_envelope(str(kept["sealed"]))
    # The first Kith kept only a hash and the time; what it said stands in nbgrader's page.
    page = course / "feedback" / student / module / f"{notebook}.html"
    found = open_envelope(page.read_text(encoding="utf-8", errors="replace")) if page.is_file() else None
    return found if found is not None and found.issued == kept.get("issued") else None


def _merged(last: Envelope | None, fresh: Envelope) -> Envelope:
    """Feedback on a question that the course no longer asks stays, and so do the other parts."""
    if last is None:
        return fresh
    return replace(
        fresh,
        feedback={**{id: said for id, said in last.feedback.items() if id not in fresh.feedback}, **fresh.feedback},
        cohort={**last.cohort, **fresh.cohort},
        delivery=_delivered(last.delivery, fresh.delivery),
    )


def _delivered(before: tuple[Any, ...], fresh: tuple[Any, ...]) -> tuple[Any, ...]:
    """Parcels in the order in which they first came, each as it was said last; one without an id is told by itself."""
    found = {_id_of(parcel): parcel for parcel in before}
    found |= {_id_of(parcel): parcel for parcel in fresh}
    return tuple(found.values())


def _id_of(parcel: Any) -> str:
    id = parcel.get("id") if isinstance(parcel, Mapping) else None
    return id if isinstance(id, str) else json.dumps(parcel, sort_keys=True)


def _before(envelope: Envelope, before: Mapping[str, Mapping[str, float | None]]) -> Envelope:
    """The envelope whose marks say what they were, where they moved."""

    def told(mark: CriterionMark, points: Mapping[str, float | None]) -> CriterionMark:
        earlier = points.get(mark.id)
        return replace(mark, before=None if earlier == mark.points else earlier)

    def said(id: str, feedback: Feedback) -> Feedback:
        return replace(feedback, criteria=tuple(told(mark, before.get(id, {})) for mark in feedback.criteria))

    return replace(envelope, feedback={id: said(id, feedback) for id, feedback in envelope.feedback.items()})


def _points(envelope: Envelope) -> dict[str, dict[str, float | None]]:
    return {id: {mark.id: mark.points for mark in said.criteria} for id, said in envelope.feedback.items()}


def _moved(envelope: Envelope) -> dict[str, dict[str, float | None]]:
    return {id: {mark.id: mark.before for mark in said.criteria} for id, said in envelope.feedback.items()}


def _keep(path: Path, envelope: Envelope) -> None:
    kept = {"content": content_of(envelope), "issued": envelope.issued, "sealed": seal(envelope)}
    write_atomically(path, json.dumps(kept).encode())
