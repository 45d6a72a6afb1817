"""Notebooks of an edition, run once for everybody who will read them."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kith_facilitator.dashboards.apart import environment
from kith_facilitator.processes import kernel_transport

__all__ = ["executed", "failed"]

_SECONDS = 120


def executed(notebooks: Sequence[Path]) -> Iterator[tuple[str, Any]]:
    """Each notebook's name, and the notebook with what came of its cells, also where one failed.

    They share a kernel, in the folder in which the first lies: none of them does more than read figures and show them.
    """
    import nbformat
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory(prefix="kith-") as name:
        place = Path(name).resolve()
        kernel = KernelManager(connection_file=str(place / "kernel.json"), transport=kernel_transport(place))
        kernel.start_kernel(env=environment(place), cwd=str(notebooks[0].parent))
        try:
            for path in notebooks:
                notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
                NotebookClient(notebook, km=kernel, timeout=_SECONDS, allow_errors=True).execute()
                yield path.stem, notebook
        finally:
            kernel.shutdown_kernel(now=True)


def failed(notebook: Any) -> str:
    """The last words of the first cell that failed; empty where none did. For the facilitator, never for a page."""
    outputs = (one for cell in notebook.cells for one in cell.get("outputs", ()))
    return next((f"{one.ename}: {one.evalue}" for one in outputs if one.output_type == "error"), "")
