"""The sittings of a course: its pages in their order, how long each takes, and what one leaves it with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises import KithError
from kith_facilitator.course.model import Course, Module
from kith_facilitator.course.source import SourceCell, read_source
from kith_facilitator.site.prose import heading_of

__all__ = ["Sitting", "sittings_of"]


@dataclass(frozen=True)
class Sitting:
    """One page of a course, as its author wrote it; ``minutes`` is 0, and ``leaves`` empty, where nobody said."""

    module: Module
    name: str
    title: str
    minutes: int
    leaves: str
    cells: tuple[SourceCell, ...]

    @property
    def path(self) -> str:
        """Where its page lies in the site."""
        return f"{self.module.name}/{self.name}.html"


def sittings_of(course: Course) -> tuple[Sitting, ...]:
    """All pages in teaching order. Raises KithError where ``[sittings]`` of a module.toml is none."""
    return tuple(_sitting(module, name, said) for module in course.modules for name, said in _said(module).items())


def _sitting(module: Module, name: str, said: Mapping[str, Any]) -> Sitting:
    cells = read_source(module.source(name).read_text(encoding="utf-8"), f"{module.name}/{name}.md")
    title = next((found for cell in cells if cell.kind == "markdown" and (found := heading_of(cell.text))), name)
    return Sitting(module, name, title, said.get("minutes", 0), said.get("leaves", ""), cells)


def _said(module: Module) -> dict[str, Mapping[str, Any]]:
    """What ``[sittings]`` says of each notebook. One alone takes as long as its module."""
    path = module.folder / "module.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")).get("sittings", {})
    if not isinstance(said, dict):
        raise KithError(f"{path}: “sittings” has a table for each page, such as [sittings.{module.notebooks[0]}].")
    for name, one in said.items():
        if name not in module.notebooks:
            raise KithError(f"{path}: [sittings.{name}] is about no notebook of this module; mend the name.")
        match one:
            case {"minutes": int(), "leaves": str()}:
                continue
        raise KithError(f'{path}: [sittings.{name}] needs minutes = 20, and leaves = "..." for what one leaves with.')
    alone = {"minutes": module.minutes} if len(module.notebooks) == 1 else {}
    return {name: said.get(name, alone) for name in module.notebooks}
