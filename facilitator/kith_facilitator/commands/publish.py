"""``kith publish``: the cohort shown to itself, as pages or live, or the course as a site."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import (
    BrowserOption,
    HomeOption,
    PortOption,
    SourcesOption,
    absolute,
    root_of,
    teaching,
)
from kith_facilitator.console import busy, say
from kith_facilitator.processes import HOST

__all__ = ["publish"]


def publish(  # noqa: PLR0913, PLR0917 (an option each)
    home: HomeOption = None,
    port: PortOption = None,
    browser: BrowserOption = True,
    course: Annotated[
        bool, typer.Option("--course", help="The course as a site to read and to try, which needs no kernel.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the site goes. Default: site, in the home.")
    ] = None,
    sources: SourcesOption = None,
    live: Annotated[
        bool, typer.Option("--live", help="For you alone: Voilà runs the dashboards as you open them.")
    ] = False,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help="Answer other machines, too. Default: this one only.")
    ] = None,
) -> None:
    """Show the cohort to itself: freeze its figures, and serve them to its members as pages that need no kernel.

    The address that is printed holds the cohort's token; whoever has it may see the pages.

    With --course, write the course itself as a folder of pages that open from a disk or from any web server.
    """
    if course:
        _write_course(home, absolute(out), absolute(sources), browser=browser)
        return
    if live and host:
        raise KithError("--live answers this machine only, so --host is for the pages alone. Leave one of them out.")
    if out or sources:
        raise KithError("--out and --sources are for a course as a site. Add --course, or leave them out.")
    from kith_facilitator.showing import serve_live, serve_members

    if live:
        serve_live(teaching(home), port=port, browser=browser)
    else:
        serve_members(teaching(home), port=port, host=host or HOST, browser=browser)


def _write_course(home: Path | None, out: Path | None, sources: Path | None, *, browser: bool) -> None:
    from dataclasses import replace

    from kith_facilitator.home import Home, open_home
    from kith_facilitator.site import site_of
    from kith_facilitator.site.folder import put_folder
    from kith_facilitator.sources import course_of

    root = root_of(home)
    place = open_home(root) if (root / "kith.toml").exists() else Home(root)
    if out is None and not (root / "kith.toml").exists():
        raise KithError(f"There is no Kith home at {root} for the site to go to. Name a folder with --out.")
    taught = course_of(replace(place, sources=sources) if sources else place)
    folder = out or root / "site"
    with busy("Writing the course as a site"):
        files = site_of(taught)
        put_folder(folder, files)
    pages, size = sum(name.endswith(".html") for name in files), sum(map(len, files.values()))
    say(
        f"The course is in {folder}: {pages} pages, {size // 1024} KB",
        "What readers write there stays in their browser.",
    )
    if browser:
        webbrowser.open((folder / "index.html").as_uri())
