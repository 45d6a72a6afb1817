"""How Jupyter and nbgrader are set for a home: one place, so that every command and server agrees."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from kith_exercises.files import write_atomically
from kith_facilitator._resources import SHARE, data_folders
from kith_facilitator.home import Home, open_home
from kith_facilitator.pages import ATTRIBUTES, TAGS

__all__ = ["configure_nbgrader", "configure_pages", "environment", "is_of_home", "programs", "write_configuration"]


def configure_nbgrader(c: Any, root: str) -> None:
    """Fill nbgrader's configuration object ``c`` for the home at ``root``; called by the written file."""
    home = open_home(Path(root))
    c.CourseDirectory.root = str(home.course)
    c.CourseDirectory.course_id = home.course_id
    c.CourseDirectory.db_url = f"sqlite:///{home.course / 'gradebook.db'}"
    c.Exchange.root = str(home.exchange)
    c.Exchange.assignment_dir = str(home.learner)
    c.Exchange.cache = str(home.cache)
    c.ExchangeFactory.submit = "kith_facilitator.exchange.KithSubmit"
    c.ExchangeFactory.collect = "kith_facilitator.exchange.KithCollect"
    c.KithCollect.identity = home.identity
    c.Execute.store_widget_state = False
    c.KernelManager.transport_encryption = "auto"  # else any account on the machine can read kernel output
    _configure_autograde(c, demo=home.identity == "claimed")
    configure_pages(c)


def _configure_autograde(c: Any, *, demo: bool) -> None:
    ours, stock = "kith_facilitator.preprocessors.", "nbgrader.preprocessors."
    scoring = "kith_facilitator.grading.scoring."
    c.GenerateAssignment.preprocessors = [
        "kith_facilitator.release_check.CheckRelease",
        f"{stock}IncludeHeaderFooter",
        f"{stock}InstantiateTests",
        f"{stock}LockCells",
        f"{stock}ClearSolutions",
        f"{stock}ClearOutput",
        f"{ours}DropWidgetState",
        f"{stock}CheckCellMetadata",
        f"{stock}ComputeChecksums",
        f"{stock}SaveCells",
        f"{stock}ClearHiddenTests",
        f"{stock}ClearMarkScheme",
        f"{stock}ComputeChecksums",
        f"{stock}CheckCellMetadata",
    ]
    c.Autograde.sanitize_preprocessors = [
        f"{stock}ClearOutput",
        f"{ours}DropWidgetState",
        f"{ours}Repair",
        f"{stock}DeduplicateIds",
        f"{stock}OverwriteKernelspec",
        f"{stock}OverwriteCells",
        f"{stock}CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        f"{ours}ProtectAnswers",
        "kith_facilitator.grading.execute.BoundedExecute",
        f"{ours}ProtectAnswers",  # once more: what ran may have changed them
        "kith_facilitator.grading.unrun.ShowUnrun",
        f"{ours}StripWidgetView",
        f"{scoring}ByteLimit",
        f"{stock}IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        f"{stock}LimitOutput",
        f"{scoring}StderrFilter",
        f"{scoring}SaveScores",
        f"{ours}ReflagTasks",
        f"{stock}AssignLatePenalties",
        f"{stock}CheckCellMetadata",
        "kith_facilitator.own_criteria.ShowOwnCriteria",
    ]
    c.Autograde.exporter_class = "kith_facilitator.plain.PlainExporter"
    c.AssignLatePenalties.plugin_class = "kith_facilitator.grading.late.LatePenalty"
    # In a demo nobody else can hand in: there, made-up learners' code may run where nothing holds it.
    c.BoundedExecute.trusts_simulated = demo
    c.ClearMetadataPreprocessor.enabled = False
    c.OverwriteCells.add_missing_cells = True


