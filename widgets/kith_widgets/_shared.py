"""What all widgets have in common: one script and one style sheet, which a kernel sends once."""

from typing import Any

from ipywidgets import Widget
from traitlets import Unicode

from kith_widgets._page import bundle_text

__all__ = ["Shared", "shared"]

_MADE: dict[str, "Shared"] = {}


class Shared(Widget):  # type: ignore[misc]  # ipywidgets has no types
    """A model without a view. Each widget names it, and the first on a page loads from it what the others use too.

    It lies beside them wherever their states do: in a kernel, in a saved notebook, in an embedded page.
    """

    script = Unicode(help="The parts of all widgets, as a script.").tag(sync=True)
    style = Unicode(help="The style sheet that stands behind those of all widgets.").tag(sync=True)


def shared(language: str) -> Shared:
    """What widgets that speak this language have in common; made anew only where somebody closed it."""
    found = _MADE.get(language)
    if found is None or found.comm is None:
        texts: dict[str, Any] = {"script": bundle_text(f"{language}/shared.js"), "style": bundle_text("shared.css")}
        found = _MADE[language] = Shared(**texts)
    return found
