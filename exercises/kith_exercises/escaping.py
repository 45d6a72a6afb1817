"""Anybody's words, made fit to stand in HTML."""

from html import escape

__all__ = ["plain"]


def plain(text: str) -> str:
    """The words escaped. NUL and lone surrogates can't stand in HTML: a sign for them does; the journal keeps them."""
    return escape(text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8"))
