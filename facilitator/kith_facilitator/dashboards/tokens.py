"""Colours of the design language: hue says whose datum it is, and nothing else does."""

from collections.abc import Mapping

__all__ = ["DARK", "LIGHT", "css", "themed"]

LIGHT: Mapping[str, str] = {
    "paper": "#F7F6F1",
    "raised": "#FFFFFF",
    "sunk": "#ECEBE4",
    "line": "#D9D7CD",
    "edge": "#767B74",
    "ink": "#22302E",
    "quiet": "#55605C",
    "you": "#8F5200",
    "group": "#0B6B74",
    "published": "#3B4696",
    "tint-group": "#DCEEEE",
    "tint-published": "#E4E6F5",
    "tint-simulated": "#E8E6EB",
}
DARK: Mapping[str, str] = {
    "paper": "#1B2221",
    "raised": "#242D2B",
    "sunk": "#141A19",
    "line": "#37423F",
    "edge": "#85918C",
    "ink": "#E9ECE6",
    "quiet": "#B0BAB4",
    "you": "#F0B45C",
    "group": "#63C6CF",
    "published": "#AEB8FF",
    "tint-group": "#143539",
    "tint-published": "#262B4A",
    "tint-simulated": "#2D2A33",
}
#: What changes where more contrast is asked for.
_STRONGER: Mapping[str, str] = {"quiet": "ink", "line": "edge", "tint-group": "paper", "tint-published": "paper"}


def css() -> str:
    """The tokens as custom properties, light unless the reader's system is dark; print is light."""
    stronger = "".join(f"--kith-{name}:var(--kith-{other});" for name, other in _STRONGER.items())
    return (
        f":root{{color-scheme:light dark;{_properties(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}"
        f"@media (prefers-contrast:more){{:root{{{stronger}}}}}"
    )


def themed(svg: str) -> str:
    """A picture drawn in the light colours, following the reader's theme instead."""
    for name, colour in LIGHT.items():
        svg = svg.replace(f'"{colour}"', f'"var(--kith-{name})"')
    return svg


def _properties(tokens: Mapping[str, str]) -> str:
    return "".join(f"--kith-{name}:{colour};" for name, colour in tokens.items())
