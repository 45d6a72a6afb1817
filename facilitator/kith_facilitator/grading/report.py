"""What came of grading a module, for whoever runs the course."""

from dataclasses import dataclass

__all__ = ["GradeReport"]


@dataclass(frozen=True)
class GradeReport:
    """Who was graded, who was unchanged since the last time, and whose submission failed and why.

    ``noted`` names who was graded although something was missing or went wrong, and what was done about it;
    ``left_out`` names whose work changed, but who were graded before, and only new ones were asked for;
    ``protection`` says in a sentence what held learners' code while it ran.
    """

    graded: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    noted: tuple[tuple[str, str], ...] = ()
    protection: str = ""
    left_out: tuple[str, ...] = ()
