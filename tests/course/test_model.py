import pytest

from kith_exercises.errors import KithError
from kith_facilitator.course import load_course


def test_the_course_lists_its_modules_in_teaching_order(real_course):
    assert [module.name for module in real_course.modules] == ["0-welcome", "1-empathy"]
    assert real_course.module("0-welcome").notebooks == ("welcome",)
    assert real_course.module("1-empathy").notebooks == ("1-before", "2-during", "3-together", "reflection")


def test_an_unknown_module_is_answered_with_the_known_ones(real_course):
    with pytest.raises(KithError, match=r"no module “2-trust”\. It has: 0-welcome, 1-empathy"):
        real_course.module("2-trust")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("course.toml", 'language = "en"', "language = 1", r"course\.toml: “language” must be a text"),
        ("course.toml", 'language = "en"', "language = ", r"course\.toml: this is not valid TOML: .*line 4"),
        (
            "course.toml",
            'language = "en"',
            'language = "en"\nform = "club"',
            r"“form” must be one of cohort",
        ),
        ("course.toml", '["1-first"]', '["1-first", "2-gone"]', r"There is no .*2-gone/module\.toml"),
        ("course.toml", '["1-first"]', '["../elsewhere"]', r"“modules” has “../elsewhere”; use letters"),
        ("course.toml", '["1-first"]', '["1-first", "mine"]', r"“mine”, which Kith uses for a folder of its own"),
        ("course.toml", '["1-first"]', '["1-first", "1-first"]', r"“modules” must list different names"),
        ("1-first/module.toml", '["page"]', "[]", r"module\.toml: “notebooks” must list different names"),
        ("1-first/module.toml", '["page"]', '["page", "gone"]', r"there is no gone\.md beside it"),
        ("1-first/module.toml", "minutes = 5", "minutes = true", r"“minutes” must be a whole number"),
    ],
)
def test_a_slip_in_a_manifest_names_the_file_and_the_remedy(small_folder, edit, file, old, new, complaint):
    edit(file, old, new)
    with pytest.raises(KithError, match=complaint):
        load_course(small_folder)


def test_a_course_may_say_how_its_activities_are_done(small_folder, edit):
    assert load_course(small_folder).form == ""
    edit("course.toml", 'language = "en"', 'language = "en"\nform = "room"')
    assert load_course(small_folder).form == "room"


def test_a_folder_without_a_course_says_so(tmp_path):
    with pytest.raises(KithError, match=r"There is no .*course\.toml"):
        load_course(tmp_path)
