"""Notebook files in and out; the one place that meets nbformat's half-typed functions."""

from pathlib import Path
from typing import Any

import nbformat

__all__ = ["notebook_bytes", "read_notebook"]


def read_notebook(path: Path) -> Any:
    """The notebook in a file, as format 4. Raises whatever nbformat finds wrong with it."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # annotated in part


def notebook_bytes(notebook: Any) -> bytes:
    """What its file holds, with a last line end."""
    text: str = nbformat.writes(notebook, version=4)  # type: ignore[no-untyped-call]  # annotated in part
    # A lone surrogate can't be encoded; as a JSON escape it can, and reads back as it was.
    return f"{text}\n".encode("utf-8", "backslashreplace")
