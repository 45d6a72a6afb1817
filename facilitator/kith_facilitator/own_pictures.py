"""Our own pictures in a page that stands alone: of a module in its feedback, and of the guide."""

from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path

from kith_facilitator.pages import PICTURE, words_of_picture

__all__ = ["with_pictures"]

#: In bytes; of a larger one its words stand there, since everybody has a page of their own.
_MOST = 200_000


def with_pictures(page: str, images: Path) -> str:
    """The page with each picture of the folder ``images`` in it; of one that is not there, its alternative text."""
    return PICTURE.sub(lambda found: _shown(images / found[1], found[0], found[2]), page)


def _shown(path: Path, picture: str, words: str) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST:
        return words_of_picture(picture)
    kind, _ = guess_type(path.name)
    data = b64encode(path.read_bytes()).decode()
    return f'<img alt="{words}" style="max-width: 100%" src="data:{kind};base64,{data}">'
