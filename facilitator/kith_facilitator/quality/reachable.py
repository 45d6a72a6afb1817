"""Whether somebody who sees, hears or moves in another way can use a page, and one without a kernel can read it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from kith_facilitator.course.finding import Finding
from kith_facilitator.course.source import SourceCell
from kith_facilitator.quality.prose import Passage
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Code, Seen, SeenModule

__all__ = ["access", "fallbacks"]

_WIDGETS = ("anywidget", "ipywidgets", "bqplot", "ipympl", "kith_widgets")


def access(module: SeenModule, _: Seen) -> Result:
    """Headings have an order, tables heads, and nothing hangs on a colour.

    A picture without words is a slip already. Keys, labels and contrast of Kith's own cards are held by Kith's tests;
    of an author's own widgets nobody knows.
    """
    findings: list[Finding] = []
    for page in module.pages.pages:
        findings += _headings([one for one in module.things[page.name] if isinstance(one, Passage) and one.level])
        findings += [finding for cell in page.cells if cell.kind == "markdown" for finding in _html(cell)]
    own = list(_own_widgets(module))
    if own and not findings:
        return not_yet("pages are sound; whether keys reach your own widgets, and eyes, is for you to try", own)
    return judged(findings, "headings, tables and colours of the pages were looked at; cards are tested with Kith")


def _headings(found: list[Passage]) -> Iterator[Finding]:
    if found and found[0].level != 1:
        yield _at(found[0], "the page does not begin with a heading of the first level", "begin it with “# ”")
    for before, after in pairwise(found):
        if after.level > before.level + 1:
            message = f"a heading of level {after.level} follows one of level {before.level}"
            yield _at(after, message, f"write it with “{'#' * (before.level + 1)} ”")
        elif after.level == 1:
            yield _at(after, "this is a second heading of the first level", "write it with “## ”")


def _at(passage: Passage, message: str, remedy: str) -> Finding:
    return Finding(passage.cell.file, passage.line, passage.cell.number, message, remedy)


def _html(cell: SourceCell) -> Iterator[Finding]:
    tags = _Tags()
    tags.feed(cell.text)
    for line, tag in tags.coloured:
        message = f"<{tag}> sets a colour, which may not be seen, nor read on a dark page"
        yield cell.finding(message, "say it in words, or mark it in bold", cell.line + line - 1)
    for line in tags.headless:
        yield cell.finding("this table has no heads (<th>)", "name its columns or rows", cell.line + line - 1)
    for number, row in enumerate(cell.text.splitlines()):
        if "|" in row and re.fullmatch(r"\|?[\s|]*\|[\s|]*", row):
            yield cell.finding("this table has empty heads", "name its columns", cell.line + number)


class _Tags(HTMLParser):
    """Where an author's HTML sets colours, and tables without heads."""

    def __init__(self) -> None:
        super().__init__()
        self.coloured: list[tuple[int, str]] = []
        self.headless: list[int] = []
        self._table: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if {"color", "bgcolor"} & given.keys() or re.search(r"\b(color|background)", given.get("style") or ""):
            self.coloured.append((self.getpos()[0], tag))
        if tag == "table":
            self._table = self.getpos()[0]
        elif tag == "th":
            self._table = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._table is not None:
            self.headless.append(self._table)
            self._table = None


def fallbacks(module: SeenModule, _: Seen) -> Result:
    """Without a kernel there is something to read, and each field says who sees what is stored."""
    findings = list(_own_widgets(module))
    told = f"{len({one.prompt.id for one in module.asked})} questions, each with its reach and a form without a kernel"
    return judged(findings, told)


def _own_widgets(module: SeenModule) -> Iterator[Finding]:
    for one in module.code:
        if isinstance(one, Code) and any(name.split(".")[0] in _WIDGETS for name in one.imports):
            message = (
                "this is a widget of your own: without a kernel it shows nothing, and it does not say what it keeps"
            )
            yield one.cell.finding(message, "ask with kith.fold or kith.activity, or say both in words beside it")
