"""The part of Kith in a Jupyter server: it does what the Assignment List's buttons ask, and says what came of it."""

import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

__all__: list[str] = []


class AssignmentHandler(APIHandler):
    """``POST /kith/assignments/<step>`` with course and module; answers ``{ok, sentence, fresh}``."""

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
        self.finish(json.dumps({"ok": answer.ok, "sentence": answer.sentence, "fresh": answer.fresh}))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "kith_facilitator.server_extension"}]


def _load_jupyter_server_extension(app: Any) -> None:
    address = url_path_join(app.web_app.settings["base_url"], r"/kith/assignments/(fetch|submit|fetch_feedback)")
    app.web_app.add_handlers(".*$", [(address, AssignmentHandler)])
