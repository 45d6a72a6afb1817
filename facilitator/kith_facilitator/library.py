"""The library: what learners offered to those who come after them, what was taken in, and what came from before.

Only what somebody offered is here, on a card of the kind ``offer`` or behind a look-back. A facilitator reads each and
takes it in, or not; what was taken in goes as one file into the home of the next cohort, whose learners find it in
their inbox.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_exercises.definitions import Activity, load_prompts, renamed
from kith_exercises.files import put_in_place
from kith_exercises.journal import Record, read_records
from kith_exercises.library import NAMED, STEP, WORDS, Flagged, Note, flagged, note_of, words_in
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.course.model import Course, Module
from kith_facilitator.files import files_like
from kith_facilitator.home import Home

__all__ = [
    "Offered",
    "forget_left",
    "left_before",
    "offered",
    "read_notes",
    "show",
    "take_in",
    "taken_in",
    "write_notes",
]

_KIND, _VERSION = "library", 1
_KEPT, _SHOWN = "kept", "shown"
#: The kinds with a step that asks whether others may read what was written.
_OFFERING = ("offer", "look-back")


@dataclass(frozen=True)
class Offered:
    """A text that a ``student`` offered, whether it was taken in as it stands, and what could tell who or when."""

    student: str
    note: Note
    kept: bool
    flagged: Flagged


def offered(home: Home, course: Course) -> tuple[Offered, ...]:
    """All that was offered and collected, in the course's order."""
    kept = taken_in(home)
    found = [one for module in course.modules for one in _of_module(home, module)]
    return tuple(
        Offered(student, note, note in kept, flagged("\n".join(text for _, text in note.words)))
        for student, note in found
    )


def taken_in(home: Home) -> tuple[Note, ...]:
    """What a facilitator took in here."""
    return _read(home.course)[_KEPT]


def left_before(home: Home) -> tuple[Note, ...]:
    """What an earlier cohort left to this one."""
    return _read(home.course)[_SHOWN]


def take_in(home: Home, course: Course, keep: Collection[str] = (), drop: Collection[str] = ()) -> None:
    """Take these offers in as they stand now, by id, and others out again. Raises KithError for an id nobody has."""
    kept = {note.id: note for note in taken_in(home)}
    there = {one.note.id: one.note for one in offered(home, course)}
    for id in (*keep, *drop):
        if id not in (there if id in keep else {**there, **kept}):
            raise KithError(f"Nobody offered “{id}”. “kith library” lists what was. Nothing was changed.")
    rest = {id: note for id, note in {**kept, **{id: there[id] for id in keep}}.items() if id not in drop}
    _write(home.course, _KEPT, rest.values())


def forget_left(tree: Path, student: str) -> None:
    """Take out of a course's tree what a person left; which that is, their own name and the question tell."""
    kept = _read(tree)[_KEPT]
    rest = [note for note in kept if note.id != _id(student, note.module, note.prompt)]
    if len(rest) < len(kept):
        _write(tree, _KEPT, rest)


def write_notes(path: Path, notes: Iterable[Note]) -> None:
    """The file that goes to the next cohort's home: notes in an order, and with ids, that tell of nobody."""
    listed = sorted(notes, key=lambda note: (note.module, note.prompt, note.words))
    numbered = [asdict(replace(note, id=f"left-{n}")) for n, note in enumerate(listed, 1)]
    content = {"kith": _KIND, "v": _VERSION, "notes": numbered}
    put_in_place(path, f"{json.dumps(content, indent=1, ensure_ascii=False)}\n".encode())


def read_notes(path: Path) -> tuple[Note, ...]:
    """The notes of such a file. Raises KithError where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        listed = found["notes"] if found["kith"] == _KIND and found["v"] == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        listed = None
    if not isinstance(listed, list):
        raise KithError(f"{path} holds no notes. Write it in the earlier cohort's home: kith library --write FILE.")
    return tuple(note for one in listed if (note := note_of(one)) is not None)


def show(home: Home, notes: Iterable[Note]) -> None:
    """Let this cohort find these notes in their inbox, and no others."""
    _write(home.course, _SHOWN, notes)


def _of_module(home: Home, module: Module) -> Iterator[tuple[str, Note]]:
    prompts = load_prompts(module.folder / "prompts.toml")
    names = {**{id: id for id in prompts}, **renamed(prompts)}
    offers = {id: one for id, one in prompts.items() if isinstance(one, Activity) and one.kind in _OFFERING}
    seen = set[tuple[str, str]]()
    for path in sorted(files_like(home.course / "submitted", f"*/{module.name}/responses/*.jsonl")) if offers else ():
        student = path.parts[-4]
        for record in read_records(path, {}).records:
            prompt = offers.get(names.get(record.prompt, ""))
            note = _offer_in(module, prompt, student, record) if prompt else None
            if note and (student, note.prompt) not in seen:
                seen.add((student, note.prompt))
                yield student, note


def _offer_in(module: Module, prompt: Activity, student: str, record: Record) -> Note | None:
    """What a record offers; None where it has not the form that a card writes."""
    match record:
        case Record(event="commit", reach="library", value={"step": str(step), "answers": dict(answers)}):
            of = _question(prompt, step)
            words, name = words_in(record.value.get(WORDS)) if of else (), answers.get("name")
            named = " ".join(name.split()) if answers.get("how") == NAMED and isinstance(name, str) else ""
            id = _id(student, module.name, of)
            return note_of(asdict(Note(id, module.name, of, prompt.title, named, words)))
    return None


def _question(prompt: Activity, step: str) -> str:
    """What is offered at a step: the question, or a piece of it; "" where nothing is."""
    if step not in (one.id for one in steps_of(prompt) if any(field.reach == "library" for field in one.fields)):
        return ""
    return f"{prompt.id}{step.removeprefix(STEP)}"


def _id(student: str, module: str, prompt: str) -> str:
    return sha256(json.dumps([student, module, prompt]).encode()).hexdigest()[:10]


def _path(tree: Path) -> Path:
    return tree / ".kith" / "library.json"


def _read(tree: Path) -> Mapping[str, tuple[Note, ...]]:
    try:
        found: Any = json.loads(_path(tree).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    lists = {key: found.get(key) if isinstance(found, dict) else None for key in (_KEPT, _SHOWN)}
    return {
        key: tuple(note for one in (notes if isinstance(notes, list) else ()) if (note := note_of(one)) is not None)
        for key, notes in lists.items()
    }


def _write(tree: Path, key: str, notes: Iterable[Note]) -> None:
    content = {**_read(tree), key: tuple(notes)}
    told = {name: [asdict(note) for note in found] for name, found in content.items()}
    path = _path(tree)
    path.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(path, f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode())
