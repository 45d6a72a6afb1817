"""A roster comes from whatever table program wrote it; all of it is taken, or nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_facilitator.cohort import load_cohort
from kith_facilitator.files import digest_of
from kith_facilitator.home import Home
from kith_facilitator.roster import Learner, RosterReport, import_roster, learners_of, read_roster
from kith_facilitator.sources import course_of
from tests.facilitator.steps import kith
from tests.small_course import MODULE

PLAIN = f"""id,first name,last name,e-mail,pod,extension {MODULE}
ada,Ada,"Lovelace, Countess",ada@example.org,north,3 days
bob,Bob,Zürn,,south,
"""
BOTH = (
    Learner("ada", "Ada", "Lovelace, Countess", "ada@example.org", "north", {MODULE: timedelta(days=3)}),
    Learner("bob", "Bob", "Zürn", "", "south", {}),
)


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def take(home: Home, path: Path, *, dry: bool = False) -> RosterReport:
    return import_roster(home, course_of(home), path, dry=dry)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN + ",,,,,\n\n",
        "\n\n" + PLAIN,
        PLAIN.encode("utf-16"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("first name", "First_Name").replace("e-mail", "MAIL").replace("id,", "User Name,"),
        PLAIN.replace("id,", " ID\u00a0,").replace("ada,Ada", " ada ,\u00a0Ada"),
        "sep=;\r\n" + PLAIN.replace('"Lovelace, Countess"', "LC").replace(",", ";").replace("LC", "Lovelace, Countess"),
        PLAIN.replace('"Lovelace, Countess"', "LC").replace(",", "\t").replace("LC", "Lovelace, Countess"),
    ],
)
def test_every_way_to_write_it_is_the_same_roster(home: Home, tmp_path: Path, content: str | bytes) -> None:
    take(home, table(tmp_path, content))
    assert learners_of(home) == BOTH


def test_importing_twice_is_importing_once(home: Home, tmp_path: Path) -> None:
    first = take(home, table(tmp_path, PLAIN))
    again = take(home, table(tmp_path, PLAIN))
    assert (first.new, again.new, again.changed, again.same) == (("ada", "bob"), (), (), ("ada", "bob"))


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(home: Home, tmp_path: Path) -> None:
    take(home, table(tmp_path, PLAIN))
    report = take(home, table(tmp_path, f"id;pod;extension {MODULE}\nada;;\n"))
    assert (report.changed, report.missing) == (("ada",), ("bob",))
    assert learners_of(home) == (Learner("ada", "Ada", "Lovelace, Countess", "ada@example.org", "", {}), BOTH[1])
    assert load_cohort(home).pods == {"bob": "south"}


def test_nobody_is_removed_and_who_is_not_in_it_is_named(graded: Home, tmp_path: Path) -> None:
    assert take(graded, table(tmp_path, PLAIN)).missing == ("sim-001", "sim-002")
    assert [learner.id for learner in learners_of(graded)] == ["ada", "bob", "sim-001", "sim-002"]


def test_a_trial_changes_nothing(home: Home, tmp_path: Path) -> None:
    before = digest_of(home.root)
    assert take(home, table(tmp_path, PLAIN), dry=True).new == ("ada", "bob")
    assert digest_of(home.root) == before


def test_every_error_is_named_by_line_and_column_and_nothing_is_changed(home: Home, tmp_path: Path) -> None:
    broken = f"""id,first name,e-mail,extension {MODULE}
ada,Ada,ada@example.org,a while
,Nobody,,
bob,"Bob
with a line",no address,
ada,Again,,
1.23E+10,Excel,,
../evil,Eve,,
cy,Cy,,,,more
"""
    before = digest_of(home.root)
    with pytest.raises(KithError) as error:
        take(home, table(tmp_path, broken))
    said = str(error.value).splitlines()
    assert "nothing was changed" in said[0]
    assert [line.split(":")[0] for line in said[1:]] == [
        f"line 2, column “extension {MODULE}”",
        "line 3, column “id”",
        "line 4, column “e-mail”",
        "line 7, column “id”",
        "line 8, column “id”",
        "line 9",
    ]
    assert digest_of(home.root) == before


def test_the_same_learner_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KithError, match="line 3: “ada” stands in line 2 already"):
        read_roster(table(tmp_path, "id\nada\nada\n"), [MODULE])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("name,mail\nAda,a@b\n", "there is no column “id”"),
        ("id,login\nada,ada\n", "there are two columns for this"),
        ("id,extension 9-nothing\nada,3\n", "the course has no such module; it has 1-small"),
        (b"PK\x03\x04....", "is a workbook"),
    ],
)
def test_a_table_that_is_none_says_why(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(KithError, match=says):
        read_roster(table(tmp_path, content), [MODULE])


def test_a_column_that_means_nothing_here_is_said(tmp_path: Path) -> None:
    found = read_roster(table(tmp_path, 'id,name,emial\nada,Ada Lovelace,x\nbob,"Byron, Bob",\n'), [MODULE])
    assert found.remarks == ("Not used: “emial”",)
    assert [(learner.first, learner.last) for learner in found.learners] == [("Ada", "Lovelace"), ("Bob", "Byron")]


def test_the_command_says_what_it_did_and_lists_who_is_known(home: Home, tmp_path: Path) -> None:
    path = str(table(tmp_path, PLAIN))
    assert "2 would be new: ada, bob" in kith("roster", path, "--dry-run", home=home.root)
    assert "2 new: ada, bob" in kith("roster", path, home=home.root)
    listed = kith("roster", home=home.root)
    assert "ada  Ada Lovelace, Countess  ada@example.org  pod north  1-small +3 days" in listed
    assert "2 learners are known" in listed
