"""Published pages in the hands of somebody who takes them apart: their tables, what their pictures hold, each byte."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

__all__ = ["Drawn", "Pane", "panes", "people_in", "readings"]

#: Whatever may be written in letters that hold bytes.
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


@dataclass(frozen=True)
class Drawn:
    """What lies in a picture's coordinates, worked back by its axis: the group's mark, and the ends of its lines."""

    axis: tuple[float, float]
    point: float
    ends: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Pane:
    """One wave of a figure, as a page holds it: folded or not, and of whichever width."""

    id: str
    wave: int
    day: str
    words: str
    table: Mapping[str, tuple[str, ...]]
    people: tuple[str, ...]
    drawn: tuple[Drawn, ...]

    def numbers(self, row: str) -> tuple[float, ...]:
        """The numbers in a row of its table."""
        return tuple(number for cell in self.table[row] for number in _numbers(cell))


def panes(html: str) -> list[Pane]:
    """All that a dashboard's page tells, in its order."""
    page = BeautifulSoup(html, "html.parser")
    return [
        _pane(str(section["aria-labelledby"]), wave)
        for section in page.select("section.kith-panel")
        for wave in section.select(".kith-wave")
    ]


def people_in(pane: Pane) -> Iterator[tuple[int, ...]]:
    """Every number of people that a pane tells, by its ends."""
    for told in (*pane.people, *re.findall(r"\d+ to \d+ (?=people|learners|of us)", pane.words)):
        yield tuple(int(number) for number in re.findall(r"\d+", told))


def readings(blob: bytes) -> Iterator[str]:
    """Everything that bytes can be read as: as they are, unescaped, and whatever is packed in them."""
    text = blob.decode("utf-8", "replace")
    for plain in {text, unescape(text), unquote(unescape(text)), text.encode().decode("unicode_escape", "replace")}:
        yield plain
        for found in set(_PACKED.findall(plain)):
            yield from _unpacked(found)


def _unpacked(found: str) -> Iterator[str]:
    for start in range(4):  # a word may stand before it
        packed = found[start:].rstrip("=")
        yield base64.urlsafe_b64decode(packed.replace("+", "-").replace("/", "_")[: len(packed) // 4 * 4]).decode(
            "utf-8", "replace"
        )
    with_pairs = found[: len(found) // 2 * 2]
    try:
        yield bytes.fromhex(with_pairs).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return


def _pane(id: str, wave: Tag) -> Pane:
    table = {_text(row.find("th")): tuple(map(_text, row.select("td"))) for row in wave.select("tbody tr")}
    of_people = wave.select_one("thead th:last-child")
    people = [cells[-1] for name, cells in table.items() if _text(of_people) == "People" or name == "Counted"]
    words = wave.get_text(" ")
    day = re.search(r"worked out on (\d{4}-\d\d-\d\d)", words, re.IGNORECASE)
    drawn = [one for svg in wave.select("svg") if (one := _drawn(svg))]
    told = tuple(one for one in people if one != "–")
    return Pane(id, int(str(wave["data-wave"])), day[1] if day else "", words, table, told, tuple(drawn))


def _drawn(svg: Tag) -> Drawn | None:
    """The places of marks on the axis; None where there is none, as of dots, each of which is somebody."""
    ticks = [(_across(one), number) for one in svg.select(".role-axis-label text") for number in _numbers(_text(one))]
    point = svg.select_one(".mark-symbol.role-mark path[stroke='var(--kith-group)']")
    if len(ticks) < 2 or point is None:
        return None
    (left, low), (right, high) = ticks[0], ticks[-1]

    def value(across: float) -> float:
        return low + (across - left) * (high - low) / (right - left)

    lines = svg.select(".mark-rule.role-mark line[stroke='var(--kith-group)']")
    starts = [(_across(one), float(str(one["x2"]))) for one in lines if _down(one) == _down(point)]
    return Drawn(
        (low, high), value(_across(point)), tuple((value(start), value(start + long)) for start, long in starts)
    )


def _across(mark: Tag) -> float:
    return float(str(mark["transform"]).removeprefix("translate(").split(",")[0])


def _down(mark: Tag) -> float:
    return float(str(mark["transform"]).removesuffix(")").split(",")[1])


def _numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def _text(tag: object) -> str:
    return tag.get_text(" ").strip() if isinstance(tag, Tag) else ""
