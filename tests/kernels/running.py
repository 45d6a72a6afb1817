"""A program that runs cells in real kernels, confined as it is told: one line of JSON in, one out."""

import asyncio
import json
import os
import sys
from typing import Any

from kith_kernels.manager import ConfinedKernelManager
from kith_kernels.provisioner import WarmProvisioner

PATIENCE = 60
#: How a cell begins that is to be interrupted.
INTERRUPTED = "# interrupt"


async def _kernel(request: dict[str, Any]) -> dict[str, Any]:
    facts = {name: request[name] for name in ("mode", "limits", "kept", "readable", "hidden") if name in request}
    manager = ConfinedKernelManager(kernel_name=request.get("kernel", "python3"), **facts)
    answer: dict[str, Any] = {"outputs": []}
    await manager.start_kernel(cwd=request["folder"])
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=PATIENCE)
        for cell in request["cells"]:
            if not await manager.is_alive():
                break
            answer["outputs"].append(await _run(client, manager, cell))
    except Exception as reason:  # noqa: BLE001  # a kernel that never began is an answer, too
        answer["failed"] = f"{type(reason).__name__}: {reason}"
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    provisioner = manager.provisioner
    if isinstance(provisioner, WarmProvisioner):
        answer |= {"why": None if provisioner.why_ended is None else int(provisioner.why_ended)}
        answer |= {"sentence": provisioner.why_failed}
    return answer


async def _run(client: Any, manager: ConfinedKernelManager, cell: str) -> str:
    """What the cell printed, or the name of its error; nothing if its kernel died of it."""
    said: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        said.append(content.get("text", "") if message["msg_type"] == "stream" else content.get("ename", ""))

    running = asyncio.ensure_future(client.execute_interactive(cell, output_hook=hear, timeout=PATIENCE))
    while not running.done():
        await asyncio.wait([running], timeout=0.5 if cell.startswith(INTERRUPTED) else 0.05)
        if cell.startswith(INTERRUPTED) and not running.done():
            await manager.interrupt_kernel()  # again and again: it may not have begun yet
        if not running.done() and not await manager.is_alive():
            running.cancel()
            return "the kernel died"
    await running
    return "".join(said).strip()


async def _all(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(await asyncio.gather(*(_kernel(request) for request in requests)))


def main() -> None:
    """Serves until its input ends; each line is a list of kernels to run at the same time."""
    said = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is printed by accident is no answer
    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        said.write(json.dumps(loop.run_until_complete(_all(json.loads(line)))) + "\n")
        said.flush()


if __name__ == "__main__":
    main()
