"""Files of a build: written whole or not at all, and never somebody's answers."""

import os
from pathlib import Path

__all__ = ["answer_files", "replace_file", "sweep"]

_PREFIX = ".kith-build-"


def answer_files(folder: Path) -> list[Path]:
    """What looks like a learner's answers below ``folder``; nbgrader would hand it to everybody."""
    return sorted(
        path
        for path in folder.rglob("*")
        if ".ipynb_checkpoints" not in path.parts
        and ((path.is_dir() and path.name in {"responses", "mine"}) or path.suffix == ".jsonl")
        and not {"responses", "mine"} & set(path.relative_to(folder).parts[:-1])
    )


def replace_file(path: Path, content: bytes) -> bool:
    """Make the file hold ``content`` in one step; False if it did already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{_PREFIX}{os.getpid()}-{path.name}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def sweep(folder: Path) -> None:
    """Remove what a killed build left."""
    for path in folder.rglob(f"{_PREFIX}*"):
        path.unlink(missing_ok=True)
