"""What in a text could tell who or when, before it goes to people whom its writer does not know."""

import pytest

from kith_exercises.library import flagged


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I asked first. Then I wrote it down, and I’m glad.", ()),
        ("Ask Mara on Monday.", ("Mara", "Monday")),
        ("It was in May 2024, on the 3rd.", ("May", "2024")),
        ("We met on 12/03/2025 and 12.3.", ("12/03/2025", "12.3")),
        ("Write to sam@example.org or see www.example.org.", ("sam@example.org", "www.example.org")),
        ("Ring +49 30 123456 at night.", ("+49 30 123456",)),
        ("He said: “Nobody came.” So we left.", ()),
        ("First line\nSecond line", ()),
        ("Of 12 people 3 came at 7.", ()),
    ],
)
def test_names_dates_and_addresses_are_found_and_a_sentence_s_first_word_is_none(
    text: str, found: tuple[str, ...]
) -> None:
    assert flagged(text).words == found
    assert not flagged(text).unsure


def test_where_all_nouns_have_capitals_it_says_that_names_can_t_be_told() -> None:
    text = "Am Morgen war das Wasser im Keller, und der Schlüssel lag bei Mara auf dem Tisch, seit 2023."
    assert flagged(text).unsure
    assert flagged(text).words == ("2023",)
