"""What workers need, imported and made ready once: in the process that each of them is a fork of."""

from importlib import import_module

from kith_facilitator.lean import leanly

__all__: list[str] = []

#: What the first submission, or the first page of feedback, makes a worker import.
_NEEDED = (
    "kith_facilitator.giving",
    "kith_facilitator.grading.worker",
    "kith_facilitator.collecting",
    "kith_facilitator.exchange",
    "kith_facilitator.grading.late",
    "kith_facilitator.grading.scoring",
    "kith_facilitator.grading.unrun",
    "kith_facilitator.own_criteria",
    "kith_facilitator.preprocessors",
    "jinja2.ext",
    "pygments.styles.default",
    "sqlalchemy.dialects.sqlite",
)

with leanly():
    import nbformat
    from nbformat.v4 import new_notebook
    from sqlalchemy.orm import configure_mappers

    for name in _NEEDED:
        import_module(name)

    # Each worker would do it over what comes first: make sense of nbgrader's tables, and of a notebook's schema.
    configure_mappers()
    nbformat.reads(nbformat.writes(new_notebook()), as_version=4)  # type: ignore[no-untyped-call]
