"""Editions as pages that need no kernel: each whole before anybody is led to it, and every earlier one still there."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kith_exercises.files import put_in_place, sweep, write_atomically
from kith_exercises.log import locked
from kith_facilitator.dashboards import FIGURES
from kith_facilitator.dashboards.leaf import Link, link_to, published
from kith_facilitator.dashboards.page import told
from kith_facilitator.dashboards.panels import Lines, read_panels
from kith_facilitator.dashboards.running import executed, failed
from kith_widgets.words import say, speaking

__all__ = ["CONTENTS", "Shelf"]

#: The page that leads to an edition's others, and to earlier editions.
CONTENTS = "index"

_OUT = "published"


class Shelf:
    """A folder of editions. Its file ``published`` names those that are out, one a line; the last is the newest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def out(self) -> tuple[str, ...]:
        """The names of the editions that are out, the oldest first."""
        try:
            return tuple((self.folder / _OUT).read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return ()

    def put(self, notebooks: Sequence[Path]) -> tuple[str, ...]:
        """Make pages of an edition's notebooks beside them, then make it the newest, in one step.

        One that is out stays as it is. Whoever reads meanwhile finds the edition before this one. Gives what the
        facilitator should know, and the cohort should not.
        """
        edition = notebooks[0].parent
        with locked(self.folder / f".{_OUT}.lock"):
            out = self.out()
            remarks = () if edition.name in out else self._write(edition, notebooks, tuple(reversed(out)))
            newest = [*(name for name in out if name != edition.name), edition.name]
            write_atomically(self.folder / _OUT, "".join(f"{name}\n" for name in newest).encode(), lasting=True)
        return remarks

    def _write(self, edition: Path, notebooks: Sequence[Path], earlier: Sequence[str]) -> tuple[str, ...]:
        sweep(edition)  # of what a run left that was cut off
        pages = dict(executed(notebooks))
        reasons = {name: reason for name, notebook in pages.items() if (reason := failed(notebook))}
        dashboards = [link_to(path, f"{path.stem}.html") for path in notebooks]
        language = str(_figures(edition).get("language", "en"))
        with speaking(language):
            links = [Link(name=CONTENTS, title=say("frameAll"), href=f"{CONTENTS}.html"), *dashboards]
            pages[CONTENTS] = self._contents(edition, dashboards, earlier, language)
        for name, notebook in pages.items():
            html = published(name, notebook, links).encode()
            put_in_place(edition / f"{name}.html", html, mode=0o444, lasting=True)
        return tuple(f"A part of {name}.html could not be shown, and says so: {why}" for name, why in reasons.items())

    def _contents(self, edition: Path, dashboards: Sequence[Link], earlier: Sequence[str], language: str) -> Any:
        from nbformat import v4

        title = say("frameFound")
        out = _out_of(edition)
        found = _listed((one["title"], one["href"], out.get(one["name"], "")) for one in dashboards)
        blocks = [f"# {title}", _dated(edition, language), found]
        if earlier:
            then = ((_day(self.folder / name, language), f"../{name}/{CONTENTS}.html", "") for name in earlier)
            blocks += [f"## {say('frameEarlier')}", say("frameStays"), _listed(then)]
        cell = v4.new_markdown_cell("\n\n".join(blocks))  # type: ignore[no-untyped-call]
        metadata = {"title": title, "kith": {"language": language}}
        return v4.new_notebook(cells=[cell], metadata=metadata)  # type: ignore[no-untyped-call]


def _listed(links: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join(f"- [{title}]({href}){f': {note}' if note else ''}" for title, href, note in links)


def _out_of(edition: Path) -> dict[str, str]:
    """By dashboard, how many of its figures are out, and of how many."""
    found: dict[str, dict[tuple[str, str], bool]] = {}
    for one in read_panels(_figures(edition)):
        if not isinstance(one.panel, Lines):
            figures = found.setdefault(one.dashboard, {})
            figures[one.module, one.panel.id] = figures.get((one.module, one.panel.id), False) or told(one.panel)
    return {name: say("frameOut", n=sum(out.values()), m=len(out)) for name, out in found.items()}


def _dated(edition: Path, language: str) -> str:
    """Of when the figures of an edition are, as a sentence."""
    return say("pageDated", day=_day(edition, language)) if _figures(edition)["dated"] else say("pageUndated")


def _day(edition: Path, language: str) -> str:
    """What an edition is called in a list: by its day, or by the fact that it has none."""
    from babel import Locale
    from babel.dates import format_date

    dated = _figures(edition)["dated"]
    if not dated:
        return say("pageUndatedThen")
    return str(format_date(date.fromisoformat(dated), "long", locale=Locale.parse(language, sep="-")))


def _figures(edition: Path) -> Any:
    return json.loads((edition / FIGURES).read_bytes())
