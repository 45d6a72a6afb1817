"""Putting a page with a learner's envelope where their Fetch Feedback finds it, graded or not.

The page's name is nbgrader's: a hash over a secret that only the submission's sender and this home know. The folder
can't be listed by others, so nobody else finds it.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.envelope import Envelope, resealed, sealed_at_end
from kith_exercises.escaping import plain
from kith_exercises.exchange import MAKERS, Parcel, parcel_of
from kith_exercises.files import put_in_place
from kith_exercises.news import PLAIN
from kith_exercises.paper import paper
from kith_exercises.status import addressed
from kith_facilitator.home import Home
from kith_facilitator.issued import kept_folder, last_envelope
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets.words import say

__all__ = ["can_post", "ensure_folder", "page_with", "post", "post_again"]


def can_post(home: Home, module: str, student: str, page: str) -> bool:
    """Whether this learner's newest submission has that page, so that nbgrader looks for one that came back."""
    submitted = home.course / "submitted" / student / module
    return (submitted / f"{page}.ipynb").is_file() and bool(_secret(submitted))


def post(home: Home, module: str, student: str, page: str) -> bool:
    """Let a learner fetch what is kept for them on a page; True if what lies there changed.

    A page of nbgrader's that is out already carries it; else a plain one does, which reads without Kith as well.
    """
    envelope = last_envelope(home.course, module, student, page)
    if envelope is None or not can_post(home, module, student, page):
        return False
    place = _place(home, module, student, page)
    before = place.read_bytes() if place.is_file() else b""
    after = page_with(before, envelope)
    if after == before:
        return False
    put_in_place(place, after)
    return True


def post_again(home: Home, module: str, student: str) -> None:
    """Bring pages that were posted up to what is kept now: a newer submission's page is not the graded one's."""
    for kept in sorted(kept_folder(home.course, module, student).glob("*.json")):
        if can_post(home, module, student, kept.stem) and _place(home, module, student, kept.stem).is_file():
            post(home, module, student, kept.stem)


def page_with(before: bytes, envelope: Envelope) -> bytes:
    """The page that lies there with this envelope in it; a plain one where none does, or a plain one."""
    text = before.decode("utf-8", "surrogateescape")
    if not text or _is_ours(text):
        return sealed_at_end(_plain(envelope), envelope).encode()
    return resealed(text, envelope).encode("utf-8", "surrogateescape")


def ensure_folder(home: Home) -> Path:
    """The folder in the exchange in which pages lie, made as nbgrader makes it.

    Raises KithError if it can be listed by others, or belongs to somebody else: then names would be no secret.
    """
    nbgrader = Nbgrader(home)
    nbgrader.prepare_feedback()
    folder = _folder(home)
    try:
        state = folder.lstat()
    except OSError as error:
        raise KithError(
            f"Nothing can be handed over: {folder} can't be used ({error.strerror}). Mend that, and run this again."
        ) from None
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid():
        raise KithError(
            f"Nothing was handed over: {folder} does not belong to this account. Somebody has put another folder in "
            "its place. Move it away, close the exchange's root to others (“kith doctor --fix” does), and run this "
            "again."
        )
    strange = stat.S_IROTH | (0 if nbgrader.groupshared else stat.S_IRGRP)
    if state.st_mode & strange:
        folder.chmod(stat.S_IMODE(state.st_mode) & ~strange)
    return folder


def _place(home: Home, module: str, student: str, page: str) -> Path:
    secret = _secret(home.course / "submitted" / student / module)
    return _folder(home) / f"{addressed(secret, page)}.html"


def _folder(home: Home) -> Path:
    return Path(home.exchange, home.course_id, "feedback")


def _secret(submitted: Path) -> str:
    try:
        return (submitted / "submission_secret.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


# ---- the plain page ------------------------------------------------------------------------------------------------


def _is_ours(page: str) -> bool:
    # In a page of nbgrader's a learner's words say anything, but no such tag: they are cleaned.
    start = page.find("<article")
    return start >= 0 and page.startswith(PLAIN, start)


def _plain(envelope: Envelope) -> str:
    parcels = [found for item in envelope.delivery if (found := parcel_of(item)) is not None and found.label]
    body = "".join(_shown(parcel) for parcel in parcels)
    return paper(say("parcelsTitle"), say("parcelsNote"), f"{PLAIN}{body}</article>")


def _shown(parcel: Parcel) -> str:
    words = list(_words(parcel.content))
    origin = say("parcelsMakers") if parcel.origin == MAKERS else say("parcelsFrom", name=parcel.origin)
    if not parcel.content:
        return f"<h2>{plain(parcel.label)}</h2><p>{plain(say('parcelsTakenBack'))}</p>"
    quoted = "".join(f'<blockquote dir="auto">{plain(text)}</blockquote>' for text in words)
    return f'<h2>{plain(parcel.label)}</h2><p class="note">{plain(origin)}</p>{quoted}'


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and "spans" not in value:  # places in words are no words
        for item in value.values() if isinstance(value, dict) else value:
            yield from _words(item)
