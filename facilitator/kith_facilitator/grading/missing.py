"""Pages that lack in a submission: answers lie beside them, not in them, so they can be put back."""

import os
from pathlib import Path

from kith_exercises.files import write_atomically

__all__ = ["note_of", "put_missing_back"]


def put_missing_back(submitted: Path, released: Path) -> tuple[str, ...]:
    """Put released notebooks where a submission lacks them, and name them.

    nbgrader would give a notebook that was renamed no points, and never show it. Where neither a notebook
    nor an answer of the module came, there is nothing to grade, and nothing is put there.
    """
    names = sorted(path.name for path in released.glob("*.ipynb"))
    missing = tuple(name for name in names if not os.path.lexists(submitted / name))
    answered = any((submitted / "responses" / f"{Path(name).stem}.jsonl").is_file() for name in names)
    if not answered and len(missing) == len(names):
        return ()
    for name in missing:
        write_atomically(submitted / name, (released / name).read_bytes())
    return missing


def note_of(missing: tuple[str, ...], student: str) -> str:
    """What the report says of pages that were put back; nothing if none was."""
    return _NOTE.format(names=", ".join(missing), student=student) if missing else ""


_NOTE = (
    "{names} was not in the submission. The answers that came were put into the page as it was released; "
    "should something lack, ask {student} to submit again with the page under its first name."
)
