"""What came back is called news only where it says something that its learner has not got."""

import pytest

from kith_exercises.envelope import Envelope, Feedback, resealed, sealed_at_end
from kith_exercises.exchange import MAKERS, PLACE, Parcel, as_json
from kith_exercises.news import PLAIN, is_news

LOT = Parcel("01", PLACE, "", "", MAKERS, {"place": 3, "of": 24})
STORY = Parcel("02", "story/story", "story", "listen", "3f2a9c01", {"story": "It was late."})
TAKEN_BACK = Parcel("02", "story/story", "story", "listen", "3f2a9c01", {})
SHOWN, SHORT = {"title": "In ten of twelve"}, {"short": "Fewer than six"}


def plain(*parcels: Parcel, issued: str = "2026-11-22T10", **more: object) -> str:
    envelope = Envelope("ana", "1-empathy", "1-before", issued, delivery=tuple(map(as_json, parcels)), **more)  # type: ignore[arg-type]
    return sealed_at_end(f"<html><body>{PLAIN}{len(parcels)}</article></body></html>", envelope)


@pytest.mark.parametrize(
    ("page", "here", "news"),
    [
        (plain(LOT), [], False),
        (plain(LOT, cohort={"a/b": SHORT}), [], False),
        (plain(LOT, STORY), [], True),
        (plain(LOT, cohort={"a/b": SHOWN}), [], True),
        (plain(feedback={"why": Feedback("My words", ())}), [], True),
        (plain(LOT, STORY, issued="2026-11-24T10"), [plain(LOT, STORY)], False),
        (plain(LOT, STORY), [plain(LOT), plain(STORY)], False),
        (plain(LOT, TAKEN_BACK), [plain(LOT, STORY)], False),
        (plain(LOT, STORY), [plain(LOT)], True),
        ("<html>a page with points</html>", [plain(LOT)], True),
        ("<html>a page with points</html>", ["<html>a page with points</html>"], False),
        ("<html>other points</html>", ["<html>a page with points</html>"], True),
    ],
)
def test_only_what_says_more_is_news(page: str, here: list[str], news: bool) -> None:
    assert is_news(page, here) is news


def test_a_page_with_points_that_got_a_place_in_a_lot_is_no_news() -> None:
    points = sealed_at_end(
        "<html><body>2 of 3</body></html>", Envelope("ana", "1-empathy", "1-before", "2026-11-22T10")
    )
    again = resealed(points, Envelope("ana", "1-empathy", "1-before", "2026-11-23T10", delivery=(as_json(LOT),)))
    assert again != points
    assert not is_news(again, [points])
