"""A page that is open in a real kernel: what its card says, and what it answers."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from kith_facilitator.notebooks import read_notebook

__all__ = ["Opened", "kernel"]

PATIENCE = 90


class Opened:
    """A page whose cells have run in a kernel, with all that the kernel said to the page."""

    def __init__(self, client: BlockingKernelClient, page: Path, prompt: str) -> None:
        self._client, self._numbers = client, count(1)
        self.said = ""
        cells = [cell.source for cell in read_notebook(page).cells if cell.cell_type == "code"]
        found = [message for cell in cells for message in self._until_idle(client.execute(cell))]
        [self._card] = [message for message in found if json.loads(self._shown(message)).get("prompt") == prompt]

    @staticmethod
    def _shown(message: dict[str, Any]) -> str:
        """The card that a message brings, if it brings a widget."""
        data = message["content"].get("data", {})
        return str(data.get("state", {}).get("card", "{}")) if message["msg_type"] == "comm_open" else "{}"

    def _until_idle(self, asked: str) -> list[dict[str, Any]]:
        found = []
        while True:
            message = self._client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != asked:
                continue
            assert message["msg_type"] != "error", message["content"]
            found.append(message)
            self.said += json.dumps(message, default=str)
            if message["content"].get("execution_state") == "idle":
                return found

    @property
    def state(self) -> dict[str, Any]:
        """The state with which the card came."""
        return json.loads(self._card["content"]["data"]["state"]["state"])  # type: ignore[no-any-return]

    def act(self, action: dict[str, Any]) -> dict[str, Any]:
        """What the card answers to an action."""
        content = {"id": next(self._numbers), "payload": json.dumps(action)}
        data = {"method": "custom", "content": content}
        message = self._client.session.msg("comm_msg", {"comm_id": self._card["content"]["comm_id"], "data": data})
        self._client.shell_channel.send(message)
        answers = [
            json.loads(one["content"]["data"]["content"]["payload"])
            for one in self._until_idle(message["header"]["msg_id"])
            if one["msg_type"] == "comm_msg" and one["content"]["data"]["method"] == "custom"
        ]
        assert answers[-1]["ok"], answers
        return answers[-1]["state"]  # type: ignore[no-any-return]


@contextmanager
def kernel(page: Path, prompt: str) -> Iterator[tuple[Opened, int]]:
    """The page, opened in a kernel of its own, and that kernel's process."""
    with tempfile.TemporaryDirectory() as place:  # a socket's path must be short, and is not to be submitted
        manager = KernelManager(kernel_name="python3", transport="ipc", ip=f"{place}/kernel")
        manager.start_kernel(cwd=str(page.parent))
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            yield Opened(client, page, prompt), manager.provisioner.pid  # type: ignore[union-attr]  # it is a local process
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
