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
from kith_facilitator.desk.handlers import done, send, teaching_home, without_token

if TYPE_CHECKING:  # slow to load, as in the marking desk
    from kith_facilitator.desk.line import Line

__all__ = ["CohortDeskHandler", "DigestHandler"]

_LARGEST = 100_000  # bytes of one form
_REMEMBERED = 64
_OWN = "same-origin"  # a form that says nothing of where it stands would be refused

#: What was done, for the page that comes after a form: told once, and by a name that says nothing.
_said: OrderedDict[str, str] = OrderedDict()


class CohortDeskHandler(JupyterHandler):
    """``GET /kith/cohort?module=``: the page. ``POST`` with its forms' fields: what they ask, and the page again."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        if without_token(self):
            return
        if self.get_query_argument("part", "") == "exchange":
            await self._how_far(self.get_query_argument("module", ""))
        else:
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
            from kith_facilitator.cohort_desk.handing import hand_over
            from kith_facilitator.cohort_desk.mend import mend

            if asked.get("about") == "exchange":
                return hand_over(line.room.jobs, line.room.course.module(module).name)
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

    async def _how_far(self, module: str) -> None:
        """How far the exchange is, without the rest of the page: its script asks for it each second."""
        from kith_facilitator.cohort_desk.handing import standing

        def work(line: "Line") -> str:
            return standing(line.room.jobs.at(line.room.course.module(module).name, "exchange"))

        try:
            said = await done(teaching_home(), work)
        except KithError as error:
            raise web.HTTPError(404, str(error)) from None
        send(self, said, "default-src 'none'", referrer=_OWN)

    async def _show(self, module: str | None, *, said: str = "", wrong: str = "") -> None:
        from kith_facilitator.cohort_desk.page import POLICY

        home, xsrf, base = teaching_home(), self.xsrf_token.decode(), self.base_url

        def work(line: "Line") -> str:
            from kith_facilitator.cohort_desk.handing import Handing
            from kith_facilitator.cohort_desk.overview import look
            from kith_facilitator.cohort_desk.page import cohort_page

            course = line.room.course
            name = module or course.modules[0].name
            now = datetime.now(UTC)
            overview = look(line.room, course, name, now=now)
            handing = Handing.of(line.room, course, name, now=now)
            return cohort_page(course, overview, handing, base=base, xsrf=xsrf, said=said, wrong=wrong)

        try:
            page = await done(home, work)
        except KithError as error:
            raise web.HTTPError(404, str(error)) from None
        send(self, page, POLICY, referrer=_OWN)


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
        send(self, page, "frame-ancestors 'none'", referrer=_OWN)
