"""Who may see what a cohort shows: whoever holds its token. Decided here, for each server of pages."""

import hashlib
import hmac
import secrets
from html import escape
from pathlib import Path
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from kith_exercises.files import put_in_place

__all__ = ["Guarded", "Membership", "cohort_token"]

_LETTERS = 22  # at least: 128 bits, as secrets.token_urlsafe writes them


def cohort_token(path: Path) -> str:
    """The token that the file keeps, made if there is none; who loses trust in it deletes the file."""
    try:
        token = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        token = ""
    if len(token) < _LETTERS:
        token = secrets.token_urlsafe()
        put_in_place(path, f"{token}\n".encode(), mode=0o600, lasting=True)
    return token


class Membership:
    """A token that is brought once in an address, ``?token=``, and from then on by a cookie."""

    def __init__(self, token: str) -> None:
        self._token = token
        # Ports share their cookies, so each server's has a name of its own.
        self.cookie = f"kith-{hashlib.sha256(token.encode()).hexdigest()[:8]}"

    def brought(self, request: HTTPServerRequest) -> bool:
        """Whether the address holds the token."""
        return any(self._is(value) for value in request.query_arguments.get("token", ()))

    def known(self, request: HTTPServerRequest) -> bool:
        """Whether a cookie does."""
        kept = request.cookies.get(self.cookie)
        return kept is not None and self._is(kept.value.encode())

    def let_in(self, handler: RequestHandler) -> None:
        """Give the cookie, which no script and no other site can use."""
        handler.set_cookie(self.cookie, self._token, httponly=True, samesite="Strict", path="/")

    def _is(self, given: bytes) -> bool:
        return hmac.compare_digest(given, self._token.encode())


class Guarded(RequestHandler):
    """A handler that answers members only. Strangers, and whoever asks for what is not there, get the same: nothing."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def set_default_headers(self) -> None:
        """Say no more than needed, to nobody else."""
        super().set_default_headers()
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)
        self.clear_header("Server")

    async def prepare(self, **_: Any) -> None:
        """Let members go on."""
        membership: Membership = self.settings["membership"]
        if membership.brought(self.request):
            membership.let_in(self)
            # Who comes by a link from elsewhere brings no such cookie, also after a redirection. So the page itself
            # leads on, and the token is in no history.
            self.set_header("Cache-Control", "no-store")
            here = "/" + self.request.path.lstrip("/\\")  # two of them would begin the name of another machine
            self.finish(_ONWARD.format(path=escape(here)))
        elif not membership.known(self.request):
            self.send_error(404)
        else:
            # No page takes wishes. Voilà would look here for templates, themes, and what a kernel is to know.
            self.request.arguments = self.request.query_arguments = {}
            self.request.query, self.request.uri = "", self.request.path
            made = super().prepare()
            if made is not None:
                await made

    def write_error(self, status_code: int, **_: object) -> None:
        """Nothing, and no reason."""
        self.set_status(status_code if status_code >= 500 else 404)
        if status_code == 503:
            self.set_header("Retry-After", "10")
        self.finish()


#: Seen for a moment by whoever comes in, in whatever language: so it has no words but a name.
_ONWARD = (
    '<!DOCTYPE html><html lang=""><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={path}">'
    '<title>Kith</title><a href="{path}">Kith</a></html>'
)
