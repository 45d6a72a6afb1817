"""Whether a page that came back says anything to its learner that they have not got yet."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kith_exercises.envelope import open_envelope
from kith_exercises.exchange import PLACE, parcel_of

__all__ = ["PLAIN", "is_news", "is_shown", "pages_in"]

#: By this a page that carries an envelope alone is told from nbgrader's, which holds the learner's notebook.
PLAIN = '<article class="kith-parcels">'
_ENVELOPE = '<script type="application/json" id="kith-envelope">'


def is_news(page: str, here: Collection[str]) -> bool:
    """Whether it says more than the pages that are ``here``; that one has a place in a lot is told to nobody."""
    if PLAIN not in page and _around(page) not in {_around(one) for one in here}:
        return True
    return not _told(page) <= {said for one in here for said in _told(one)}


def pages_in(folder: Path) -> dict[Path, str]:
    """The pages that came back to a learner's folder of a module, each with what stands in it."""
    return {path: path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("feedback/*/*.html")}


def _around(page: str) -> str:
    """All of it but the envelope, which lies at its end."""
    return page.rpartition(_ENVELOPE)[0] or page


def _told(page: str) -> set[tuple[str, str, str]]:
    envelope = open_envelope(page)
    if envelope is None:
        return set()
    parcels = [found for item in envelope.delivery if (found := parcel_of(item)) and found.sending != PLACE]
    return {
        *(("feedback", prompt, repr(one)) for prompt, one in envelope.feedback.items()),
        *(("figure", name, repr(one)) for name, one in envelope.cohort.items() if is_shown(one)),
        *(("parcel", one.id, repr(one.content)) for one in parcels if one.content),
    }


def is_shown(figure: Any) -> bool:
    """Whether a figure says more than why there is none."""
    return isinstance(figure, Mapping) and not figure.get("short")
