"""What workers need, imported and made ready once: in the process that each of them is a fork of."""

from kith_facilitator.lean import make_ready

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

make_ready(_NEEDED)
