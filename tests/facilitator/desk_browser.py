"""The desk as a browser has it from a real server, without a window: pages, the line behind them, and cookies."""

import json
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

__all__ = ["Browser", "base_of", "logged_in", "version_of"]


class Browser:
    """What a browser does with one address: follows, keeps cookies, and sends the header that a page's script adds."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, url: str, data: bytes | None = None, method: str | None = None, **headers: str) -> Any:
        """The answer, also if it is a refusal."""
        request = urllib.request.Request(url, data, {k.replace("_", "-"): v for k, v in headers.items()}, method=method)
        try:
            return self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            return error

    @property
    def xsrf(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "_xsrf")

    def act(self, base: str, session: str, id: int, action: Any, payload: str | None = None) -> dict[str, Any]:
        message = {"session": session, "id": id, "payload": json.dumps(action) if payload is None else payload}
        answer = self.ask(f"{base}/act", json.dumps(message).encode(), X_XSRFToken=self.xsrf)
        reply = json.loads(answer.read())
        assert reply["id"] == id
        found = json.loads(reply["payload"])
        assert isinstance(found, dict)
        return found


def version_of(browser: Browser, base: str, session: str, answer: str) -> dict[str, Any]:
    """An action's part that says which words its page shows."""
    found = browser.act(base, session, 1000, {"do": "open", "answer": answer})["state"]["open"]
    return {"answer": answer, "version": found["version"]}


def base_of(address: str) -> str:
    return address.split("?", maxsplit=1)[0]


def logged_in(address: str) -> Browser:
    browser = Browser()
    assert browser.ask(address).status == 200
    return browser
