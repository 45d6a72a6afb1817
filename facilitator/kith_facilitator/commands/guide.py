"""``kith guide``: the facilitator's guide, to read or to print."""

import webbrowser
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

import typer

from kith_facilitator.commands.shared import BrowserOption, absolute
from kith_facilitator.console import say

__all__ = ["guide"]


def guide(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it. Default: a temporary file.")
    ] = None,
    browser: BrowserOption = True,
) -> None:
    """Open the facilitator's guide, to read or print: run sheets, debriefs, care steps, cards. It needs no network."""
    from kith_exercises.files import write_atomically
    from kith_facilitator.guide import guide_page

    path = absolute(out) or Path(mkdtemp(prefix="kith-")) / "guide.html"
    write_atomically(path, guide_page().encode())
    say(f"The guide is in {path}")
    if browser:
        webbrowser.open(path.as_uri())
