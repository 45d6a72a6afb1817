"""The facilitator's guide as one page to read or to print: run sheets, debriefs, care, cards, and what was reviewed."""

import re
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.paper import paper
from kith_facilitator._resources import bundled_guide
from kith_facilitator.own_pictures import with_pictures
from kith_widgets.words import speaking

__all__ = ["PAGES", "guide_page"]

#: The pages in the order in which they are printed, and how each is set.
PAGES = {
    "start": "text",
    "0-welcome": "sheet",
    "1-empathy": "sheet",
    "debriefs": "text",
    "care": "text",
    "cards": "deck",
    "ethics": "text",
    "accessibility": "text",
    "review": "text",
}


def guide_page() -> str:
    """The whole guide as one HTML document without script or network. It is written in English, as the course is."""
    folder = bundled_guide()
    with speaking("en"):
        return paper(_TITLE, _NOTE, "".join(_section(folder, name, kind) for name, kind in PAGES.items()), _STYLE)


def _section(folder: Path, name: str, kind: str) -> str:
    from markdown_it import MarkdownIt

    try:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise KithError(f"The guide lacks {name}.md: {error.strerror}. Take Kith's sources anew, whole.") from None
    html = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table").render(text)
    html = with_pictures(html, folder / "images")
    # The document has the one h1; and what are files for whoever reads the sources are places on this page.
    html = re.sub(r"(</?h)([1-5])>", lambda found: f"{found[1]}{int(found[2]) + 1}>", html)
    html = re.sub(r'href="([\w-]+)\.md"', r'href="#\1"', html)
    if kind == "deck":
        first, *rest = re.split(r"(?=<h[34]>)", html)
        html = first + "".join(f"<article>{one}</article>" if one.startswith("<h4>") else one for one in rest)
    return f'<section id="{name}" class="{kind}">{html}</section>'


_TITLE = "Kith: the facilitator's guide"
_NOTE = (
    "To print it, use your browser: each part begins on a new page, and a run sheet is one sheet of A4. "
    "The texts are free under CC BY 4.0."
)
_STYLE = """
table { border-collapse: collapse; margin-block: .75rem; font-size: .9375rem; }
th, td { border-block-end: 1px solid; padding: .25rem .5rem; text-align: start; vertical-align: top; }
@media (max-width: 40rem) {
  code { overflow-wrap: anywhere; }
  th, td { padding-inline: .125rem; }
}
hr { border: 0; border-block-end: 1px dotted; margin-block: 2rem; }
article { border: 2px solid; border-radius: .5rem; padding: 0 1rem; margin-block: 1rem; break-inside: avoid; }
@media print {
  @page { size: A4; margin: 12mm 14mm; }
  body { font-size: 9.5pt; line-height: 1.35; padding: 0; }
  main > h1 + .note + section { break-before: avoid; }
  a { color: inherit; text-decoration: none; }
  a[href^="#"]::after { content: none; }
  h2 { margin-block-start: 0; }
  h3 { margin-block: 4mm 1mm; }
  p, ul, ol { margin-block: 1.5mm; }
  table { font-size: 8.5pt; margin-block: .5rem; }
  pre { margin-block: .5rem; }
  tr, li { break-inside: avoid; }
  .sheet { columns: 2; column-gap: 8mm; font-size: 9pt; line-height: 1.3; }
  .sheet h2 { column-span: all; font-size: 15pt; margin-block-end: 1mm; }
  .sheet h3 { font-size: 10pt; margin-block: 2.5mm .5mm; }
  .sheet p, .sheet ul, .sheet ol { margin-block: .75mm; }
  .sheet ul, .sheet ol { padding-inline-start: 4mm; }
  .sheet table { font-size: 8.5pt; margin-block: 1mm; }
  .sheet th, .sheet td { padding: .4mm 1mm; }
  .sheet td:first-child { white-space: nowrap; }
  .deck { columns: 2; column-gap: 8mm; }
  .deck h2, .deck h2 + p { column-span: all; }
  .deck article { font-size: 12pt; margin-block: 0 8mm; }
}
"""
