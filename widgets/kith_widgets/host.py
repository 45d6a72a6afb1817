"""One offline page with any number of widgets: no kernel, no network, and what is done there stays in the browser."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import Any, Literal

from kith_widgets._base import Widget
from kith_widgets._page import as_script, as_style, bundle_text, digest, document
from kith_widgets.words import language as spoken
from kith_widgets.words import languages, vocabulary

__all__ = ["Exhibit", "Section", "Theme", "addresses", "bundle_of", "bundles_of", "page", "shown"]

Theme = Literal["system", "light", "dark", "contrast"]


@dataclass(frozen=True)
class Exhibit:
    """A widget on a page without a kernel, as it stands now.

    ``folded`` is what a kernel would hold back (the cards' ``folded()``); it lies in the page, so that all goes on
    there, and not in clear. Nothing else of a learner is in the page: only what this card and state hold.

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
    #: Whether reach lines and what is waited for stay as the course has them. Of a page that is nobody's in particular
    #: they would not be true: nobody reads what is written, and nothing comes.
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
        if (card.get("doors") or json.loads(self.widget.state).get("ahead")) and self.folded is None:
            msg = f"{self.widget!r} unfolds something, and no kernel will be there to do it: give folded=card.folded()."
            raise ValueError(msg)

    def _data(self, words: Mapping[str, str]) -> dict[str, Any]:
        card, state = json.loads(self.widget.card), json.loads(self.widget.state)
        folded = {"steps": [], "explain": None, "group": [], "records": [], "said": None, **(self.folded or {})}
        if not self.readers:
            card, state, folded = (_for_anybody(one, words) for one in (card, state, folded))
        return {
            "widget": self.widget._bundle,
            "card": json.dumps(card),
            "state": json.dumps(state),
            # Not to be read by whoever looks at the page's source before it unfolds; it is ASCII, so any JSON is.
            "folded": b64encode(json.dumps(folded).encode()).decode(),
            # A page is one text: what is bytes elsewhere is their base64 here.
            "buffers": {name: [b64encode(one).decode() for one in all] for name, all in self.widget.buffers.items()},
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
    ``language`` is that of the interface. Cards bring their reach lines in the language that was active when they were
    made; where those stay (``readers``), they must have been made in the page's language, or a ValueError says so.
    """
    language = spoken(language)
    words = vocabulary(language)
    sections = [part if isinstance(part, Section) else Section("", [part]) for part in parts]
    exhibits = [one for section in sections for one in section.exhibits]
    data = {
        "bundles": {name: bundle_of(name, language) for name in bundles_of(exhibits)},
        "exhibits": shown(exhibits, language),
        "bar": bar,
    }
    script = as_script(bundle_text(f"{language}/host.js"))
    index, content = _written(sections, words["host"]["contents"])
    body = _BODY.format(
        title=escape(title),
        skip=escape(words["host"]["skip"]),
        note=f'<p class="page-note">{escape(note)}</p>' if note else "",
        no_script=escape(words["host"]["noScript"]),
        index=index,
        content=content,
    )
    return document(
        body,
        lang=language,
        dir=words["direction"],
        data_theme=theme,
        policy=_policy(script),
        title=title,
        style=as_style(bundle_text("host.css")),
        data=data,
        under="kith-page",
        script=script,
    )


def shown(exhibits: Sequence[Exhibit], language: str) -> list[dict[str, Any]]:
    """What a page's script reads of each exhibit; refuses what one page in this language can't hold."""
    _refuse_shared_keys(exhibits)
    _refuse_other_languages(exhibits, language)
    return [one._data(vocabulary(language)["host"]) for one in exhibits]


def bundles_of(exhibits: Sequence[Exhibit]) -> list[str]:
    """The bundles that draw these, and what they share."""
    return [*sorted({one.widget._bundle for one in exhibits}), "shared"]


def bundle_of(name: str, language: str) -> dict[str, str]:
    """A bundle as a page's script takes it."""
    return {"script": bundle_text(f"{language}/{name}.js"), "style": bundle_text(f"{name}.css")}


_BODY = """<a class="page-skip" href="#content">{skip}</a>
<header class="page-head">
<h1>{title}</h1>
{note}
<p class="page-waits">{no_script}</p>
{index}
</header>
<main id="content" tabindex="-1">
{content}
</main>"""


def _policy(script: str) -> str:
    """What the page may do: run this one script and the widgets it unpacks, and ask nobody for anything."""
    return (
        f"default-src 'none'; script-src {digest(script)} blob:; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


#: What every field has.
_FIELD = frozenset({"id", "kind", "label"})


def _for_anybody(value: Any, words: Mapping[str, str]) -> Any:
    """The same data for a page that is nobody's in particular.

    The card's reach line says who reads what is written there: nobody else, and no field has another. What waits for
    others never comes, and how one takes part was settled when the page was made.
    """
    if isinstance(value, list):
        return [_for_anybody(item, words) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() >= _FIELD:
        value = {key: item for key, item in value.items() if key != "reach"}
    here: dict[str, Any] = {"reach": {"kind": "mine", "sentence": words["onlyHere"]}, "forms": []}
    here["note_reach"] = here["reach"]
    found = {key: here[key] if key in here else _for_anybody(item, words) for key, item in value.items()}
    return found | ({"waits": words["neverComes"]} if value.get("waits") else {})


def _refuse_shared_keys(exhibits: Sequence[Exhibit]) -> None:
    """Each card has three drawers in the browser: its key, and that with ``:other`` and ``:page`` behind it."""
    seen: dict[str, str] = {}
    for one in exhibits:
        key = str(json.loads(one.widget.card)["key"])
        drawers = (key, f"{key}:other", f"{key}:page")
        before = next((seen[drawer] for drawer in drawers if drawer in seen), None)
        if before is not None:
            two = f"have the key “{key}”" if before == key else f"have the keys “{before}” and “{key}”"
            msg = f"Two exhibits {two}, so the browser would mix them up; give each card its own."
            raise ValueError(msg)
        seen.update(dict.fromkeys(drawers, key))


def _refuse_other_languages(exhibits: Sequence[Exhibit], language: str) -> None:
    here = set(_sentences(language))
    elsewhere = {sentence: code for code in languages() for sentence in _sentences(code)}
    for one in exhibits:
        for sentence in _reach_lines(one) if one.readers else ():
            if sentence not in here and sentence in elsewhere:
                msg = (
                    f"The page speaks “{language}”, and {one.widget!r} says who reads in “{elsewhere[sentence]}”: "
                    f"make its card with KITH_LANGUAGE={language}, or the page with language={elsewhere[sentence]!r}."
                )
                raise ValueError(msg)


def _sentences(language: str) -> Iterator[str]:
    return (sentence for sentence in vocabulary(language)["kernel"].values() if isinstance(sentence, str))


def _reach_lines(one: Exhibit) -> Iterator[str]:
    """What an exhibit says about who reads, wherever it says it."""

    def within(value: Any) -> Iterator[str]:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if key in ("reach", "note_reach") and isinstance(item, dict) and "sentence" in item:
                yield str(item["sentence"])
            elif isinstance(item, dict | list):
                yield from within(item)

    for data in (json.loads(one.widget.card), json.loads(one.widget.state), dict(one.folded or {})):
        yield from within(data)


def _written(sections: Sequence[Section], contents: str) -> tuple[str, str]:
    """The list of contents, and what it lists."""
    address, numbers = addresses(), count()
    links: list[str] = []
    written: list[str] = []
    for section in sections:
        parts = [address(section.title) if section.title else ""]
        parts += [address(f"{section.title} {one.title}") if one.title else "" for one in section.exhibits]
        if section.title:
            links.append(_links(section, parts))
        written.append(_section(section, parts, numbers))
    index = f'<nav class="page-index" aria-label="{escape(contents)}">{"".join(links)}</nav>' if links else ""
    return index, "\n".join(written)


def _links(section: Section, addresses: Sequence[str]) -> str:
    def link(title: str, address: str) -> str:
        return f'<a href="#{address}">{escape(title)}</a>'

    below = zip(section.exhibits, addresses[1:], strict=True)
    items = "".join(f"<li>{link(one.title, address)}</li>" for one, address in below if one.title)
    return f"<p>{link(section.title, addresses[0])}</p><ul>{items}</ul>"


def _section(section: Section, addresses: Sequence[str], numbers: Iterator[int]) -> str:
    head = f'<h2 id="{addresses[0]}">{escape(section.title)}</h2>' if section.title else ""
    note = f'<p class="page-note">{escape(section.note)}</p>' if section.note else ""
    below = zip(section.exhibits, addresses[1:], strict=True)
    return head + note + "".join(_exhibit(one, address, next(numbers)) for one, address in below)


def _exhibit(one: Exhibit, address: str, number: int) -> str:
    head = f'<h3 id="{address}">{escape(one.title)}</h3>' if one.title else ""
    note = f"<p>{escape(one.note)}</p>" if one.note else ""
    return f'<section class="exhibit">{head}{note}<div class="stand" data-exhibit="{number}"></div></section>\n'


def addresses() -> Callable[[str], str]:
    """Gives each heading an address of its own within the page; letters of any script stay."""
    taken = {"content", "kith-page"}

    def address(heading: str) -> str:
        words = re.sub(r"\W+", "-", heading.lower()).strip("-") or "part"
        names = (words if number == 1 else f"{words}-{number}" for number in count(1))
        found = next(name for name in names if name not in taken)
        taken.add(found)
        return found

    return address
