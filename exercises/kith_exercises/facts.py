"""What a cohort may know of each module before they open it: its title, how long it takes, when it is due.

One file per course in the exchange, beside the released modules and not in them: a copy that was fetched would go
stale, and would travel with every submission. Everybody in the exchange may read it, so nothing in it is about
one person.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kith_exercises.files import put_in_place

__all__ = ["ModuleFacts", "read_facts", "write_facts"]

_FILE, _VERSION = "kith-course.json", 1


@dataclass(frozen=True)
class ModuleFacts:
    """One released module; ``due`` is UTC in ISO 8601, or None where nothing is due."""

    module: str
    title: str
    due: str | None = None
    minutes: int | None = None


def write_facts(course: Path, facts: Sequence[ModuleFacts]) -> None:
    """Replace what the exchange's folder of a course says of its modules, in the course's order."""
    content = json.dumps({"v": _VERSION, "modules": [asdict(one) for one in facts]}, indent=1)
    put_in_place(course / _FILE, f"{content}\n".encode())


def read_facts(course: Path) -> tuple[ModuleFacts, ...]:
    """What is said of the modules; nothing where there is no such file, or none that can be read."""
    try:
        data = json.loads((course / _FILE).read_text(encoding="utf-8"))
        return tuple(_facts(item) for item in data["modules"]) if data["v"] == _VERSION else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _facts(item: dict[str, object]) -> ModuleFacts:
    due, minutes = item.get("due"), item.get("minutes")
    return ModuleFacts(
        module=str(item["module"]),
        title=str(item["title"]),
        due=due if isinstance(due, str) else None,
        minutes=minutes if isinstance(minutes, int) else None,
    )