def configure_pages(c: Any) -> None:
    """How the pages that a marker or a learner reads are made of a notebook, in any home."""
    c.GenerateFeedback.exporter_class = "kith_facilitator.feedback_pages.FeedbackExporter"
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "kith_facilitator.preprocessors.CleanComments",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    # Both are needed: nbgrader's templates skip the first, and markdown comes out raw without the second.
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.preprocessors = [
        "kith_facilitator.pages.PlainNames",
        "nbconvert.preprocessors.sanitize.SanitizeHTML",
        "nbconvert.preprocessors.TagRemovePreprocessor",
    ]
    c.TagRemovePreprocessor.remove_input_tags = {"kith"}  # whoever marks or learns needs the answer, not the call
    c.SanitizeHTML.tags = list(TAGS)
    c.SanitizeHTML.attributes = ATTRIBUTES
    # They clean what was written; what Markdown makes of it is cleaned where it is made.
    c.HTMLExporter.filters = {"markdown2html": "kith_facilitator.pages.markdown_to_html"}


def write_configuration(home: Home) -> None:
    """Write the configuration folder of a home; nothing outside it is touched."""
    call = f"configure_nbgrader(get_config(), {str(home.root)!r})  # noqa: F821"
    text = f"{_BY_KITH}\nfrom kith_facilitator.configure import configure_nbgrader\n\n{call}\n"
    write_atomically(home.config / "nbgrader_config.py", text.encode())
    for name, content in _lab(home).items():
        path = home.config / "labconfig" / name
        write_atomically(path, (json.dumps(content, indent=2) + "\n").encode())
    server = {
        "ServerApp": {"jpserver_extensions": {**dict.fromkeys(_TEACHING_SERVER, home.teaches), **_EVERYWHERE}},
        "KernelManager": {"transport_encryption": "auto"},
    }
    write_atomically(home.config / "jupyter_server_config.json", (json.dumps(server, indent=2) + "\n").encode())


def is_of_home(folder: Path) -> bool:
    """Whether a configuration folder is one that was written for a home."""
    path = folder / "nbgrader_config.py"
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace").startswith(_BY_KITH)


def environment(home: Home) -> dict[str, str]:
    """Variables by which Jupyter programs find the configuration of a home, and programs installed beside them."""
    return {
        "JUPYTER_CONFIG_PATH": str(home.config),
        "JUPYTERLAB_WORKSPACES_DIR": str(home.config / "workspaces"),  # which tabs are open belongs to a home
        "JUPYTER_PATH": os.pathsep.join(map(str, data_folders())),
        "KITH_CACHE": str(home.cache / home.course_id),  # with the next: what a learner's kernel asks where it stands
        "KITH_EXCHANGE": str(home.exchange / home.course_id),
        "KITH_HOME": str(home.root),
        "KITH_LANGUAGE": home.language,
        "PATH": programs(),
    }


def programs() -> str:
    """Where programs are looked for: first beside this Python.

    nbgrader runs “alembic” by name, which fails where the environment was not activated.
    """
    here, rest = str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join((here, *rest[rest[0] == here :]))


_BY_KITH = "# Written by Kith."
_TEACHING_SERVER = ("nbgrader.server_extensions.formgrader", "nbgrader.server_extensions.course_list")

#: Voilà inside a full Jupyter server filters nothing; dashboards have a server of their own.
_EVERYWHERE = {"voila.server_extension": False, "kith_facilitator.server_extension": True}

#: Buttons that mislead here: Kith's cells are built, not typed; "Validate" would call an open card a failure.
_OUT_OF_THE_WAY = (
    "@jupyter/nbgrader:create-assignment",
    "@jupyter/nbgrader:validate-assignment",
    "@voila-dashboards/jupyterlab-preview",
)


def _lab(home: Home) -> dict[str, Any]:
    hidden = () if home.teaches else ("@jupyter/nbgrader:formgrader", "@jupyter/nbgrader:course-list")
    disabled = (*hidden, *_OUT_OF_THE_WAY)
    return {
        "page_config.json": {
            "disabledExtensions": dict.fromkeys(disabled, True),
            "kithLanguage": home.language,
            "kithTeaches": home.teaches,
        },
        "default_setting_overrides.json": {
            "@jupyterlab/apputils-extension:notification": {
                "fetchNews": "false",
                "checkForUpdates": False,
                "doNotDisturbMode": False,
            },
            # Cards stay drawn when they scroll out of sight: a page can be searched, read aloud and printed whole.
            **json.loads((SHARE / "lab/settings/overrides.d/kith.json").read_text(encoding="utf-8")),
            "@jupyterlab/apputils-extension:sanitizer": {"allowCommandLinker": False},
        },
    }
