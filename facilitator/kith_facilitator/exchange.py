"""nbgrader's exchange, with two steps made safer: what leaves a learner's folder, and what is taken in.

Both are set through ``ExchangeFactory``, so the Assignment List and nbgrader's own commands use them.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeSubmit

from kith_exercises.journal import Journal
from kith_facilitator.collecting import KithCollect
from kith_facilitator.notebooks import notebook_bytes, read_notebook

__all__ = ["KithCollect", "KithSubmit"]


class KithSubmit(ExchangeSubmit):  # type: ignore[misc]  # nbgrader has no types
    """Submits an assignment folder without what is the learner's own.

    The journal's travelling part is brought up to date first. Outputs and widget state are left out of
    the notebooks: they are made anew when grading, and may hold words that were thrown away since.
    """

    def copy_files(self) -> None:
        super().copy_files()
        # Only now: a marker of what was never sent would let the journal forget what was.
        for journal in journals(Path(self.src_path)):
            journal.submitted()

    def set_perms(self, dest: str, fileperms: int, dirperms: int) -> None:
        """As nbgrader opens a submission's own folder, so those in it: else the facilitator can't ever delete them.

        Files stay closed to writing. Nobody else can list the inbound folder, so nobody else finds the way in.
        """
        super().set_perms(dest, fileperms, dirperms | 0o022)

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
    for journal in journals(assignment):
        journal.settle()


def journals(assignment: Path) -> list[Journal]:
    """The journals that an assignment folder has, one for each of its notebooks that were answered."""
    private = assignment.resolve().parent / "mine" / assignment.name
    names = sorted(path.stem for path in private.glob("*.jsonl"))
    return [Journal.open(assignment, assignment.name, name) for name in names]


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
