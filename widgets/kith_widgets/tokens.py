"""The colours of the design language, for Python: hue says whose datum or words these are, and nothing else does."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["Theme", "Tokens", "css", "tokens"]

Theme = Literal["light", "dark"]

_SOURCE = Path(__file__).with_name("tokens.json")


class Tokens(NamedTuple):
    """Colours by name, and which name stands in for another where more contrast is asked for, or colours are forced."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    stronger: Mapping[str, str]
    forced: Mapping[str, str]


@cache
def tokens() -> Tokens:
    """The one source, ``tokens.json``; the widgets' style sheets are built from the same file.

    >>> tokens().light["ink"] != tokens().dark["ink"]
    True
    """
    return Tokens(**json.loads(_SOURCE.read_text(encoding="utf-8")))


def css() -> str:
    """The colours as custom properties of a page, light unless the reader's system is dark; print is light."""
    light, dark, stronger, forced = tokens()
    instead = {name: f"var(--kith-{other})" for name, other in stronger.items()}
    return (
        f":root{{color-scheme:light dark;{_properties(light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}"
        f"@media screen and (prefers-contrast:more){{:root{{{_properties(instead)}}}}}"
        f"@media screen and (forced-colors:active){{:root{{{_properties(forced)}}}}}"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--kith-{name}:{colour};" for name, colour in colours.items())
