"""``kith desk``: the marking desk, opened as one page."""

from typing import Annotated

import typer

from kith_facilitator.commands.shared import BrowserOption, HomeOption, PortOption, teaching

__all__ = ["desk"]


def desk(
    module: Annotated[
        str | None, typer.Argument(help="A module's folder name. Default: the first with something to mark.")
    ] = None,
    home: HomeOption = None,
    port: PortOption = None,
    browser: BrowserOption = True,
    cohort: Annotated[
        bool, typer.Option("--cohort", help="The cohort desk: what to look at and to mend before a session.")
    ] = False,
) -> None:
    """Open the marking desk: read, mark and comment answers; collect, grade and give feedback by button.

    Marks go into nbgrader's gradebook at once, so formgrader shows the same, and both can be used in turn. With
    --cohort, open the page to look at before a session: who has not sent, who goes with whom, what was asked, what got
    in the way, and what waits for you.
    """
    from urllib.parse import urlencode

    from kith_facilitator.configure import write_configuration
    from kith_facilitator.serve import serve_lab

    place = teaching(home, module)
    write_configuration(place)
    page = f"kith/{'cohort' if cohort else 'desk'}" + (f"?{urlencode({'module': module})}" if module else "")
    serve_lab(place, root=place.root, page=page, port=port, browser=browser, place="desk")
