"""What workers need that write feedback in any nbgrader course."""

from traitlets.config import Config

from kith_facilitator.preload_pages import draw

__all__: list[str] = []

draw(Config())
