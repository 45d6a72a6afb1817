"""Files that do not belong in a module's sources, and texts that no notebook list names."""

from collections.abc import Iterator

from kith_facilitator.course._files import answer_files
from kith_facilitator.course.finding import Finding
from kith_facilitator.course.rules.pages import ModulePages

__all__ = ["answers", "unlisted_texts"]


def answers(module: ModulePages) -> Iterator[Finding]:
    """Somebody's answers: built, they would be handed out and copied over everybody's own."""
    for path in answer_files(module.module.folder):
        file = module.file(path.relative_to(module.module.folder).as_posix())
        yield Finding(file, None, None, "this looks like somebody's answers", "move it out of the course's sources")


def unlisted_texts(module: ModulePages) -> Iterator[Finding]:
    """Texts that would not be built."""
    for path in sorted(module.module.folder.glob("*.md")):
        if path.stem not in module.module.notebooks:
            message = "module.toml does not list this notebook, so nobody would get it"
            yield Finding(module.file(path.name), None, None, message, f"add “{path.stem}” to “notebooks”")
