"""A module as a learner would see it, while its author writes."""

import threading

from kith_facilitator.configure import write_configuration
from kith_facilitator.console import say
from kith_facilitator.course.build import build_course
from kith_facilitator.course.preview import preview
from kith_facilitator.home import Home
from kith_facilitator.serve import serve_lab
from kith_facilitator.sources import course_of

__all__ = ["serve_preview"]


def serve_preview(home: Home, module: str, *, port: int | None, browser: bool) -> None:
    """Open ``module`` in JupyterLab and build it again at each save, until Ctrl-C. Raises KithError."""
    course = course_of(home)
    first = course.module(module).notebooks[0]
    folder = home.root / "preview"
    build_course(course, folder, modules=(module,), keep_answers=True)
    write_configuration(home)
    stop = threading.Event()
    watcher = threading.Thread(
        target=preview, args=(course, module, folder), kwargs={"say": say, "stop": stop}, daemon=True
    )
    watcher.start()
    try:
        serve_lab(home, root=folder, page=f"lab/tree/{module}/{first}.ipynb", port=port, browser=browser)
    finally:
        stop.set()
        watcher.join(5)
