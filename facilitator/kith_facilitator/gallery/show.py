"""Writing the gallery to a file, and opening it."""

import os
import webbrowser
from pathlib import Path
from tempfile import mkdtemp

from kith_exercises.errors import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.console import busy, say
from kith_facilitator.gallery import gallery
from kith_widgets.words import language as spoken

__all__ = ["show_gallery"]


def show_gallery(out: Path | None, *, language: str | None, browser: bool) -> None:
    """Write the gallery, say where it is, and open it in a browser."""
    try:
        os.environ["KITH_LANGUAGE"] = spoken(language)
    except ValueError as error:
        raise KithError(str(error)) from None
    path = out or Path(mkdtemp(prefix="kith-")) / "gallery.html"
    with busy("Making the gallery"):
        write_atomically(path, gallery().encode())
    say(f"The gallery is in {path}")
    if browser:
        webbrowser.open(path.as_uri())
