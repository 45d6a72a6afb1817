"""A kernel provisioner for any Jupyter program: kernels come out of a warmed parent, confined if asked for.

In a kernel specification: ``"metadata": {"kernel_provisioner": {"provisioner_name": "kith-warm", "config": {...}}}``;
the traits of `Facts` are its configuration.
"""

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kith_kernels.environment import clean, settings
from kith_kernels.facts import Facts
from kith_kernels.folders import sockets_folder
from kith_kernels.launch import FAILED, Launch, Mode
from kith_kernels.limits import Ended, Limits
from kith_kernels.packets import NO_HISTORY
from kith_kernels.warm import WarmFailed, WarmKernel, WarmParent, parent_of

__all__ = ["WarmProvisioner"]

#: In seconds: for a kernel that is watched to be ended by its watcher, and for one that was killed to be gone.
_TO_END = 5


class WarmProvisioner(Facts, LocalProvisioner):  # type: ignore[metaclass]  # the second's comes from the first's
    """Forks a kernel from a warmed parent instead of starting Python anew; it talks over Unix sockets.

    Where that can't be, it is Jupyter's own provisioner, and the log says why. A kernel that is to be confined is
    never started otherwise.
    """

    #: Why the last kernel ended, if it did and came out of a warmed parent.
    why_ended: Ended | None = None
    #: A sentence on why it never started, if that is known.
    why_failed: str = ""

    _kernel: WarmKernel | None = None
    _sockets: Path | None = None
    _asked_to_end = False

    @property
    def has_process(self) -> bool:
        return self._kernel is not None or super().has_process

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        if _possible() and manager is not None and self._sockets is None:
            self._sockets = sockets_folder()
            manager.transport, manager.ip = "ipc", str(self._sockets / "k")
            manager.connection_file = str(self._sockets / "kernel.json")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        self.why_ended, self.why_failed, self._asked_to_end = None, "", False
        if self._sockets is None:
            return await self._launch_plain("this system has no way to watch a fork", cmd, kwargs)
        try:
            self._kernel = await self._launch_warm(cmd, kwargs, self._sockets)
        except WarmFailed as reason:
            return await self._launch_plain(str(reason), cmd, kwargs)
        self.pid, self.cwd = self._kernel.pid, kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _launch_plain(self, reason: str, cmd: list[str], kwargs: dict[str, Any]) -> KernelConnectionInfo:
        if self.mode is not Mode.none:
            await self.cleanup()  # whoever is told of a failure has nothing left to clear away
            msg = f"This kernel was to be confined, and no such kernel starts here: {reason}"
            raise WarmFailed(msg)
        sentence = f"An ordinary kernel is started, since no warm one can be: {reason}"
        self.log.warning(sentence, extra={"note": sentence})
        return await super().launch_kernel(cmd, **kwargs)

    async def _launch_warm(self, cmd: list[str], kwargs: dict[str, Any], sockets: Path) -> WarmKernel:
        env = kwargs["env"]
        if self.mode is not Mode.none:
            env = clean(env, home="/nonexistent", also=[*self.pass_env, *self.kernel_spec.env])
        parent, arguments = parent_of(self.preload), _arguments(cmd)
        if self.preload and arguments is not None and await _started(parent):
            self.log.warning("Kernels start without %s: %s", ", ".join(self.preload), parent.why_cold)
            parent = parent_of(())
        if why := await _why_cold(cmd, env, parent):
            if self.mode is Mode.none:
                raise WarmFailed(why)
            parent, arguments = parent_of(cold=True), None
            await _started(parent)
        if arguments is not None and not (self.history and self.mode is Mode.none):
            arguments = [*arguments, NO_HISTORY]
        launch = Launch(
            connection_file=str(sockets / "kernel.json"),
            sockets=str(sockets),
            folder=_folder(kwargs),
            kept=tuple(self.kept),
            readable=tuple(self.readable),
            hidden=tuple(self.hidden),
            env=env,
            limits=Limits(**self.limits),
            mode=self.mode,
            argv=tuple(cmd) if arguments is None else None,
            arguments=tuple(arguments or ()),
        )
        return parent.launch(launch)

    async def poll(self) -> int | None:
        if self._kernel is None:
            return await super().poll()
        code = self._kernel.ended()
        if code is not None:
            self._note_end(code)
        return code

    async def wait(self) -> int | None:
        if self._kernel is None:
            return await super().wait()
        await self._gone(None)
        code = await self.poll()
        self._let_go()
        return code

    async def send_signal(self, signum: int) -> None:
        if self._kernel is None:
            await super().send_signal(signum)
            return
        # Who watches a confined kernel hands an interrupt on to it, and to nothing that it started.
        self._kernel.signal(signum, group=self.mode is Mode.none)

    async def shutdown_requested(self, restart: bool = False) -> None:  # noqa: ARG002
        self._asked_to_end = True

    async def terminate(self, restart: bool = False) -> None:
        self._asked_to_end = True
        if self._kernel is None:
            await super().terminate(restart)
            return
        await self.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Has the kernel ended at once, and does not wait for it."""
        self._asked_to_end = True
        if self._kernel is not None:
            confined = self.mode is not Mode.none
            self._kernel.signal(signal.SIGTERM if confined else signal.SIGKILL, group=not confined)

    async def gone(self) -> None:
        """Waits until the kernel has ended; forever, if there is none."""
        await (self._gone(None) if self._kernel is not None else asyncio.Event().wait())

    async def kill(self, restart: bool = False) -> None:
        """The kernel is gone afterwards, and all that it started."""
        self._asked_to_end = True
        if self._kernel is None:
            await super().kill(restart)
            return
        if self.mode is not Mode.none:
            await self.send_signal(signal.SIGTERM)  # what it wrote is still brought out
            if await self._gone(_TO_END):
                return
        await self.send_signal(signal.SIGKILL)
        await self._gone(_TO_END)

    async def cleanup(self, restart: bool = False) -> None:
        if self._kernel is not None and await self.poll() is not None:
            self._let_go()
        if self._sockets is not None and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None
        await super().cleanup(restart)

    async def _gone(self, seconds: float | None) -> bool:
        """Whether the process has ended, as soon as it has or after ``seconds``."""
        assert self._kernel is not None
        process = os.dup(self._kernel.process)  # whoever waits may be thrown away when the kernel's own is long closed
        loop, gone = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(process, gone.set)
        try:
            await asyncio.wait_for(gone.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            if not loop.is_closed():
                loop.remove_reader(process)
            os.close(process)
        return True

    def _note_end(self, code: int) -> None:
        if self.why_ended is not None:
            return
        self.why_ended = self._ended_by(code)
        if self._sockets is not None and (said := self._sockets / FAILED).is_file():
            self.why_failed = said.read_text(encoding="utf-8", errors="replace")[:1000]

    def _ended_by(self, code: int) -> Ended:
        if code in set(Ended) - {Ended.DONE, Ended.BY_ITSELF}:
            return Ended(code)
        if self._asked_to_end:
            return Ended.DONE
        return Ended.KILLED if code == -signal.SIGKILL else Ended.BY_ITSELF

    def _let_go(self) -> None:
        if self._kernel is not None:
            self._kernel.close()
        self._kernel = None


def _folder(kwargs: dict[str, Any]) -> str:
    return os.path.realpath(kwargs.get("cwd") or ".")


def _possible() -> bool:
    """Whether this system can fork a process safely and watch it."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


