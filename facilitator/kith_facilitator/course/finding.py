"""What is wrong in a course's sources, where, and what to do about it."""

from dataclasses import dataclass

from kith_exercises.errors import KithError

__all__ = ["Finding", "SourceError"]


@dataclass(frozen=True, order=True)
class Finding:
    """One slip in a source: ``file`` as seen from the course's folder, ``cell`` as an author counts, from 1."""

    file: str
    line: int | None
    cell: int | None
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}."

    @property
    def place(self) -> str:
        """The file, with cell and line where they are known."""
        line = f"line {self.line}" if self.line else ""
        if self.cell is None:
            return f"{self.file}, {line}" if line else self.file
        return f"{self.file}, cell {self.cell}" + (f" ({line})" if line else "")


class SourceError(KithError):
    """A source that cannot be built; ``finding`` says why in parts."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
