"""What a cohort may know of each module before they open it: its title, how long it takes, when it is due.

Beside that stands what holds for the whole course: whom to talk to, in which form activities are done, when others'
things are handed on, and what opens what is held back in the room.

One file per course in the exchange, beside the released modules and not in them: a copy that was fetched would go
stale, and would travel with every submission. Everybody in the exchange may read it, so nothing in it is about
one person, but for what somebody left for all who come later.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kith_exercises.files import put_in_place
from kith_exercises.library import Note, note_of
from kith_exercises.moves import Move, move_of

__all__ = ["CourseFacts", "ModuleFacts", "read_course", "read_facts", "write_facts"]

_FILE, _VERSION = "kith-course.json", 1


@dataclass(frozen=True)
class ModuleFacts:
    """One released module; ``due`` is UTC in ISO 8601, or None where nothing is due."""

    module: str
    title: str
    due: str | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class CourseFacts:
    """What holds for all modules of a course; each part is empty until a facilitator says it.

    ``contact`` is whom a learner can talk to, ``form`` how activities are done that say nothing else, ``exchanges``
    the dates by which things are handed on, by page, in UTC; ``awaited`` are the same by module and sending, where the
    makers' stands in for what has not come by then. ``holds``, by ``module/prompt``, is what opens a prompt that waits
    for a word said in the room: enough to know the word again, and not the word. ``moves`` is what was done about what
    got in the way, and ``library`` what people of an earlier cohort left.
    """

    contact: str = ""
    form: str = ""
    exchanges: Mapping[str, str] = field(default_factory=dict)
    awaited: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    library: tuple[Note, ...] = ()


def write_facts(course: Path, facts: Sequence[ModuleFacts], whole: CourseFacts | None = None) -> None:
    """Replace what the exchange's folder of a course says of its modules, in the course's order.

    Without ``whole``, what it says of the course as a whole stays.
    """
    said = {key: value for key, value in asdict(whole or read_course(course)).items() if value}
    content = json.dumps({"v": _VERSION, "modules": [asdict(one) for one in facts], **said}, indent=1)
    put_in_place(course / _FILE, f"{content}\n".encode())


def read_course(course: Path) -> CourseFacts:
    """What is said of the course as a whole. What is missing or can't be read is empty: older courses say less."""
    data = _read(course)
    contact, form = (text if isinstance(text := data.get(key), str) else "" for key in ("contact", "form"))
    exchanges, awaited, holds = (_texts(data.get(key)) for key in ("exchanges", "awaited", "holds"))
    moves = tuple(move for one in _listed(data.get("moves")) if (move := move_of(one)) is not None)
    library = tuple(note for one in _listed(data.get("library")) if (note := note_of(one)) is not None)
    return CourseFacts(contact, form, exchanges, awaited, holds, moves, library)


def read_facts(course: Path) -> tuple[ModuleFacts, ...]:
    """What is said of the modules; nothing where there is no such file, or none that can be read."""
    try:
        return tuple(_facts(item) for item in _read(course)["modules"])
    except (KeyError, TypeError):
        return ()


def _read(course: Path) -> dict[str, Any]:
    try:
        data = json.loads((course / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) and data.get("v") == _VERSION else {}


def _listed(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _texts(found: object) -> dict[str, str]:
    return {key: text for key, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def _facts(item: dict[str, object]) -> ModuleFacts:
    due, minutes = item.get("due"), item.get("minutes")
    return ModuleFacts(
        module=str(item["module"]),
        title=str(item["title"]),
        due=due if isinstance(due, str) else None,
        minutes=minutes if isinstance(minutes, int) else None,
    )
