"""The cohort desk in a Jupyter server, for whoever may use this server and teaches here."""

import secrets
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from kith_exercises import KithError
from kith_facilitator.desk.handlers import done, teaching_home

if TYPE_CHECKING:  # slow to load, as in the marking desk
    from kith_facilitator.desk.line import Line

__all__ = ["CohortDeskHandler", "DigestHandler"]

_LARGEST = 100_000  # bytes of one form
_REMEMBERED = 64

#: What was done, for the page that comes after a form: told once, and by a name that says nothing.
_said: OrderedDict[str, str] = OrderedDict()


class CohortDeskHandler(JupyterHandler):
    """``GET /kith/cohort?module=``: the page. ``POST`` with its forms' fields: what they ask, and the page again."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        if "token" in self.request.query_arguments:
            # Logged in by it, one needs it no more; it shall not stand in the address and in the history.
            module = self.get_query_argument("module", "")
            self.redirect(f"{self.request.path}?{urlencode({'module': module})}" if module else self.request.path)
            return
        said = _said.pop(self.get_query_argument("said", ""), "")
        await self._show(self.get_query_argument("module", None), said=said)

    @web.authenticated
    @authorized
    async def post(self) -> None:
        if len(self.request.body) > _LARGEST:
            raise web.HTTPError(413, "This is too large for a form of the cohort desk.")
        home = teaching_home()
        asked = {name: self.get_body_argument(name, "", strip=False) for name in self.request.body_arguments}
        module = asked.get("module", "")

        def work(line: "Line") -> str:
            from kith_facilitator.cohort_desk.mend import mend

            return mend(home, line.room.course, module, asked, now=datetime.now(UTC))

        try:
            said = await done(home, work)
        except KithError as error:
            return await self._show(module, wrong=str(error))
        name = secrets.token_urlsafe(9)
        _said[name] = said
        while len(_said) > _REMEMBERED:
            _said.popitem(last=False)
        place = urlencode({"module": module, "said": name})
        return self.redirect(f"{self.request.path}?{place}#{asked.get('about', '')}", status=303)

    async def _show(self, module: str | None, *, said: str = "", wrong: str = "") -> None:
        from kith_facilitator.cohort_desk.page import POLICY

        home, xsrf, base = teaching_home(), self.xsrf_token.decode(), self.base_url

        def work(line: "Line") -> str:
            import getpass

            from kith_facilitator.cohort_desk.overview import look
            from kith_facilitator.cohort_desk.page import cohort_page

            course = line.room.course
            name = module or course.modules[0].name
            overview = look(line.room, course, name, marker=getpass.getuser(), now=datetime.now(UTC))
            return cohort_page(course, overview, base=base, xsrf=xsrf, said=said, wrong=wrong)

        try:
            page = await done(home, work)
        except KithError as error:
            raise web.HTTPError(404, str(error)) from None
        _send(self, page, POLICY)


class DigestHandler(JupyterHandler):
    """``GET /kith/digest``: what came in a week and what waits, as a page to print."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        home = teaching_home()

        def work(line: "Line") -> str:
            from kith_facilitator.cohort_desk.digest import digest_page

            return digest_page(line.room, line.room.course, now=datetime.now(UTC))

        try:
            page = await done(home, work)
        except KithError as error:
            raise web.HTTPError(404, str(error)) from None
        _send(self, page, "frame-ancestors 'none'")


def _send(handler: JupyterHandler, page: str, policy: str) -> None:
    handler.set_header("Content-Security-Policy", policy)
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("Referrer-Policy", "same-origin")
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    handler.finish(page)
