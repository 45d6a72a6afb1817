"""Voilà with nothing but its pages: what is not served here needs no guard, and no page can reach a kernel.

Run by ``dashboards.server``, in a place of its own. A page is complete when it is sent, so its kernel ends then: no
viewer keeps one, and a page that was made before anybody asked holds none either.
"""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import Any, cast

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError, RequestHandler
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from kith_facilitator.dashboards.leaf import Link, around
from kith_facilitator.dashboards.membership import Guarded, Membership
from kith_facilitator.dashboards.pages_server import HEADERS
from kith_facilitator.dashboards.server import BROUGHT_BY

__all__ = ["run"]

_AT_ONCE = 2  # kernels that run
_WAITING = 20  # kernels that are to, before the next viewer is asked to come again


class _Seats(AsyncMappingKernelManager):
    """Starts few kernels at one time, and lets the others wait."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._waiting, self._closing = 0, False
        self._seated: set[str] = set()

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # by names only, as Voilà calls it
        """Start one as soon as there is a seat. Raises HTTPError where too many wait already."""
        if self._waiting >= _WAITING:
            raise HTTPError(503)
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        if self._closing:
            self._free.release()
            raise HTTPError(503)
        try:
            kernel: str = await super().start_kernel(**settings)
        except BaseException:
            self._free.release()
            raise
        self._seated.add(kernel)
        return kernel

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """End a kernel, and let the next one start."""
        if kernel_id in self._seated and not restart:
            self._seated.discard(kernel_id)
            self._free.release()
        await super().shutdown_kernel(kernel_id, now=now, restart=restart)  # type: ignore[no-untyped-call]

    async def cull_kernels(self) -> None:
        """End kernels whose page broke off. Voilà's own way spares those whose page waits for its viewer."""
        for kernel_id in self.list_kernel_ids():
            kernel: Any = self.get_kernel(kernel_id)
            idle = kernel.execution_state != "busy" and datetime.now(UTC) - kernel.last_activity
            if idle and idle.total_seconds() > self.cull_idle_timeout:
                await _Seats.shutdown_kernel(self, kernel_id, now=True)

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        """End all kernels, and start no more."""
        self._closing = True
        await super().shutdown_all(now=now)


class _Live(Guarded, TornadoVoilaHandler):  # type: ignore[misc]  # Voilà has no types
    """A dashboard, run for whoever opens it, or run already."""


class _First(Guarded):
    """The address alone, which leads to the first dashboard."""

    def get(self, *_: str) -> None:
        """Lead on."""
        self.redirect(self.settings["pages"][0]["href"])


class _ClosedVoila(Voila):  # type: ignore[misc]  # as above
    """Voilà for some notebooks of one folder, each at its name, and for nothing else."""

    def __init__(self, pages: list[Link], token: str) -> None:
        super().__init__()
        self.config_file_paths = [os.environ["JUPYTER_CONFIG_DIR"]]  # and nobody else's
        self._shown, self._token = pages, token

    def init_settings(self) -> Any:
        """Voilà's own, with who may see what; a template gives a kernel back whose page is complete."""

        async def give_back(kernel_id: str) -> str:
            # Not Voilà's own way to end one: that throws the page away which waits for its viewer.
            await _Seats.shutdown_kernel(cast(_Seats, self.kernel_manager), kernel_id, now=True)
            return ""

        own = self.voila_configuration
        own.multi_kernel_manager_class = _Seats
        own.config.VoilaConfiguration.resources = {"pages": self._shown, "give_back": give_back, **around()}
        settings: Any = super().init_settings()
        return {
            **settings,
            "default_handler_class": Guarded,
            "headers": HEADERS,
            "log_function": lambda _: None,  # an address may hold the token
            "membership": Membership(self._token),
            "pages": self._shown,
        }

    def init_handlers(self) -> Any:
        """The dashboards, and none of Voilà's other routes: files, kernels and their lines, themes, extensions."""
        served = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        found: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
            (f"/{page['name']}", _Live, {"notebook_path": f"{page['name']}.ipynb", **served}) for page in self._shown
        ]
        return [("/", _First, {}), *found]


def run(pages: list[Link]) -> None:
    """Serve the notebooks of these names in Voilà's ``root_dir`` until told to end."""
    voila = _ClosedVoila.instance(pages, os.environ.pop(BROUGHT_BY))  # the one whose log others write into
    voila.initialize([])
    voila.start()


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
