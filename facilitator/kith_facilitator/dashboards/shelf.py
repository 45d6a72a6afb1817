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
from kith_facilitator.dashboards.running import executed, failed

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
        dashboards = [link_to(path, f"{path.stem}.html") for path in notebooks]
        links = [Link(name=CONTENTS, title="All figures", href=f"{CONTENTS}.html"), *dashboards]
        pages = dict(executed(notebooks))
        reasons = {name: reason for name, notebook in pages.items() if (reason := failed(notebook))}
        pages[CONTENTS] = self._contents(edition, dashboards, earlier)
        for name, notebook in pages.items():
            html = published(name, notebook, links).encode()
            put_in_place(edition / f"{name}.html", html, mode=0o444, lasting=True)
        return tuple(f"A part of {name}.html could not be shown, and says so: {why}" for name, why in reasons.items())

    def _contents(self, edition: Path, dashboards: Sequence[Link], earlier: Sequence[str]) -> Any:
        from nbformat import v4

        blocks = [
            "# What we found",
            f"Figures of {_day(edition)}.",
            _listed((one["title"], one["href"]) for one in dashboards),
        ]
        if earlier:
            then = _listed((_day(self.folder / name), f"../{name}/{CONTENTS}.html") for name in earlier)
            blocks += ["## Earlier", "What was shown then stays as it was.", then]
        cell = v4.new_markdown_cell("\n\n".join(blocks))  # type: ignore[no-untyped-call]
        return v4.new_notebook(cells=[cell], metadata={"title": "What we found"})  # type: ignore[no-untyped-call]


def _listed(links: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- [{title}]({href})" for title, href in links)


def _day(edition: Path) -> str:
    dated = date.fromisoformat(json.loads((edition / FIGURES).read_bytes())["dated"])
    return f"{dated.day} {dated:%B %Y}"
