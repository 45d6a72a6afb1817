"""Opening the newest edition: its pages to the cohort's members, or its notebooks, live, to whoever runs the course."""

import asyncio
import secrets
import socket
import webbrowser
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.console import busy, say
from kith_facilitator.home import Home
from kith_facilitator.processes import HOST, port_for
from kith_facilitator.stopping import until_told

__all__ = ["Shown", "publish_pages", "serve_live", "serve_members"]

_AGAIN = (
    "Stop it with Ctrl-C. Run this again after collecting: figures that are out stay, so that nobody can be found by "
    "comparing, and new ones come once enough people have answered since."
)
_ABROAD = "It answers other machines too, and nothing on the way is encrypted: put a server with HTTPS before it."


@dataclass(frozen=True)
class Shown:
    """The newest edition's notebooks, and what the facilitator should know of its making that the cohort should not."""

    notebooks: tuple[Path, ...]
    remarks: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where the edition lies."""
        return self.notebooks[0].parent


def publish_pages(home: Home) -> Shown:
    """Freeze the figures, and make pages of them that need no kernel; once these are whole, they are the newest."""
    from kith_facilitator.configure import write_configuration
    from kith_facilitator.dashboards.shelf import Shelf
    from kith_facilitator.publish import publish_home

    write_configuration(home)
    made = publish_home(home)
    notebooks = tuple(made.edition.notebooks.values())
    return Shown(notebooks, (*made.remarks, *Shelf(home.editions).put(notebooks)))


def serve_members(home: Home, *, port: int | None, host: str, browser: bool) -> None:
    """Publish, serve the pages to the cohort's members, and stay until Ctrl-C."""
    from kith_facilitator.dashboards.membership import cohort_token
    from kith_facilitator.dashboards.pages_server import serve_pages

    port = port_for(port)  # first, as the figures take a while
    with busy("Freezing the figures and writing their pages"):
        shown = _elsewhere(home)
    token = cohort_token(home.root / ".cohort-token")
    name = socket.gethostname() if host in {"0.0.0.0", "::"} else host  # noqa: S104 (asked for by name)
    address = f"http://{name}:{port}/?token={token}"

    def ready() -> None:
        say(
            "The cohort's figures are open at",
            f"  {address}",
            "Whoever has this address may see them, and nobody else.",
        )
        say(f"The pages lie in {shown.folder}.", *shown.remarks, _AGAIN)
        if host != HOST:
            say(_ABROAD)
        if browser:
            webbrowser.open(address)

    with until_told() as told:
        try:
            asyncio.run(serve_pages(home.editions, host=host, port=port, token=token, ready=ready, told=told))
        except OSError as error:
            raise KithError(f"Kith can't answer at {host}, port {port}: {error.strerror}.") from None


def serve_live(home: Home, *, port: int | None, browser: bool) -> None:
    """Publish, let Voilà run the dashboards for whoever runs the course, and stay until Ctrl-C."""
    from kith_facilitator.dashboards.server import serve_notebooks

    port = port_for(port)
    with busy("Freezing the figures and starting the dashboards"):
        shown = _elsewhere(home)
        served = serve_notebooks(shown.notebooks, token=secrets.token_urlsafe(), port=port)
    with until_told() as told, served:
        say("The dashboards are live at", f"  {served.url}", "This address is for you, and ends with Ctrl-C.")
        say(f"Their figures are frozen in {shown.folder}.", *shown.remarks, _AGAIN)
        if browser:
            webbrowser.open(served.url)
        while served.process.poll() is None and not told.wait(0.5):
            pass


def _elsewhere(home: Home) -> Shown:
    """Publish in a process that ends, so that the one which serves for days stays small."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return other.submit(publish_pages, home).result()
