"""What workers need, imported and made ready once: in the process that each of them is a fork of."""

from kith_facilitator.lean import leanly

__all__: list[str] = []

with leanly():
    import nbformat
    from nbformat.v4 import new_notebook
    from sqlalchemy.orm import configure_mappers

    import kith_facilitator.grading.worker  # noqa: F401

    # Each worker would do it over what comes first: make sense of nbgrader's tables, and of a notebook's schema.
    configure_mappers()
    nbformat.reads(nbformat.writes(new_notebook()), as_version=4)  # type: ignore[no-untyped-call]
