"""What processes that make pages of feedback need, imported and made ready once: each of them is a fork of it."""

from kith_facilitator.lean import make_ready

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

make_ready(_NEEDED)
