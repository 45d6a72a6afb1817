"""What every test in a browser rests on: it reaches this machine alone, and whatever it asks of others is noted."""

import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.chromium import fenced

pytestmark = pytest.mark.browser

_ASKED = "address => fetch(address, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"


def test_a_page_reaches_this_machine_alone_and_what_it_asks_of_others_is_noted(browser: Browser) -> None:
    with ThreadingHTTPServer(("", 0), BaseHTTPRequestHandler) as server, socket.socket(type=socket.SOCK_DGRAM) as out:
        Thread(target=server.serve_forever, daemon=True).start()
        out.connect(("192.0.2.1", 9))  # nothing is sent: it tells by which address others would reach this machine
        here = {name: f"http://{name}:{server.server_port}/" for name in ("127.0.0.1", "localhost")}
        away = {name: f"http://{name}:{server.server_port}/" for name in (out.getsockname()[0], "example.org")}
        context, strangers = fenced(browser)
        page = context.new_page()
        page.goto(here["127.0.0.1"])
        said = {name: page.evaluate(_ASKED, address) for name, address in (here | away).items()}
        context.close()
        server.shutdown()
    assert said == dict.fromkeys(here, "reached") | dict.fromkeys(away, "refused")
    assert strangers == list(away.values())
