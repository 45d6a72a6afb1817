"""A notebook's text (md:myst), cut into numbered cells; the one module that meets jupytext."""

import ast
import re
from dataclasses import dataclass
from typing import Any

from jupytext.myst import MystMetadataParsingError, myst_to_notebook
from nbformat import ValidationError

from kith_facilitator.course.finding import Finding, SourceError

__all__ = ["KithCall", "SourceCell", "read_source"]


@dataclass(frozen=True)
class KithCall:
    """What a cell shows: ``kith.<word>("<prompt>")``, or ``kith.<word>()`` with an empty prompt.

    What is asked in several parts names one: ``kith.<word>("<prompt>", "<part>")``.
    """

    word: str
    prompt: str
    part: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is about a prompt, which somebody answers; a status or a player is only looked at."""
        return bool(self.prompt) and self.word != "player"


@dataclass(frozen=True)
class SourceCell:
    """One cell as its author wrote it; ``number`` and ``line`` count from 1."""

    file: str
    number: int
    line: int
    kind: str
    text: str
    metadata: dict[str, Any]

    @property
    def call(self) -> KithCall | None:
        """The call, if this code cell is exactly one."""
        return _call(self.text) if self.kind == "code" else None

    def finding(self, message: str, remedy: str, line: int | None = None) -> Finding:
        """A slip in this cell."""
        return Finding(self.file, line or self.line, self.number, message, remedy)


def read_source(text: str, file: str) -> tuple[SourceCell, ...]:
    """The cells of a notebook's text. Raises SourceError where it cannot be read."""
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise SourceError(_unreadable(file, str(error))) from None
    except ValidationError as error:
        raise SourceError(_unreadable(file, error.message)) from None
    lines = text.splitlines()
    starts = notebook.metadata["source_map"]
    return tuple(
        SourceCell(file, number, _line(lines, start, cell.cell_type), cell.cell_type, cell.source, dict(cell.metadata))
        for number, (start, cell) in enumerate(zip(starts, notebook.cells, strict=True), 1)
    )


def _unreadable(file: str, complaint: str) -> Finding:
    """A complaint of jupytext, its place taken out of the sentence; it counts cells from 0."""
    place = re.match(r"\w+ cell (\d+) at line (\d+) could not be read: (?:Invalid YAML; )?", complaint)
    cell, line = (int(place[1]) + 1, int(place[2])) if place else (None, None)
    reason = " ".join(complaint[place.end() if place else 0 :].split())
    return Finding(file, line, cell, f"its settings cannot be read ({reason})", "mend them")


def _line(lines: list[str], start: int, kind: str) -> int:
    """The cell's first line: jupytext gives a fence's line from 1, but prose from 0 with the blank lines before it."""
    if kind != "markdown":
        return start
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start + 1


def _call(text: str) -> KithCall | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    match body:
        case [
            ast.Expr(
                ast.Call(
                    func=ast.Attribute(value=ast.Name(id="kith"), attr=str(word)),
                    args=[ast.Constant(value=str(prompt)), *parts],
                    keywords=[],
                )
            )
        ] if len(names := _texts(parts)) == len(parts) <= (word != "player"):  # which may be given two runs
            return KithCall(word, prompt, *names)
        case [ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id="kith"), attr=str(word)), args=[], keywords=[]))]:
            return KithCall(word, "")
    return None


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
