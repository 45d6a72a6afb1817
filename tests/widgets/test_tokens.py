"""The colours of the design language: written once, and far enough apart as the browser computes them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import kith_widgets
from kith_widgets.tokens import css, tokens
from tests.chromium import fenced

ROOT = Path(__file__).parents[2]
STATIC = Path(kith_widgets.__file__).parent / "static"

GROUNDS = ("paper", "raised", "sunk")
VOICES = ("you", "group", "published", "partner", "error")
TEXT = [
    *((ink, ground) for ink in ("ink", "quiet", *VOICES) for ground in GROUNDS),
    *(("ink", f"tint-{tint}") for tint in (*VOICES, "simulated")),
    *((voice, f"tint-{voice}") for voice in VOICES),
    ("quiet", "tint-simulated"),
    *(("paper", fill) for fill in ("ink", "quiet")),  # the primary button, at rest and pointed at
]
MARKS = [*((mark, ground) for mark in ("edge", "you-mark") for ground in GROUNDS), ("you-mark", "tint-you")]

_COLOURS = """names => {
  const probe = document.querySelector("main").appendChild(document.createElement("i"));
  const colours = names.map(([name, property]) => {
    probe.style.color = "";
    probe.style.color = `var(${property})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours);
}"""


def luminance(colour: str) -> float:
    """Relative luminance of a computed `rgb(...)`, as WCAG 2 defines it."""
    parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_close(colours: dict[str, str]) -> list[str]:
    """The pairs that stand in the style sheets and lie closer together than their use allows."""
    return [
        f"{over} {colours[over]} on {under} {colours[under]}: {found:.2f} of {least}"
        for pairs, least in ((TEXT, 4.5), (MARKS, 3.0))
        for over, under in pairs
        if {over, under} <= colours.keys() and (found := contrast(colours[over], colours[under])) < least
    ]


def built() -> tuple[str, dict[str, str]]:
    """The built style sheets, and the short name that each token has in them, told by its colours."""
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.rglob("*.css")))
    pairs = {value: name for name, value in re.findall(r"(--[\w-]+):(light-dark\([^)]+\))", sheets)}
    both = {name: f"light-dark({light},{tokens().dark[name]})" for name, light in tokens().light.items()}
    return sheets, {name: pairs[value] for name, value in both.items() if value in pairs}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context, strangers = fenced(browser)
    yield context.new_page()
    context.close()
    assert strangers == []


@pytest.mark.browser
@pytest.mark.parametrize("more", [False, True], ids=["", "more-contrast"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_built_colours_of_widgets_are_far_enough_apart(page: Page, theme: str, more: bool) -> None:
    sheets, short = built()
    page.set_content(f"<style>{sheets}</style><main class=kith data-theme={theme} {'data-contrast' * more}></main>")
    colours = page.evaluate(_COLOURS, list(short.items()))
    assert colours.keys() >= {*GROUNDS, "ink", "quiet", "edge", "you", "you-mark", "published", "partner", "error"}
    assert too_close(colours) == []
    if not more:
        expected = getattr(tokens(), theme)
        assert {name: as_rgb(expected[name]) for name in colours} == colours


@pytest.mark.browser
@pytest.mark.parametrize("more", ["no-preference", "more"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_pages_are_far_enough_apart(page: Page, scheme: Any, more: Any) -> None:
    page.emulate_media(color_scheme=scheme, contrast=more)
    page.set_content(f"<style>{css()}</style><main></main>")
    colours = page.evaluate(_COLOURS, [(name, f"--kith-{name}") for name in tokens().light])
    assert too_close(colours) == []
    if more == "more":
        assert {name: colours[name] for name in tokens().stronger} == {
            name: colours[other] for name, other in tokens().stronger.items()
        }


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_are_the_systems_own(page: Page, scheme: Any) -> None:
    sheets, short = built()
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    page.set_content(f"<style>{sheets}{css()}</style><main class=kith data-theme={scheme}></main>")
    names = {**{name: f"--kith-{name}" for name in tokens().forced}, **short}
    colours = page.evaluate(_COLOURS, [[name, names[name]] for name in tokens().forced])
    canvas = colours["paper"]
    assert {name for name, system in tokens().forced.items() if system == "Canvas" and colours[name] != canvas} == set()
    least = {name: contrast(colours[name], canvas) for name, system in tokens().forced.items() if system != "Canvas"}
    assert {name: found for name, found in least.items() if found < 3} == {}


@pytest.mark.browser
def test_print_is_light_whatever_the_reader_prefers(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark", contrast="more")
    page.set_content(f"<style>{css()}</style><main></main>")
    colours = page.evaluate(_COLOURS, [(name, f"--kith-{name}") for name in ("paper", "ink", "line")])
    assert colours == {name: as_rgb(tokens().light[name]) for name in colours}


def as_rgb(colour: str) -> str:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return f"rgb({', '.join(str(int(digits[i : i + 2], 16)) for i in (0, 2, 4))})"


def test_both_themes_have_the_same_tokens_and_each_its_own_colour() -> None:
    light, dark, stronger, forced = tokens()
    assert list(light) == list(dark)
    assert light.keys() >= {*stronger, *stronger.values(), *forced}
    hues = [colour for colour in light.values() if colour.startswith("#")]
    assert len(set(hues)) == len(hues), "a picture's colours are told apart by their value"


def test_no_colour_of_a_token_stands_anywhere_else() -> None:
    colours = {colour for theme in tokens()[:2] for colour in theme.values() if len(colour) == 7}
    folders = [ROOT / name for name in ("widgets", "exercises", "commons", "kernels", "facilitator", "tests")]
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        # A picture in a file of its own has no tokens around it.
        built_or_foreign = {"node_modules", "static", "artefacts", "labextension", "images"} & set(path.parts)
        if path.suffix in {".css", ".ts", ".mjs", ".js", ".py", ".html", ".j2", ".svg"} and not built_or_foreign:
            text = path.read_text(encoding="utf-8").lower()
            found += [f"{path.relative_to(ROOT)}: {colour}" for colour in sorted(colours) if colour in text]
    assert found == [], "write the token's name; the colour stands in tokens.json"
