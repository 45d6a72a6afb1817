"""What workers that write feedback need, imported and used once: in the process that each of them is a fork of."""

from contextlib import suppress

from traitlets.config import Config

from kith_facilitator.lean import leanly

__all__ = ["draw"]

with leanly():
    import kith_facilitator.course_pages
    import kith_facilitator.giving
    import kith_facilitator.pages  # noqa: F401
    from kith_facilitator.feedback_pages import draw_one


def draw(config: Config) -> None:
    """Make a page of nobody's by a configuration."""
    with leanly(), suppress(Exception):  # whatever it is, it will be said with the first learner's page
        draw_one(config)
