"""Cells that nbgrader would refuse, mark wrongly, or hand out with their solution."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kith_facilitator.course.finding import Finding
from kith_facilitator.course.notebook import Planned
from kith_facilitator.course.rules.pages import ModulePages, Page
from kith_facilitator.course.source import SourceCell

__all__ = ["duplicate_ids", "grade_cells_that_end_in_a_widget", "leaking_markers", "unlocked_cells"]

_WIDGET_PACKAGES = {"anywidget", "ipywidgets", "kith_widgets"}
_MARKER = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
_MISSPELT = re.compile(rf"^\s*[#=]+\s*({_MARKER.pattern})", re.MULTILINE | re.IGNORECASE)


def duplicate_ids(module: ModulePages) -> Iterator[Finding]:
    """A grade_id that appears twice in a notebook: one learner's copy of it aborts everybody's grading."""
    for page in module.pages:
        seen: Counter[str] = Counter()
        for each in page.planned:
            grade_id = each.keys.get("grade_id", "")
            seen[grade_id] += 1
            if grade_id and each.origin and seen[grade_id] == 2:
                yield each.origin.finding(f"grade_id “{grade_id}” appears twice", "rename one")


def unlocked_cells(module: ModulePages) -> Iterator[Finding]:
    """Task cells and cells of Kith's own that a learner could change."""
    for _, each, cell in _author_cells(module):
        if each.keys.get("task") and not each.keys["locked"]:
            yield cell.finding("this task cell is not locked", "write locked: true; without it grading fails")
        elif cell.call and cell.call.asks and not each.keys["locked"]:
            yield cell.finding("this Kith cell is not locked", "leave “locked” out: Kith's cells are locked")


def grade_cells_that_end_in_a_widget(module: ModulePages) -> Iterator[Finding]:
    """Grade cells whose last value is no number: nbgrader gives full points for those."""
    for page, each, cell in _author_cells(module):
        tests = each.cell.cell_type == "code" and each.keys.get("grade") and not each.keys["solution"]
        if tests and _shows_a_widget(each.cell.source, _widget_names(page)):
            yield cell.finding(
                "this grade cell ends in a widget, so nbgrader would give everybody full points",
                'end it with a number, for example kith.complete("...")',
            )


def leaking_markers(module: ModulePages) -> Iterator[Finding]:
    """Solutions, hidden tests and mark schemes that nbgrader would not take out."""
    for _, each, cell in _author_cells(module):
        yield from _markers(cell, each.keys)


def _author_cells(module: ModulePages) -> Iterator[tuple[Page, Planned, SourceCell]]:
    for page in module.pages:
        for each in page.planned:
            if each.origin and not each.generated:
                yield page, each, each.origin


def _markers(cell: SourceCell, keys: Mapping[str, Any]) -> Iterator[Finding]:
    at_home = {
        "SOLUTION": bool(keys.get("solution")) and not keys["locked"],
        "HIDDEN TESTS": bool(keys.get("grade")) and not keys["solution"],
        "MARK SCHEME": bool(keys.get("task")),
    }
    homes = {"SOLUTION": "an unlocked solution cell", "HIDDEN TESTS": "a tests cell", "MARK SCHEME": "a task cell"}
    for marker, *_ in _MISSPELT.findall(cell.text):
        if not _MARKER.fullmatch(marker):
            yield cell.finding(f"“{marker}” is not how nbgrader spells it", "write the marker in capitals")
            return
    found: dict[str, list[str]] = {}
    for edge, what in _MARKER.findall(cell.text):
        found.setdefault(what, []).append(edge)
    for what, edges in found.items():
        if not at_home[what]:
            yield cell.finding(f"“BEGIN {what}” stands in the wrong kind of cell", f"move it to {homes[what]}")
        elif edges != ["BEGIN", "END"] * (len(edges) // 2):
            yield cell.finding(
                f"“BEGIN {what}” and “END {what}” don't match, so it would leak", "close each before the next begins"
            )


def _widget_names(page: Page) -> set[str]:
    """Names that stand for a widget or its class anywhere in the notebook, as far as reading can tell."""
    names: set[str] = set()
    for cell in page.cells:
        for node in ast.walk(_parsed(cell.text)) if cell.kind == "code" else ():
            match node:
                case ast.Import(names=imported):
                    names |= {each.asname or each.name for each in imported if each.name in _WIDGET_PACKAGES}
                case ast.ImportFrom(module=str(package), names=imported) if package.split(".")[0] in _WIDGET_PACKAGES:
                    names |= {each.asname or each.name for each in imported}
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_widget(value, names):
                    names.add(name)
    return names


def _shows_a_widget(text: str, names: set[str]) -> bool:
    body = _parsed(text).body
    return bool(body) and isinstance(body[-1], ast.Expr) and _is_widget(body[-1].value, names)


def _is_widget(node: ast.expr, names: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="kith"), attr=word)):
            return word != "complete"
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return name in names
        case ast.Name(id=name):
            return name in names
    return False


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):  # a magic, or a slip that running the notebook shows
        return ast.Module([], [])
