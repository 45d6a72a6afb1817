"""What is read on a page: passages of prose, each with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kith_facilitator.course.source import SourceCell

__all__ = ["Passage", "passages_of", "words_in"]

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_FOOT = re.compile(r"^##\s+Sources\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, list item or cell of a table.

    What is ``folded`` lies in a `details` of that number, and one reader opens one of them; what stands at the
    ``foot``, under *Sources*, is looked up and not read.
    """

    cell: SourceCell
    line: int
    text: str
    level: int = 0
    folded: int = 0
    foot: bool = False


def passages_of(cell: SourceCell) -> Iterator[Passage]:
    """The passages of a cell of Markdown; HTML in it is left out, and so are pictures."""
    foot = _FOOT.search(cell.text)
    foot_line = cell.text[: foot.start()].count("\n") if foot else None
    folds, inside = 0, False
    tokens = _MARKDOWN.parse(cell.text)
    for token, before in zip(tokens, [None, *tokens], strict=False):
        if token.type == "html_block":
            folds, inside = _folded(token.content, folds, inside=inside)
        if token.type != "inline":
            continue
        line = token.map[0] if token.map else 0
        level = int(before.tag[1]) if before is not None and before.type == "heading_open" else 0
        at_foot = foot_line is not None and line >= foot_line
        if text := _plain(token):
            yield Passage(cell, cell.line + line, text, level, folds if inside else 0, at_foot)


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def _folded(html: str, folds: int, *, inside: bool) -> tuple[int, bool]:
    for closing in re.findall(r"<(/?)details", html):
        folds, inside = folds + (not closing), not closing
    return folds, inside


def _plain(token: Token) -> str:
    """The words of a passage as they are read."""
    pieces = (" " if one.type in {"softbreak", "hardbreak"} else one.content for one in _leaves(token))
    return " ".join("".join(pieces).split())


def _leaves(token: Token) -> Iterator[Token]:
    for one in token.children or ():
        if one.type not in {"html_inline", "image"}:
            yield one
