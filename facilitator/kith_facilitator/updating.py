"""A module that was corrected after a learner had fetched it: the new pages, and everything of the learner's own.

Answers lie in journals, which are not touched. What is replaced is kept beside them, in ``mine/<module>/earlier``,
where it is not submitted. A page that somebody has open is never rewritten.
"""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import list_running_servers

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_exercises.sealed import PACKED
from kith_facilitator.files import digest_of
from kith_facilitator.home import Home
from kith_facilitator.merging import merged
from kith_facilitator.notebooks import notebook_bytes, read_notebook

__all__ = ["Update", "fetched_modules", "open_pages", "update_module", "update_waits"]


@dataclass(frozen=True)
class Update:
    """What was replaced or came, by path in the module's folder, and where the old versions are kept."""

    files: tuple[str, ...]
    kept: Path


def fetched_modules(home: Home) -> tuple[str, ...]:
    """Modules that this learner has and that are out."""
    out = _outbound(home, "")
    return tuple(sorted(path.name for path in home.learner.glob("*") if path.is_dir() and (out / path.name).is_dir()))


def update_module(home: Home, module: str, *, now: datetime) -> Update | None:
    """Bring a fetched module to the version that is out; None if there is nothing to do.

    Raises KithError where the module was not fetched, is not out, or one of its pages is open.
    """
    released, folder = _outbound(home, module), home.learner / module
    if not folder.is_dir():
        raise KithError(f"You have no {module}. Fetch it in the Assignment List; there is nothing to update yet.")
    if not released.is_dir():
        raise KithError(f"{module} is not released, so there is nothing to update to.")
    changed = _todo(released, folder)
    kept = home.learner / "mine" / module / "earlier" / f"{now:%Y-%m-%d-%H%M%S}"
    if changed:
        _refuse_open(folder, changed)
        for name in changed:
            if (folder / name).is_file():
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(folder / name, kept / name)
        for name, content in changed.items():
            write_atomically(folder / name, content)
    write_atomically(_stamp(folder), digest_of(released).encode())
    return Update(tuple(changed), kept) if changed else None


def update_waits(released: Path, folder: Path) -> bool:
    """Whether ``update_module`` would change something; by folders, for whoever knows no home."""
    return bool(_todo(released, folder))


def open_pages(folder: Path) -> tuple[str, ...]:
    """Notebooks in a folder that run in one of this account's Jupyter servers.

    A server that can't be asked counts as one that has them all open.
    """
    return tuple(sorted({name for server in list_running_servers() for name in _running(server, folder)}))


def _running(server: dict[str, Any], folder: Path) -> Iterator[str]:
    root = Path(server["root_dir"]).resolve()
    folder = folder.resolve()
    if not folder.is_relative_to(root):
        return
    address, headers = f"{server['url']}api/sessions", {"Authorization": f"token {server.get('token', '')}"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  # this machine's own server
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  # as above
            sessions = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        yield from (path.name for path in folder.glob("*.ipynb"))
        return
    for session in sessions:
        path = (root / str(session.get("path", ""))).resolve()
        if path.parent == folder:
            yield path.name


def _refuse_open(folder: Path, changed: dict[str, bytes]) -> None:
    # Settings, and what is held back, belong to every page of the module.
    shared = any(other.endswith(".toml") or other == PACKED for other in changed)
    found = [name for name in open_pages(folder) if name in changed or shared]
    if found:
        raise KithError(
            f"{', '.join(found)} in {folder.name} is open. In JupyterLab, choose File, Close and Shut Down Notebook; "
            f"then run “kith update {folder.name}” again. Nothing was changed."
        )


def _todo(released: Path, folder: Path) -> dict[str, bytes]:
    """Files that are to have another content. What the learner did to the version that is there is no reason."""
    stamp = _stamp(folder)
    if stamp.is_file() and stamp.read_text(encoding="ascii", errors="replace") == digest_of(released):
        return {}
    return dict(_changed(released, folder))


def _stamp(folder: Path) -> Path:
    """Which version the learner's pages were last brought to."""
    return folder.parent / "mine" / folder.name / ".version"


def _changed(released: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files that are to have another content, pages first and settings last: they say that all of it is there."""
    paths = [path for path in released.rglob("*") if path.is_file()]
    for path in sorted(paths, key=lambda path: (path.suffix != ".ipynb", path.suffix == ".toml", path)):
        name = path.relative_to(released).as_posix()
        own, content = folder / name, path.read_bytes()
        if path.suffix == ".ipynb" and own.is_file():
            content = _merged(own, path)
        if not own.is_file() or own.read_bytes() != content:
            yield name, content


def _merged(own: Path, released: Path) -> bytes:
    """The page as it is now if nothing of the course's part changed, else the new one with what is the learner's."""
    try:
        mine = read_notebook(own)
    except Exception:  # noqa: BLE001  # a page that can't be read is replaced; a copy is kept
        return released.read_bytes()
    page = merged(mine, read_notebook(released))
    return own.read_bytes() if page is None else notebook_bytes(page)


def _outbound(home: Home, module: str) -> Path:
    return home.exchange / home.course_id / "outbound" / module
