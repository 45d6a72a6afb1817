"""What rules look at: a module's pages, prompts and rubric, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from kith_exercises.definitions import Criterion, Prompt
from kith_facilitator.course.model import Module
from kith_facilitator.course.notebook import Planned
from kith_facilitator.course.source import SourceCell

__all__ = ["ModulePages", "Page"]


@dataclass(frozen=True)
class Page:
    """One notebook: its cells as written, and as they will be built (none if they can't be)."""

    name: str
    file: str
    cells: tuple[SourceCell, ...]
    planned: tuple[Planned, ...]


@dataclass(frozen=True)
class ModulePages:
    """One module, read. What could not be read is None or not in ``pages``, and a finding of its own already."""

    module: Module
    pages: tuple[Page, ...]
    prompts: Mapping[str, Prompt] | None
    rubrics: Mapping[str, tuple[Criterion, ...]] | None

    def file(self, name: str) -> str:
        """How findings name a file of this module."""
        return f"{self.module.name}/{name}"

    def line(self, name: str, table: str) -> int | None:
        """Where a table of a settings file begins."""
        path = self.module.folder / name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip().strip("[]").replace('"', "").split(".")[0] == table and line.lstrip().startswith("["):
                return number
        return None
