"""What processes that make pages of feedback need, imported and made ready once: each of them is a fork of it."""

from importlib import import_module

from kith_facilitator.lean import leanly

__all__: list[str] = []

#: What the first page makes a process import.
_NEEDED = (
    "kith_facilitator.course_pages",
    "kith_facilitator.collecting",
    "kith_facilitator.exchange",
    "kith_facilitator.giving",
    "kith_facilitator.preprocessors",
    "sqlalchemy.dialects.sqlite",
)

with leanly():
    from sqlalchemy.orm import configure_mappers

    for name in _NEEDED:
        import_module(name)

    configure_mappers()
