"""A small server of published pages: to members only, from memory, and nothing else."""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tornado.httpserver import HTTPServer
from tornado.web import Application

from kith_facilitator.dashboards.leaf import POLICY
from kith_facilitator.dashboards.membership import Guarded, Membership
from kith_facilitator.dashboards.shelf import CONTENTS, Shelf

__all__ = ["HEADERS", "serve_pages"]

#: With each answer. Frames are refused here, as a page can't do it by itself.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Accept-Encoding, Cookie",
    "Cache-Control": "no-store",
}

_SMALL = 16 * 1024  # bytes, more than any browser asks with


@dataclass(frozen=True)
class _Page:
    """A page as it travels; browsers take it packed."""

    packed: bytes
    digest: str


class _Pages:
    """All pages of the editions that are out, and which is the newest; read again as soon as another comes out."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._read: tuple[str, ...] = ()
        self._pages: dict[str, _Page] = {}

    def find(self, path: str) -> _Page | None:
        """The page at ``edition/name.html``."""
        self.newest()
        return self._pages.get(path)

    def newest(self) -> str | None:
        """The name of the newest edition."""
        out = self._shelf.out()
        if out != self._read:
            known = set(self._read)
            self._pages |= {
                f"{name}/{path.name}": _packed(path)
                for name in out
                if name not in known
                for path in sorted((self._shelf.folder / name).glob("*.html"))
            }
            self._pages = {path: page for path, page in self._pages.items() if path.split("/")[0] in out}
            self._read = out
        return out[-1] if out else None


def _packed(path: Path) -> _Page:
    body = path.read_bytes()
    return _Page(gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:32])


class _Handler(Guarded):
    """The pages, each at its path; the address alone leads to the newest edition."""

    _etag: str | None = None

    def get(self, *found: str) -> None:
        """Give a page, or say that the one that was given before is still it."""
        pages: _Pages = self.settings["pages"]
        path = found[0]
        if not path and (newest := pages.newest()):
            return self.redirect(f"/{newest}/{CONTENTS}.html")
        page = pages.find(path)
        if page is None:
            return self.send_error(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        # Kept by the reader's browser, which asks each time: who is no member any more sees it no more.
        self.set_header("Cache-Control", "private, no-cache")
        if _takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            self._etag = f'"{page.digest}-gz"'
            self.finish(page.packed)
        else:
            self._etag = f'"{page.digest}"'
            self.finish(gzip.decompress(page.packed))
        return None

    head = get

    def compute_etag(self) -> str | None:
        """The page's own, worked out once."""
        return self._etag


def _takes_gzip(accepted: str) -> bool:
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted) is not None


async def serve_pages(
    folder: Path, *, host: str, port: int, token: str, ready: Callable[[], None], told: Event
) -> None:
    """Serve the editions in ``folder`` until ``told``; ``ready`` is called once it answers.

    Raises OSError where it can't answer at that port.
    """
    application = Application(
        [(r"/(.*)", _Handler)],
        default_handler_class=Guarded,
        headers=HEADERS,
        membership=Membership(token),
        pages=_Pages(Shelf(folder)),
        log_function=lambda _: None,  # an address may hold the token
    )
    server = HTTPServer(application, max_body_size=0, max_header_size=_SMALL, max_buffer_size=4 * _SMALL)
    server.listen(port, host)
    try:
        ready()
        await asyncio.to_thread(told.wait)
    finally:
        server.stop()
        await server.close_all_connections()
