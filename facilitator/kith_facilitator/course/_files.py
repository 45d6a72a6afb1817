"""Files that must not be in a build: somebody's answers."""

from pathlib import Path

__all__ = ["answer_files"]


def answer_files(folder: Path) -> list[Path]:
    """What looks like a learner's answers below ``folder``; nbgrader would hand it to everybody."""
    return sorted(
        path
        for path in folder.rglob("*")
        if ".ipynb_checkpoints" not in path.parts
        and ((path.is_dir() and path.name in {"responses", "mine"}) or path.suffix == ".jsonl")
        and not {"responses", "mine"} & set(path.relative_to(folder).parts[:-1])
    )
