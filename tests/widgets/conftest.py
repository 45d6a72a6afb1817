"""A page with one widget whose kernel side is the real Python class."""

import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import kith_widgets
from kith_widgets import Widget
from kith_widgets.words import language
from tests.chromium import fenced

HOST = Path(__file__).parent / "host"
STATIC = Path(kith_widgets.__file__).parent / "static"


class _Files(SimpleHTTPRequestHandler):
    """The host page, and the built widgets under /static/."""

    def translate_path(self, path: str) -> str:
        plain = path.split("?", 1)[0]
        if plain.startswith("/static/"):
            return str(STATIC / plain.removeprefix("/static/"))
        return str(HOST / (Path(plain).name or "index.html"))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is for its findings."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


Show = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, address: str) -> Iterator[Show]:
    """Shows a widget: `show(widget, width=720, theme="light")` returns its page."""
    contexts, alien, wrong = [], [], []

    def open_page(widget: Widget, width: int = 800, theme: str = "light", **options: Any) -> Page:
        context, strangers = fenced(browser, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        alien.append(strangers)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.expose_function("kithKernel", partial(_kernel, {"now": widget}))
        page.expose_function("kithOpen", lambda _name: _opened(widget))
        start(page, address, theme)
        return page

    yield open_page
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert not any(alien), f"a widget asked the network: {alien}"
    assert not wrong, f"a script failed: {wrong}"


def start(page: Page, address: str, theme: str = "light") -> None:
    page.goto(address)
    page.evaluate("theme => { document.body.dataset.jpThemeLight = String(theme === 'light') }", theme)
    page.evaluate("() => host.show('it')")
    page.wait_for_selector(".kith[data-theme]")


def _opened(widget: Widget) -> dict[str, Any]:
    return {
        "card": widget.card,
        "state": widget.state,
        "css": widget._css,
        "shared": {"script": widget.shared.script, "style": widget.shared.style},
        "script": f"{language()}/{widget._bundle}.js",
        "buffers": {name: [b64encode(one).decode() for one in all] for name, all in widget.buffers.items()},
    }


def _kernel(widgets: dict[str, Widget], content: Any) -> dict[str, Any]:
    widget = widgets["now"]
    return {"reply": widget.answer(content), "state": widget.state}
