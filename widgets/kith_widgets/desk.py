"""The marking desk as one document: its script lies in it, and it talks to nobody but its own server."""

from collections.abc import Mapping
from html import escape
from typing import Any

from kith_widgets._page import as_script, as_style, bundle_text, digest, document
from kith_widgets.words import language as spoken
from kith_widgets.words import vocabulary

__all__ = ["desk_page"]


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
    return document(
        f'<div id="kith-stand"><noscript>{escape(words["desk"]["noScript"])}</noscript></div>',
        lang=language,
        dir=words["direction"],
        policy=policy,
        title=words["desk"]["desk"],
        style=style,
        data={"card": card, "state": state, "base": base},
        under="kith-desk",
        script=script,
    )
