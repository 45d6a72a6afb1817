"""Which submissions were graded to the end: a stamp for each, which says of what bytes."""

import json
from functools import cached_property
from pathlib import Path

from kith_exercises.files import write_atomically
from kith_facilitator.files import digest_of, read_object
from kith_facilitator.home import Home

__all__ = ["Stamps", "is_graded", "submitted_students"]


class Stamps:
    """The stamps of one module, for as long as it is not released anew.

    ``runs`` is whether code is run in this grading; ``gradebook`` is a word for the gradebook that it is written to.
    """

    def __init__(self, kept: Path, release: Path, module: str, *, runs: bool = True, gradebook: str = "") -> None:
        self.module = module
        self._folder = kept / "graded" / module
        self._release, self._runs, self._gradebook = release, runs, gradebook

    def digest(self, submitted: Path) -> str:
        """What grading depends on: the submission, and the version of the module that it is graded against."""
        return ":".join(filter(None, (digest_of(submitted), self._released, self._gradebook)))

    def knows(self, student: str) -> bool:
        """Whether Kith has begun to grade this student's work, be it to the end or not."""
        return self._stamp(student).is_file()

    def has(self, student: str) -> bool:
        """Whether this student's work, whatever it was, was graded to the end."""
        return bool(read_object(self._stamp(student)).get("digest"))

    def holds(self, student: str, digest: str) -> bool:
        """Whether just this was graded to the end. A stamp that can't be read is none."""
        return read_object(self._stamp(student)).get("digest") == digest

    def is_enough(self, student: str, digest: str) -> bool:
        """Whether just this was graded to the end, and its code was run, if it would be now."""
        found = read_object(self._stamp(student))
        return found.get("digest") == digest and (not self._runs or found.get("ran", True) is not False)

    def set(self, student: str, digest: str) -> None:
        """Say that this was graded to the end."""
        write_atomically(self._stamp(student), json.dumps({"digest": digest, "ran": self._runs}).encode())

    def begin(self, student: str) -> None:
        """Say that what lies there may be half-done from now on."""
        write_atomically(self._stamp(student), b"{}")

    def remove(self, student: str) -> None:
        """Say nothing of what lies there."""
        self._stamp(student).unlink(missing_ok=True)

    @cached_property
    def _released(self) -> str:
        return digest_of(self._release)

    def _stamp(self, student: str) -> Path:
        return self._folder / f"{student}.json"


def submitted_students(home: Home, module: str) -> list[str]:
    """Everybody whose submission of a module was collected."""
    return sorted(path.parent.name for path in (home.course / "submitted").glob(f"*/{module}") if path.is_dir())


def is_graded(home: Home, module: str, student: str) -> bool:
    """Whether grading of what lies there, against what is released, came to its end."""
    stamps = Stamps(home.course / ".kith", home.course / "release" / module, module)
    return stamps.holds(student, stamps.digest(home.course / "submitted" / student / module))
