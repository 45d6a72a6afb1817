"""What widgets and our own pages are made of: built bundles, and the document in which script, style and data lie."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

__all__ = ["as_data", "as_script", "as_style", "bundle_text", "digest", "document", "linked"]

_STATIC = Path(__file__).parent / "static"


@cache
def bundle_text(name: str) -> str:
    """A built file's text, read once for all widgets and pages of a process."""
    path = _STATIC / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        msg = f"{path} is not there: the widgets of this checkout are not built. `python3 kith.py start` builds them."
        raise FileNotFoundError(msg) from None


def document(
    body: str, *, title: str, policy: str, style: str, data: Mapping[str, Any], under: str, script: str, **root: str
) -> str:
    """A whole page that loads nothing: the content of its body, then its data (under an id), and the one script.

    ``style`` and ``script`` come as ``as_style`` and ``as_script`` give them, since the policy may name their digests;
    ``title`` is plain text; ``root`` are attributes of the document, ``data_theme`` for ``data-theme``.
    """
    ends = f'<script type="module">{script}</script>'
    return _written(
        body, title=title, policy=policy, head=f"<style>{style}</style>", data=data, under=under, ends=ends, **root
    )


def linked(
    body: str,
    *,
    title: str,
    policy: str,
    styles: Sequence[str],
    data: Mapping[str, Any],
    under: str,
    scripts: Sequence[str],
    **root: str,
) -> str:
    """A page whose style sheets and scripts are files of its own site; these run in their order, once all is there.

    They are no modules: a browser opens none from a file.
    """
    head = "\n".join(f'<link rel="stylesheet" href="{escape(one)}">' for one in styles)
    ends = "\n".join(f'<script defer src="{escape(one)}"></script>' for one in scripts)
    return _written(body, title=title, policy=policy, head=head, data=data, under=under, ends=ends, **root)


def _written(
    body: str, *, title: str, policy: str, head: str, data: Mapping[str, Any], under: str, ends: str, **root: str
) -> str:
    return _DOCUMENT.format(
        root="".join(f' {name.replace("_", "-")}="{value}"' for name, value in root.items()),
        policy=policy,
        title=escape(title),
        head=head,
        body=body,
        id=under,
        data=as_data(data),
        ends=ends,
    )


_DOCUMENT = """<!doctype html>
<html{root}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
{head}
</head>
<body>
{body}
<script type="application/json" id="{id}">{data}</script>
{ends}
</body>
</html>
"""


def as_script(script: str) -> str:
    """The same script, with nothing in it that would end its element; strings read the same."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def as_style(style: str) -> str:
    """The same style sheet, with nothing in it that would end its element."""
    return style.replace("</", "<\\/")


def as_data(data: Mapping[str, Any]) -> str:
    """JSON text for a script element that does not run: whatever people wrote in it stays data."""
    return json.dumps(data, allow_nan=False).replace("<", "\\u003c")


def digest(text: str) -> str:
    """How a content security policy names this very script or style sheet.

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
