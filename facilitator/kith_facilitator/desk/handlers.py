"""The desk in a Jupyter server: its page, and the line behind it, for whoever may use this server and teaches here."""

import asyncio
import atexit
import json
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from kith_exercises import KithError
from kith_facilitator.home import Home, open_home
from kith_widgets import Refused

if TYPE_CHECKING:  # nbgrader is slow to load, and not every server needs it
    from kith_facilitator.desk.line import Line

__all__ = ["DeskActHandler", "DeskHandler", "done", "send", "teaching_home", "without_token"]

_LARGEST = 2_000_000  # bytes of one message
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')

Result = TypeVar("Result")

#: One thing after another, and the server free meanwhile: a gradebook on a slow disk must not stop anybody's kernel.
_worker = ThreadPoolExecutor(1, thread_name_prefix="kith-desk")
_lines: "dict[Path, Line]" = {}


class DeskHandler(JupyterHandler):
    """``GET /kith/desk``: the page, as one document that runs its own script alone."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        from sqlalchemy.exc import DatabaseError

        from kith_widgets.desk import desk_page

        home = teaching_home()
        if without_token(self):
            return
        module = self.get_query_argument("module", None)
        try:
            card, state = await done(home, lambda line: line.page(module))
        except (KithError, Refused) as error:
            raise web.HTTPError(404, str(error)) from None
        except DatabaseError as error:
            raise web.HTTPError(500, f"The gradebook can't be used: {error.orig}.") from None
        page = desk_page(card, state, self.base_url)
        policy = _POLICY.search(page)
        shut = unescape(policy[1]) if policy else "default-src 'none'"
        _ = self.xsrf_token  # asking for it sets the cookie that the page's messages need
        send(self, page, f"{shut}; frame-ancestors 'none'")


class DeskActHandler(APIHandler):
    """``POST /kith/desk/act`` with ``{session, id, payload}``; answers ``{id, payload}``."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    async def post(self) -> None:
        home = teaching_home()
        if len(self.request.body) > _LARGEST:
            raise web.HTTPError(413, "This message is too large for the desk.")
        try:
            message = json.loads(self.request.body)
        except (ValueError, RecursionError):
            message = None
        try:
            reply = await done(home, lambda line: line.answer(message))
        except KithError as error:
            raise web.HTTPError(500, str(error)) from None
        if reply is None:
            raise web.HTTPError(400, "This is no message to the desk.")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(reply))


def without_token(handler: JupyterHandler) -> bool:
    """Whether the address held the key, and leads on without it.

    Logged in by it, one needs it no more; it shall not stand in the address and in the history.
    """
    if "token" not in handler.request.query_arguments:
        return False
    kept = {name: handler.get_query_argument(name) for name in handler.request.query_arguments if name != "token"}
    handler.redirect(f"{handler.request.path}?{urlencode(kept)}" if kept else handler.request.path)
    return True


def send(handler: JupyterHandler, page: str, policy: str, *, referrer: str = "no-referrer") -> None:
    """Send a page that is kept nowhere; ``policy`` is its content security policy."""
    handler.set_header("Content-Security-Policy", policy)
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("Referrer-Policy", referrer)
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    handler.finish(page)


def teaching_home() -> Home:
    """The home that this server is for, if one teaches in it; to others there is no desk."""
    root = os.environ.get("KITH_HOME")
    if not root:
        raise web.HTTPError(404)
    try:
        home = open_home(Path(root))
    except KithError:
        raise web.HTTPError(404) from None
    if not home.teaches:
        raise web.HTTPError(404)
    return home


async def done(home: Home, ask: "Callable[[Line], Result]") -> Result:
    """What the line of a home answers, from the one thread in which it lives."""

    def work() -> Result:
        from kith_facilitator.desk.line import Line

        if home.root not in _lines:
            _lines[home.root] = Line(home)
        return ask(_lines[home.root])

    return await asyncio.get_running_loop().run_in_executor(_worker, work)


@atexit.register
def _close() -> None:
    """A server that ends takes the jobs along that it began."""
    for line in _lines.values():
        line.close()
    _lines.clear()
