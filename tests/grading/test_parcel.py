"""What travels to other machines: all that grading a submission needs, and no password."""

from pathlib import Path

from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.job import Job, packed, unpacked
from tests.grading.stock_course import ASSIGNMENT, put_in, released

SECRETS = """
c.CourseDirectory.db_url = "postgresql://kith:pass-in-file@localhost/book"
c.JupyterHubAuthPlugin.token = "token-of-the-hub"
c.LimitOutput.max_lines = 17
c.BaseConverter.pre_convert_hook = lambda **facts: None
# pass-in-comment
"""
WORDS = ("--db=postgresql://kith:pass-in-word@localhost/book", "--Execute.timeout=7")


def test_a_parcel_has_what_a_course_is_configured_to_and_no_way_into_its_gradebook(tmp_path: Path) -> None:
    root = released(tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(SECRETS)
    put_in(root, "known")
    course = Course(Settings(str(root), WORDS))
    parcel = packed(Job("known", ASSIGNMENT, course.settings, b"book", str(tmp_path)), course)
    for secret in (b"pass-in", b"token-of", b"postgresql"):
        assert secret not in parcel
    (tmp_path / "there").mkdir()
    job = unpacked(parcel, tmp_path / "there")
    there = Course(job.settings)
    assert there.root == tmp_path / "there" / "course"
    assert there.place("submitted", "known", ASSIGNMENT).is_dir()
    assert there.app.config.Execute.timeout in (7, "7")
    assert there.app.config.LimitOutput.max_lines == 17
    assert there.converter.pre_convert_hook() is None
    assert str(there.directory.db_url).startswith("sqlite:")
