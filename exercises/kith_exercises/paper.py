"""A page to read, keep or print: no script that runs, no network, nothing that needs a kernel."""

from kith_exercises.escaping import plain
from kith_widgets.words import language, vocabulary

__all__ = ["paper"]


def paper(title: str, note: str, body: str, style: str = "") -> str:
    """The whole page as one HTML document in the language that is spoken; ``body`` is HTML, title and note plain text.

    ``style`` is what a page of one kind needs besides, such as a place for each of its cards.
    """
    direction = vocabulary(language())["direction"]
    texts = {"title": plain(title), "note": plain(note), "body": body, "style": style}
    return _PAGE.format(language=language(), direction=direction, **texts)


_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;
 base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; background: Canvas; color: CanvasText; }}
body {{ font: 1.0625rem/1.55 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2, h3, h4 {{ line-height: 1.25; break-after: avoid; }}
blockquote {{ margin: .5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid; white-space: pre-wrap;
  overflow-wrap: anywhere; }}
.note {{ font-size: .9375rem; opacity: .8; }}
.back {{ margin-block: 1rem; padding-inline: 1rem; border: 1px solid; }}
pre {{ white-space: pre-wrap; }}
.cards {{ display: grid; grid-template-columns: 1fr 1fr; padding: 0; list-style: none; }}
.card {{ display: flex; flex-direction: column; justify-content: space-between; min-height: 9rem; padding: .75rem 1rem;
  margin: 0 -1px -1px 0; border: 1px dashed; break-inside: avoid; }}
@media print {{
  :root {{ color-scheme: light; }}
  body {{ max-width: none; margin: 0; font-size: 11pt; }}
  section + section {{ break-before: page; }}
  a::after {{ content: " (" attr(href) ")"; }}
}}
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="note">{note}</p>
{body}
</main>
</body>
</html>
"""
