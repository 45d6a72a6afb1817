"""The cohort desk as one page: read before a session, and mended on the spot. Forms alone; it works without script."""

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlencode

from kith_exercises.moves import STATES
from kith_exercises.snags import kind_of
from kith_facilitator.cohort_desk import parts
from kith_facilitator.cohort_desk.handing import Handing
from kith_facilitator.cohort_desk.overview import Overview
from kith_facilitator.course.model import Course
from kith_widgets._page import digest
from kith_widgets.tokens import css
from kith_widgets.words import say, speaking

__all__ = ["POLICY", "cohort_page"]


def cohort_page(
    course: Course, overview: Overview, handing: Handing, *, base: str, xsrf: str, said: str = "", wrong: str = ""
) -> str:
    """The whole page as HTML, in English, as commands and the guide are.

    ``base`` is the server's base URL, ``xsrf`` the field that its forms must send; ``said`` is what was done just now,
    ``wrong`` why something was not.
    """
    with speaking("en"):
        title = f"Before a session: {overview.module.title}"
        return _PAGE.format(
            title=escape(title),
            style=_STYLE,
            script=_SCRIPT,
            top=_top(course, overview, base),
            notice=_notice(said, wrong),
            body="".join(_sections(overview, handing, xsrf)),
        )


def _top(course: Course, overview: Overview, base: str) -> str:
    here = overview.module.name
    modules = "".join(
        f'<li><a href="?{escape(urlencode({"module": one.name}))}"{" aria-current=page" if one.name == here else ""}>'
        f"{escape(one.title)}</a></li>"
        for one in course.modules
    )
    doors = "".join(
        f'<li><a href="{escape(base)}kith/{path}">{name}</a></li>'
        for path, name in (
            (f"desk?{urlencode({'module': here})}", "Marking desk"),
            ("digest", "This week, to print"),
            ("guide", "Guide"),
        )
    )
    return f'<nav aria-label="Modules"><ul>{modules}</ul></nav><nav aria-label="Elsewhere"><ul>{doors}</ul></nav>'


def _notice(said: str, wrong: str) -> str:
    shown = f'<p class="wrong">{escape(wrong)}</p>' if wrong else f"<p>{escape(said)}</p>" if said else ""
    return f'<div role="{"alert" if wrong else "status"}" class="notice">{shown}</div>'


def _sections(overview: Overview, handing: Handing, xsrf: str) -> tuple[str, ...]:
    waits = parts.waiting_lists(overview.waiting)
    care = (
        '<p><a href="guide#care">The steps of care</a></p>' if any(x.kind == "care" for x in overview.waiting) else ""
    )
    return (
        _section("waiting", "What waits for you", waits + care),
        _section("sent", "Who has not sent", parts.not_sent(overview)),
        _section("pairs", "Who goes with whom", _pairs(overview, handing, xsrf)),
        _section("asked", "What learners told you", f"<p class='note'>{_PLAN}</p>{parts.asked(overview.asked)}"),
        _section("snags", "What got in the way", _snags(overview, xsrf)),
    )


_PLAN = "To plan with: in the order of the alphabet, without names. Only what a card says that you read."


def _section(id: str, title: str, body: str) -> str:
    return f'<section id="{id}" aria-labelledby="{id}-title"><h2 id="{id}-title">{title}</h2>{body}</section>'


def _pairs(overview: Overview, handing: Handing, xsrf: str) -> str:
    pairing, exchange = handing.pairing, handing.shown(_form(overview, xsrf, "exchange"))
    if not pairing.coming:
        return f"<p>Nothing in this module goes from one learner to another.</p>{exchange}"
    module = escape(overview.module.name)
    foretold = (
        f"<p>With the next <code>kith exchange {module}</code>, as far as was collected:</p>"
        f"{parts.preview_list(pairing.coming)}"
    )
    standing = (
        f"<details><summary>Pairs and seats that stand ({len(pairing.pairs)})</summary>"
        f"{parts.pairs_table(overview, pairing.pairs)}</details>"
        if pairing.pairs
        else "<p>Nobody is paired yet.</p>"
    )
    mended = _mend(overview, pairing.sendings, xsrf) if pairing.sendings and overview.names else ""
    return foretold + standing + mended + exchange


