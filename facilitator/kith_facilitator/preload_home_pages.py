"""What workers need that write feedback in a home: its pages have filters of Kith's own."""

from traitlets.config import Config

from kith_facilitator.configure import configure_pages
from kith_facilitator.preload_pages import draw

__all__: list[str] = []

_config = Config()
configure_pages(_config)
draw(_config)
