"""A kernel manager whose kernels all come from a warmed parent, whatever a kernel's specification says."""

import os
import uuid
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_path
from traitlets import Instance, Type, default

from kith_kernels.client import QuickClient, new_context
from kith_kernels.facts import Facts
from kith_kernels.limits import Ended
from kith_kernels.output import Meter
from kith_kernels.provisioner import WarmProvisioner

__all__ = ["ConfinedKernelManager"]

_contexts: dict[int, zmq.asyncio.Context] = {}


class ConfinedKernelManager(Facts, AsyncKernelManager):
    """For programs that run one notebook after the other, each in a kernel of its own.

    >>> manager = ConfinedKernelManager(mode="namespaces", limits={"memory": 2**29})
    >>> NotebookClient(notebook, km=manager).execute()
    """

    client_factory = Type(QuickClient, klass="jupyter_client.client.KernelClient", config=True)

    #: Counts what kernels put out, and says what of it is read; its clients take it along.
    meter = Instance(Meter, allow_none=True)

    @property
    def why_ended(self) -> Ended | None:
        """Why the kernel ended, if it did."""
        return self.provisioner.why_ended if isinstance(self.provisioner, WarmProvisioner) else None

    @property
    def why_failed(self) -> str:
        """A sentence on why the kernel never started, if that is known."""
        return self.provisioner.why_failed if isinstance(self.provisioner, WarmProvisioner) else ""

    @default("context")
    def _one_for_all(self) -> zmq.asyncio.Context:
        """A context has a thread; one for each process is enough, and is never taken down between two kernels."""
        if os.getpid() not in _contexts:
            _contexts[os.getpid()] = new_context()
        return _contexts[os.getpid()]

    @default("kernel_spec_manager")
    def _specs(self) -> KernelSpecManager:
        """Jupyter's, which imports all of IPython to learn where kernels lay before there was Jupyter."""
        before = Path(os.environ.get("IPYTHONDIR") or "~/.ipython").expanduser() / "kernels"
        return KernelSpecManager(kernel_dirs=[*jupyter_path("kernels"), str(before)])

    def client(self, **options: Any) -> Any:
        return super().client(**{"context": self.context, "meter": self.meter, **options})

    @default("history")
    def _no_history(self) -> bool:
        return False

    async def gone(self) -> None:
        """Waits until the kernel has ended; forever, if it came from elsewhere than a warmed parent."""
        if isinstance(self.provisioner, WarmProvisioner):
            await self.provisioner.gone()

    def end(self) -> None:
        """Tells the kernel to end, or who watches it to end it, without waiting; it has not been asked to shut down."""
        if isinstance(self.provisioner, WarmProvisioner):
            self.provisioner.end()

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # as its own base does
        """As Jupyter's, which rests ten milliseconds more, so that its own tests can see a kernel start."""
        self.transport_encryption = "disabled"  # nobody else comes to its sockets
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or options.pop("kernel_id", str(uuid.uuid4()))
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self, **self.facts()
            )
        self._attempted_start = True
        command, options = await self._async_pre_start_kernel(**options)
        await self._async_launch_kernel(command, **options)
        await self._async_post_start_kernel(**options)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]  # same
        """As Jupyter's; at once means at once, without an interrupt before it that code might handle."""
        if not now:
            await super().shutdown_kernel(restart=restart)
            return
        self.shutting_down = True
        self.stop_restarter()
        await self._async_kill_kernel(restart=restart)
        await self._async_cleanup_resources(restart=restart)
