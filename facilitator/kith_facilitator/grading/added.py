"""Pages that code puts beside its own: nobody graded them, so nobody is to read them as if they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kith_kernels.confine.folder import remove

__all__ = ["none_added"]


@contextmanager
def none_added(folder: Path) -> Iterator[None]:
    """Whatever got the name of a notebook meanwhile is gone afterwards, be it a file, a folder or a link.

    nbgrader takes what has such a name for graded: it would be shown to who marks, and fail when feedback is made.
    """
    before = set(folder.glob("*.ipynb"))
    try:
        yield
    finally:
        for path in set(folder.glob("*.ipynb")) - before:
            if path.is_dir() and not path.is_symlink():
                remove(str(path))
            else:
                path.unlink()
