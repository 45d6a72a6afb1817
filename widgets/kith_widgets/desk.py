"""The marking desk as one document: its script lies in it, and it talks to nobody but its own server."""

from collections.abc import Mapping
from html import escape
from typing import Any

from kith_widgets._page import as_data, as_script, as_style, bundle_text, digest
from kith_widgets.words import language as spoken
from kith_widgets.words import vocabulary

__all__ = ["desk_page"]

_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
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
<div id="kith-stand"><noscript>{no_script}</noscript></div>
<script type="application/json" id="kith-desk">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def desk_page(card: Mapping[str, Any], state: Mapping[str, Any], base: str, *, language: str | None = None) -> str:
    """The desk's page, as its server sends it; ``base`` is the server's base URL, to which ``kith/desk/act`` belongs.

    Whatever learners wrote is data in it, drawn as text. Styles are held to the one sheet as scripts to the one script.
    """
    language = spoken(language)
    words = vocabulary(language)
    script = as_script(bundle_text(f"{language}/desk.js"))
    style = as_style(bundle_text("desk.css"))
    policy = (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        language=language,
        direction=words["direction"],
        policy=policy,
        title=escape(words["desk"]["desk"]),
        style=style,
        no_script=escape(words["desk"]["noScript"]),
        data=as_data({"card": card, "state": state, "base": base}),
        script=script,
    )
