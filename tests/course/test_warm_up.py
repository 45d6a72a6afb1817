"""Ten times this or that: what is said to be so is so in the data that come with the course."""

import tomllib
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

from kith_exercises.data import load
from kith_exercises.definitions import load_prompts

MODULE = Path(__file__).parents[2] / "course" / "1-empathy"
SEALED = tomllib.loads((MODULE / "sealed.toml").read_text(encoding="utf-8"))["how-sure"]
CLAIMS = load_prompts(MODULE / "prompts.toml")["how-sure"].spec.claims


def rows(name: str, **where: Any) -> list[dict[str, Any]]:
    return list(load(name).where(**where))


def late(group: str, first: int, last: int) -> float:
    return mean(row["late"] for row in rows("daycare", group=group) if first <= row["week"] <= last)


def volunteers(**where: str) -> tuple[int, int]:
    counted = rows("volunteers", trait="extraversion", **where)
    return sum(row["volunteered"] for row in counted), sum(row["people"] for row in counted)


def insured(*, by_half: bool) -> float:
    hamlets = [row for row in rows("hamlets") if (row["first_round"] >= 0.5) == by_half]
    return sum(row["insured"] for row in hamlets) / sum(row["households"] for row in hamlets)


def granted(who: str) -> float:
    return sum(row[f"awards_{who}"] for row in rows("funding")) / sum(
        row[f"applications_{who}"] for row in rows("funding")
    )


def known() -> dict[str, tuple[str, list[str]]]:
    """Of each claim the side that is so, and the figures by which it is known, both out of the tables."""
    before, under, after = late("test", 1, 4), late("test", 5, 16), late("test", 17, 20)
    (yes, people), (men, of_men), (women, of_women) = volunteers(), volunteers(sex="male"), volunteers(sex="female")
    mailed = Counter((row["coin"], row["mailed"]) for row in rows("letters"))
    pairs = Counter((row["play"], row["partner_play"]) for row in rows("friend_or_foe"))
    share, take = pairs["friend", "friend"], pairs["foe", "foe"]
    married = Counter(row[end] for row in rows("florentine") for end in ("one", "other"))
    fields = sum(
        row["awards_women"] / row["applications_women"] > row["awards_men"] / row["applications_men"]
        for row in rows("funding")
    )
    words = {4: "four", 6: "six"}
    found = {
        "fine": (under > before, [before, under, late("control", 1, 4), late("control", 5, 16)]),
        "after": (abs(after - before) < abs(after - under), [after]),
        "volunteers": (2 * yes > people, [f"{yes} of {people:,}, that is {yes / people:.0%}"]),
        "sexes": (
            men / of_men > women / of_women,
            [f"{women} of {of_women} women, {women / of_women:.0%}", f"{men} of {of_men} men, {men / of_men:.0%}"],
        ),
        "coin": (
            mailed["found", "yes"] >= 10,
            [f"{mailed[it, 'yes']} of {mailed[it, 'yes'] + mailed[it, 'no']}" for it in ("found", "none")],
        ),
        "friends": (share > take, [f"{share} pairs", f"in {take}", f"in {pairs.total() - share - take} one"]),
        "families": (
            married["Medici"] > married["Strozzi"],
            [f"the {name} into {words[married[name]]}" for name in ("Medici", "Strozzi")],
        ),
        "club": (len(rows("karate")) >= 100, [f"{len(rows('karate'))} pairs"]),
        "insured": (insured(by_half=True) > 0.5, [f"{insured(by_half=half):.0%}" for half in (True, False)]),
        "grants": (
            fields >= 3,
            [f"in {words[fields]} of nine", f"{granted('women'):.1%} of the women", f"{granted('men'):.1%} of the men"],
        ),
    }
    sides = {claim.id: [option.id for option in claim.options] for claim in CLAIMS}
    said = {
        id: [one if isinstance(one, str) else f"{one:.1f}" for one in figures] for id, (_, figures) in found.items()
    }
    return {id: (sides[id][0 if first else 1], said[id]) for id, (first, _) in found.items()}


def test_each_answer_of_the_warm_up_is_what_the_tables_say() -> None:
    so = known()
    assert [claim.id for claim in CLAIMS] == list(so)
    assert SEALED["right"] == {id: side for id, (side, _) in so.items()}
    unsaid = [(id, one) for id, (_, figures) in so.items() for one in figures if one not in SEALED["how"][id]]
    assert unsaid == []


def test_whoever_always_takes_the_first_side_is_right_in_about_half() -> None:
    assert 4 <= sum(claim.options[0].id == SEALED["right"][claim.id] for claim in CLAIMS) <= 6
