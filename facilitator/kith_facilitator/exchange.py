"""nbgrader's exchange, with two steps made safer: what leaves a learner's folder, and what is taken in.

Both are set through ``ExchangeFactory``, so the Assignment List and nbgrader's own commands use them.
"""

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit
from traitlets import Enum, List, Tuple, Unicode

from kith_exercises.journal import Journal
from kith_facilitator.notebooks import notebook_bytes, read_notebook

__all__ = ["KithCollect", "KithSubmit"]


class KithSubmit(ExchangeSubmit):  # type: ignore[misc]  # nbgrader has no types
    """Submits an assignment folder without what is the learner's own.

    The journal's travelling part is brought up to date first. Outputs and widget state are left out of
    the notebooks: they are made anew when grading, and may hold words that were thrown away since.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        settle_journals(Path(src))
        with tempfile.TemporaryDirectory(prefix="kith-submit-") as folder:
            clean = Path(folder) / "assignment"
            super().do_copy(src, str(clean), log)
            for notebook in clean.rglob("*.ipynb"):
                _without_outputs(notebook)
            shutil.copytree(clean, dest)


def settle_journals(assignment: Path) -> None:
    """Bring every travelling file of an assignment up to its journal."""
    private = assignment.resolve().parent / "mine" / assignment.name
    for path in private.glob("*.jsonl"):
        Journal.open(assignment, assignment.name, path.stem).settle()


def _without_outputs(path: Path) -> None:
    try:
        notebook = read_notebook(path)
        cells = notebook.cells
    except Exception:  # noqa: BLE001  # whatever a learner's file is, it is handed in as it is
        return
    notebook.metadata.pop("widgets", None)
    for cell in cells:
        if cell.get("cell_type") == "code":
            cell.outputs, cell.execution_count = [], None
    path.write_bytes(notebook_bytes(notebook))


class KithCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collects submissions one by one; what can't be trusted is refused by name and stops nobody else."""

    identity = Enum(["unix", "claimed"], "unix", help="Who must own a submission: the learner named, or anyone").tag(
        config=True
    )
    refused = List(Tuple(Unicode(), Unicode()), help="Names and reasons of what was not collected")

    def init_src(self) -> None:
        where: Any = self.coursedir
        inbound = Path(self.root, where.course_id, "inbound")
        found = sorted(inbound.glob(f"*+{where.assignment_id}+*")) if inbound.is_dir() else []
        self._bad = {path.name: reason for path in found if (reason := self._reason(path))}
        self.refused = sorted(self._bad.items())
        for name, reason in self.refused:
            self.log.warning("Not collected: %r: %s", name, reason)
        super().init_src()

    def _path_to_record(self, path: str) -> dict[str, Any]:
        name = Path(path).name
        if name in self._bad:
            # nbgrader groups by user and takes the newest; a name nobody has keeps this one apart.
            return {"username": "", "filename": name, "timestamp": _NEVER}
        record: dict[str, Any] = super()._path_to_record(path)
        return record

    def copy_files(self) -> None:
        found: list[dict[str, Any]] = self.src_records  # type: ignore[has-type]  # nbgrader declares no type
        self.src_records = [record for record in found if record["filename"] not in self._bad]
        super().copy_files()

    def _reason(self, path: Path) -> str | None:
        parts = path.name.rsplit("+", 3)
        if len(parts) != 4 or not parts[0] or "/" in parts[0] or parts[0].startswith("."):
            return "its name is not that of a submission"
        try:
            super()._path_to_record(str(path))
        except Exception:  # noqa: BLE001  # a date is whatever a stranger wrote
            return "its name holds no date"
        try:
            return _tree_reason(path, self._owner(parts[0]))
        except OSError as error:
            return f"it can't be read ({error.strerror})"

    def _owner(self, student: str) -> int | None:
        """The account that must own everything of this learner; None: no account is asked for."""
        if self.identity == "claimed":
            return None
        try:
            return pwd.getpwnam(student).pw_uid
        except KeyError:
            return -1


def _tree_reason(root: Path, owner: int | None) -> str | None:
    if not stat.S_ISDIR(root.lstat().st_mode):
        return "it is not a folder"
    pending = [root]
    while pending:
        folder = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                reason = _entry_reason(entry, owner)
                if reason:
                    return reason
                if entry.is_dir(follow_symlinks=False):
                    pending.append(Path(entry.path))
    return "it belongs to another account than the learner it names" if _foreign(root.lstat(), owner) else None


def _entry_reason(entry: os.DirEntry[str], owner: int | None) -> str | None:
    state = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(state.st_mode):
        return f"it holds a link, {entry.name!r}"
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        return f"it holds {entry.name!r}, which is neither file nor folder"
    if stat.S_ISREG(state.st_mode) and state.st_nlink > 1:
        return f"it holds a hard link, {entry.name!r}"
    return "it holds files of another account" if _foreign(state, owner) else None


def _foreign(state: os.stat_result, owner: int | None) -> bool:
    return owner is not None and state.st_uid != owner


def _never() -> Any:
    from nbgrader.utils import parse_utc

    return parse_utc("1970-01-01 00:00:00 UTC")


_NEVER = _never()