def _mend(overview: Overview, sendings: Sequence[str], xsrf: str) -> str:
    people = _options([("", "–"), *((who, overview.who(who)) for who in overview.names)])
    return (
        f"<details><summary>Change a pair</summary>{_form(overview, xsrf, 'pairs')}"
        f"<p class='note'>{_MENDED}</p>"
        f'<label>What <select name="prompt">{_options((one, one) for one in sendings)}</select></label>'
        f'<label>Do <select name="do">{_options(_DO)}</select></label>'
        f'<label>One <select name="one">{people}</select></label>'
        f'<label>Other <select name="other">{people}</select></label>'
        "<button>Change it</button></form></details>"
    )


_MENDED = (
    "It holds from the next exchange on, before anything of it has gone out; what was delivered can't be taken back. "
    "For the makers' own, one person is enough."
)
_DO = (
    ("swap", "exchange what the one and the other would get"),
    ("add", "the other gets from the one"),
    ("remove", "the other does not get from the one"),
    ("makers", "the one gets something by the makers"),
)


def _snags(overview: Overview, xsrf: str) -> str:
    board = overview.board
    if not board.snags:
        return "<p>Nothing got in anybody's way, as far as was collected.</p>"
    return "".join(_snag(overview, where, xsrf) for where in board.snags)


def _snag(overview: Overview, where: str, xsrf: str) -> str:
    board = overview.board
    found = board.snags[where]
    kinds = ", ".join(sorted({kind_of(one) for one in found if one.kind}))
    words = "".join(
        f"<li><q><bdi>{escape(one)}</bdi></q></li>" for one in sorted({x.words for x in found if x.words.strip()})
    )
    moves = [one for one in board.moves if one.where == where]
    told = "".join(f"<li>{escape(one.sentence())}</li>" for one in moves)
    new = f"<strong>{board.new[where]} new</strong>, " if board.new[where] else ""
    last = moves[-1].state if moves else "open"
    states = _options(
        [(state, say(word)) for state, word in STATES.items()], chosen="tried" if last == "open" else last
    )
    return (
        f"<details><summary>{escape(board.titles[where])} <span>({new}{escape(say(STATES[last]))})</span></summary>"
        f"<p>{escape(kinds)}</p>{f'<ul class=said>{words}</ul>' if words else ''}"
        f"{f'<h4>Told to everybody</h4><ul>{told}</ul>' if told else ''}"
        f'{_form(overview, xsrf, "snags")}<input type="hidden" name="where" value="{escape(where)}">'
        f'<label>How far it is <select name="state">{states}</select></label>'
        '<label class="long">One line for everybody '
        '<textarea name="line" rows="2" maxlength="500" required></textarea></label>'
        "<button>Tell everybody</button></form></details>"
    )


def _form(overview: Overview, xsrf: str, about: str) -> str:
    hidden = {"_xsrf": xsrf, "module": overview.module.name, "about": about}
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    return f'<form method="post" action="cohort">{fields}'


def _options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in pairs
    )


_STYLE = css() + (files("kith_facilitator.cohort_desk") / "page.css").read_text(encoding="utf-8")

#: What is opened to be answered has the cursor in its field. While an exchange runs, it is asked how far it is; once
#: that is done, the whole page is loaded anew, as all of it may have changed.
_SCRIPT = (
    'addEventListener("toggle",({target:it})=>'
    '{it.open&&(it.querySelector("textarea")||it.querySelector("select"))?.focus()},true);'
    'const ask=()=>setTimeout(async()=>{const it=document.getElementById("handing");'
    'if(!it?.hasAttribute("data-running"))return;'
    'const at=new URL(location.pathname+location.search,location.origin);at.searchParams.set("part","exchange");'
    'let next="";try{const got=await fetch(at);if(got.ok)next=await got.text()}catch{}'
    'const found=new DOMParser().parseFromString(next,"text/html").getElementById("handing");'
    'if(found&&!found.hasAttribute("data-running")){location.hash="exchange";return location.reload()}'
    'const[now,then]=[it.querySelector("p"),found?.querySelector("p")];'
    "if(then&&then.textContent!==now.textContent)now.replaceChildren(...then.childNodes);ask()},1000);ask();"
)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">To what waits</a>
<header><h1>{title}</h1>{top}</header>
<main id="main" tabindex="-1">{notice}{body}</main>
<script>{script}</script>
</body>
</html>
"""

#: What the page may do: nothing but show itself, run the one script, and send its own forms.
POLICY = (
    f"default-src 'none'; script-src {digest(_SCRIPT)}; style-src {digest(_STYLE)}; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
