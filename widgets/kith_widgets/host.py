"""One offline page with any number of widgets: no kernel, no network, and what is done there stays in the browser."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any, Literal

from kith_widgets._base import Widget, _bundle_text
from kith_widgets.words import language as spoken
from kith_widgets.words import vocabulary

__all__ = ["Exhibit", "Section", "Theme", "page"]

Theme = Literal["system", "light", "dark", "contrast"]


@dataclass(frozen=True)
class Exhibit:
    """A widget on a page without a kernel, as it stands now.

    ``folded`` is what a kernel would hold back (the cards' ``folded()``); it lies in the page, so that all goes on
    there. Nothing else of a learner is in the page: only what this card and state hold.

    >>> from kith_widgets import Fold
    >>> card = {"prompt": "gift", "key": "gift", "title": "A gift", "intro": [], "fields": [], "doors": False}
    >>> state = {"stage": "open", "door": None, "guesses": [], "scenes": [], "notes": []}
    >>> "A gift" in page("One card", [Exhibit(Fold(card, state))])
    True
    """

    widget: Widget
    folded: Mapping[str, Any] | None = None
    title: str = ""
    note: str = ""
    #: Whether reach lines stay as the course has them. On a page they would not be true: nobody reads what is written.
    readers: bool = False
    #: What the browser holds for the widget at first, as after an earlier visit, by the end of its drawer's name.
    drafts: Mapping[str, Any] = field(default_factory=dict)
    #: How a kernel fails, where that is to be seen: late, gone, or refusing in the sentence of ``refusal``.
    trouble: Literal["late", "gone"] | None = None
    refusal: str | None = None
    #: Whether the card's one primary button is pressed at once.
    press: bool = False

    def __post_init__(self) -> None:
        card = json.loads(self.widget.card)
        if not card.get("key"):
            msg = f"{self.widget!r} has no “key” in its card; the browser keeps what is done under that name."
            raise ValueError(msg)
        if card.get("doors") and self.folded is None:
            msg = f"{self.widget!r} unfolds something, and no kernel will be there to do it: give folded=card.folded()."
            raise ValueError(msg)

    def _data(self, only_here: str) -> dict[str, Any]:
        card, state = json.loads(self.widget.card), json.loads(self.widget.state)
        folded = {"steps": [], "explain": None, "earlier": [], **(self.folded or {})}
        if not self.readers:
            card, state, folded = (_only_here(one, only_here) for one in (card, state, folded))
        return {
            "widget": self.widget._bundle,
            "card": json.dumps(card),
            "state": json.dumps(state),
            "folded": folded,
            "drafts": dict(self.drafts),
            "trouble": self.trouble,
            "refusal": self.refusal,
            "press": self.press,
        }


@dataclass(frozen=True)
class Section:
    """Some exhibits under a heading of their own, named in the page's list of contents."""

    title: str
    exhibits: Sequence[Exhibit]
    note: str = ""


def page(
    title: str,
    parts: Sequence[Exhibit | Section],
    *,
    note: str = "",
    language: str | None = None,
    theme: Theme = "system",
    bar: bool = False,
) -> str:
    """The whole page as one HTML document, which asks no network; ``bar`` lets the reader switch theme and width.

    The document works from a file. Browsers keep what is written under the ``key`` of each card: no two may share one.
    """
    language = spoken(language)
    words = vocabulary(language)
    sections = [part if isinstance(part, Section) else Section("", [part]) for part in parts]
    exhibits = [one for section in sections for one in section.exhibits]
    _refuse_shared_keys(exhibits)
    names = sorted({one.widget._bundle for one in exhibits})
    data = {
        "bundles": {
            name: {"script": _bundle_text(f"{language}/{name}.js"), "style": _bundle_text(f"{name}.css")}
            for name in names
        },
        "exhibits": [one._data(words["host"]["onlyHere"]) for one in exhibits],
        "bar": bar,
    }
    script = _inline(_bundle_text(f"{language}/host.js"))
    numbers = iter(range(len(exhibits)))
    return _PAGE.format(
        language=language,
        direction=words["direction"],
        theme=theme,
        policy=_policy(script),
        title=escape(title),
        style=_bundle_text("host.css").replace("</", "<\\/"),
        skip=escape(words["host"]["skip"]),
        note=f'<p class="page-note">{escape(note)}</p>' if note else "",
        no_script=escape(words["host"]["noScript"]),
        index=_index(sections, words["host"]["contents"]),
        content="\n".join(_section(section, numbers) for section in sections),
        data=json.dumps(data, allow_nan=False).replace("<", "\\u003c"),
        script=script,
    )


_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}" data-theme="{theme}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<a class="page-skip" href="#content">{skip}</a>
<header class="page-head">
<h1>{title}</h1>
{note}
<p class="page-waits">{no_script}</p>
{index}
</header>
<main id="content" tabindex="-1">
{content}
</main>
<script type="application/json" id="kith-page">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def _policy(script: str) -> str:
    """What the page may do: run this one script and the widgets it unpacks, and ask nobody for anything."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}' blob:; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _inline(script: str) -> str:
    """The same script, with nothing in it that would end its element; strings read the same."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def _only_here(value: Any, sentence: str) -> Any:
    """The same data with every reach line saying who reads what is written on such a page: nobody else."""
    if isinstance(value, list):
        return [_only_here(item, sentence) for item in value]
    if not isinstance(value, dict):
        return value
    mine = {"kind": "mine", "sentence": sentence}
    return {key: mine if key in ("reach", "note_reach") else _only_here(item, sentence) for key, item in value.items()}


def _refuse_shared_keys(exhibits: Sequence[Exhibit]) -> None:
    seen: set[str] = set()
    for one in exhibits:
        key = json.loads(one.widget.card)["key"]
        if key in seen:
            msg = f"Two exhibits have the key “{key}”, so the browser would mix them up; give each card its own."
            raise ValueError(msg)
        seen.add(key)


def _index(sections: Sequence[Section], label: str) -> str:
    named = [section for section in sections if section.title]
    if not named:
        return ""
    lists = "".join(
        f"<p>{_link(section.title)}</p><ul>"
        + "".join(f"<li>{_link(one.title, section.title)}</li>" for one in section.exhibits if one.title)
        + "</ul>"
        for section in named
    )
    return f'<nav class="page-index" aria-label="{escape(label)}">{lists}</nav>'


def _section(section: Section, numbers: Iterator[int]) -> str:
    head = f'<h2 id="{_id(section.title)}">{escape(section.title)}</h2>' if section.title else ""
    note = f'<p class="page-note">{escape(section.note)}</p>' if section.note else ""
    return head + note + "".join(_exhibit(one, section.title, next(numbers)) for one in section.exhibits)


def _exhibit(one: Exhibit, section: str, number: int) -> str:
    id = _id(section, one.title)
    head = f'<h3 id="{id}">{escape(one.title)}</h3>' if one.title else ""
    note = f"<p>{escape(one.note)}</p>" if one.note else ""
    return f'<section class="exhibit">{head}{note}<div class="stand" data-exhibit="{number}"></div></section>\n'


def _link(title: str, section: str = "") -> str:
    return f'<a href="#{_id(*([section] if section else []), title)}">{escape(title)}</a>'


def _id(*titles: str) -> str:
    """Headings as an address within the page; letters of any script stay."""
    return "-".join(filter(None, (re.sub(r"\W+", "-", title.lower()).strip("-") for title in titles)))
