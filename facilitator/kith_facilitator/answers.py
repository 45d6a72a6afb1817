"""What was submitted, and since when: lateness and new marks go by an answer's words, never by a folder's date.

Kept in ``course/.kith/answers/<module>/<student>/<notebook>.json``, one entry a prompt. A submission that
only adds a reply to feedback has the same words, and so changes nothing here.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from nbgrader.utils import parse_utc

from kith_exercises.files import write_atomically
from kith_widgets.answering import iso

__all__ = ["Known", "changed_answers", "hash_of", "keep_answers", "kept_in", "known", "rename_answers", "sent_at"]

_VERSION = 2
#: The folder of one learner's answers, and the one that is used in its place.
_elsewhere: ContextVar[tuple[Path, Path] | None] = ContextVar("elsewhere", default=None)


@dataclass(frozen=True)
class Known:
    """The words of an answer that came last, by their hash, and when just these words were first submitted.

    ``sent`` is UTC in ISO 8601, or empty where no submission says when it was.
    """

    hash: str
    sent: str


def hash_of(text: str | None) -> str:
    """How an answer is told from another; no answer and an empty one are the same."""
    return sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()


def known(course: Path, module: str, student: str) -> dict[str, Known]:
    """The answers of one learner's graded submission, by prompt; empty if there is none."""
    answers: dict[str, Known] = {}
    for path in sorted(_folder(course, module, student).glob("*.json")):
        for prompt, (newest, sent) in _read(path, sent_at(course, module, student)).items():
            answers[prompt] = Known(newest, sent.get(newest, ""))
    return answers


def changed_answers(
    course: Path, module: str, student: str, notebook: str, texts: Mapping[str, str | None]
) -> frozenset[str]:
    """The prompts whose words differ from those that were kept; none of a notebook that comes for the first time."""
    path = _folder(course, module, student) / f"{notebook}.json"
    kept = _read(path, "")
    if not path.is_file():
        return frozenset()
    return frozenset(prompt for prompt, text in texts.items() if hash_of(text) != kept.get(prompt, (None,))[0])


def keep_answers(
    course: Path, module: str, student: str, notebook: str, texts: Mapping[str, str | None], sent: str
) -> None:
    """Keep the answers of a submission. Words that come back after others are dated by when they came first."""
    path = _folder(course, module, student) / f"{notebook}.json"
    kept = _read(path, sent)
    for prompt, text in texts.items():
        newest, before = hash_of(text), kept.get(prompt)
        kept[prompt] = (newest, {newest: sent, **(before[1] if before else {})})
    prompts = {prompt: {"hash": newest, "sent": dates} for prompt, (newest, dates) in kept.items()}
    write_atomically(path, json.dumps({"version": _VERSION, "prompts": prompts}, indent=1).encode())


@contextmanager
def kept_in(folder: Path, course: Path, module: str, student: str) -> Iterator[None]:
    """Let what is known of a learner's answers be read and kept in ``folder`` meanwhile, which begins as a copy of it.

    Grading may be cut off: what it made counts only with the marks that go with it.
    """
    known_there = _folder(course, module, student)
    folder.mkdir(parents=True)
    for path in known_there.glob("*.json"):
        (folder / path.name).write_bytes(path.read_bytes())
    token = _elsewhere.set((known_there, folder))
    try:
        yield
    finally:
        _elsewhere.reset(token)


def rename_answers(course: Path, module: str, names: Mapping[str, str]) -> None:
    """Keep what is known under the new names of prompts: the words are no newer for it."""
    for path in sorted((course / ".kith" / "answers" / module).glob("*/*.json")):
        kept = _read(path, sent_at(course, module, path.parent.name))
        moved = {names.get(prompt, prompt): entry for prompt, entry in kept.items()}
        if moved != kept:
            prompts = {prompt: {"hash": newest, "sent": dates} for prompt, (newest, dates) in moved.items()}
            write_atomically(path, json.dumps({"version": _VERSION, "prompts": prompts}, indent=1).encode())


def sent_at(course: Path, module: str, student: str) -> str:
    """When the submission that lies in ``submitted/`` was sent, as collecting has found; empty if nothing says so."""
    path = course / "submitted" / student / module / "timestamp.txt"
    try:
        found = cast(datetime, parse_utc(path.read_text(encoding="utf-8").strip()))
    except Exception:  # noqa: BLE001  # a date may be whatever a stranger wrote
        return ""
    return iso(found.replace(tzinfo=UTC))


def _folder(course: Path, module: str, student: str) -> Path:
    folder, elsewhere = course / ".kith" / "answers" / module / student, _elsewhere.get()
    return elsewhere[1] if elsewhere and elsewhere[0] == folder else folder


def _read(path: Path, sent: str) -> dict[str, tuple[str, dict[str, str]]]:
    """By prompt: the newest hash, and when each hash came first. A file of the first Kith knew no dates."""
    try:
        data: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if data.get("version") != _VERSION:
        return {prompt: (newest, {newest: sent}) for prompt, newest in data.items() if isinstance(newest, str)}
    return {prompt: (entry["hash"], dict(entry["sent"])) for prompt, entry in data["prompts"].items()}