async def _started(parent: WarmParent) -> str:
    """Why that parent, which runs now, can't fork a Python kernel; or nothing."""
    if not parent.running:
        await asyncio.to_thread(parent.ensure_started)  # imports take long, and a server has others to serve
    return parent.why_cold


def _arguments(cmd: list[str]) -> list[str] | None:
    """What this very Python's kernel is told on its command line, or nothing if ``cmd`` starts another."""
    rest = [part for part in cmd[1:] if part != "-Xfrozen_modules=off"]
    found = shutil.which(cmd[0]) or cmd[0]
    same = Path(found).parent.resolve() == Path(sys.executable).parent.resolve() and Path(found).exists()
    same = same and Path(found).resolve() == Path(sys.executable).resolve()
    return rest[2:] if same and rest[:2] == ["-m", "ipykernel_launcher"] else None


async def _why_cold(cmd: list[str], env: dict[str, str], parent: WarmParent) -> str:
    """Why this parent can't fork the kernel that ``cmd`` would start with ``env``, or nothing."""
    if _arguments(cmd) is None:
        return f"{' '.join(cmd[:3])} is another kernel than that of {sys.executable}."
    if why := await _started(parent):
        return f"{why}, and only what has a single thread can be forked."
    if settings(env) != settings(parent.environment):
        return "its environment asks for other settings of Python."
    return ""
