"""What takes a worker long only the first time, done once in the process that each of them is a fork of.

That process does it when it imports this, while the command that began it reads what there is to do.
"""

from nbformat import reads, writes
from nbformat.v4 import new_notebook

from kith_facilitator.lean import leanly

__all__: list[str] = []

with leanly():
    reads(writes(new_notebook()), as_version=4)  # type: ignore[no-untyped-call]  # a notebook's schema is made sense of
