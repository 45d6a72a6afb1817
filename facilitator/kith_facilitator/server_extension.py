"""The part of Kith in a Jupyter server: what the Assignment List asks for, one's own work, the desk, the guide."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from kith_facilitator.cohort_desk.handlers import CohortDeskHandler, DigestHandler
from kith_facilitator.desk.handlers import DeskActHandler, DeskHandler

__all__: list[str] = []


class AssignmentHandler(APIHandler):
    """``POST /kith/assignments/<step>`` with course and module; answers ``{ok, sentence, fresh, remarks}``."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    def post(self, step: str) -> None:
        from kith_facilitator.assignments import Assignments  # nbgrader is slow to load; not every server needs it

        try:
            asked: object = self.get_json_body()
        except (web.HTTPError, ValueError):
            asked = None  # whoever asked hears so in a sentence
        server: Any = self.serverapp
        assignments = Assignments(server.root_dir, parent=server)
        answer = assignments.answer(step, asked)
        self.finish(json.dumps(asdict(answer)))


class MineHandler(JupyterHandler):
    """``GET /kith/mine``: all that whoever runs this server wrote as a learner, as one page to read or print."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    def get(self) -> None:
        from kith_exercises.export import works_of
        from kith_exercises.identity import whoami
        from kith_exercises.own_page import own_page
        from kith_facilitator.assignments import Assignments

        server: Any = self.serverapp
        places = Assignments(server.root_dir, parent=server).places()
        self.set_header("Cache-Control", "no-store")
        self.finish(own_page(works_of(places, whoami()), datetime.now(UTC)))


class GuideHandler(JupyterHandler):
    """``GET /kith/guide``: the facilitator's guide, to which the desk leads. Nothing in it is anybody's."""

    auth_resource = "nbgrader"

    @web.authenticated
    @authorized
    def get(self) -> None:
        from kith_facilitator.guide import guide_page

        self.finish(guide_page())


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "kith_facilitator.server_extension"}]


def _load_jupyter_server_extension(app: Any) -> None:
    base = app.web_app.settings["base_url"]
    steps = url_path_join(base, r"/kith/assignments/(fetch|submit|fetch_feedback)")
    desk = url_path_join(base, r"/kith/desk")
    mine = url_path_join(base, r"/kith/mine")
    guide = url_path_join(base, r"/kith/guide")
    handlers = [(steps, AssignmentHandler), (mine, MineHandler), (desk, DeskHandler), (f"{desk}/act", DeskActHandler)]
    cohort, digest = (url_path_join(base, rf"/kith/{page}") for page in ("cohort", "digest"))
    handlers += [(guide, GuideHandler), (cohort, CohortDeskHandler), (digest, DigestHandler)]
    app.web_app.add_handlers(".*$", handlers)
