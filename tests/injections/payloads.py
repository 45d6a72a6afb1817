"""Injections as data: what a hostile learner or marker might write, by the class of hole that each would need.

``¤`` stands for a payload's number. A payload fires if it calls ``kithfire(¤)``, asks for ``/leak?¤``, or sets
``--kith-¤`` outside its own box; pages are provoked by clicks and events first.
"""

from dataclasses import dataclass

__all__ = ["CLASSES", "PAYLOADS", "Payload"]


@dataclass(frozen=True)
class Payload:
    """One injection; ``kind`` names the class of hole that it needs."""

    number: int
    kind: str
    text: str


_FIRE = "kithfire(¤)"
_LEAK = "http://127.0.0.1:9/leak?¤"

CLASSES: dict[str, tuple[str, ...]] = {
    # HTML that a page takes as it is.
    "script": (
        f"<script>{_FIRE}</script>",
        f"<SCRIPT>{_FIRE}</SCRIPT>",
        f"<script\t>{_FIRE}</script >",
        f"<script/x>{_FIRE}</script>",
        f"<script type=module>{_FIRE}</script>",
        f"<script>/*<*/{_FIRE}//</script>",
        f'<script src="data:text/javascript,{_FIRE}"></script>',
        f"<svg><script>{_FIRE}</script></svg>",
        f'<script src="{_LEAK}"></script>',
    ),
    "handler": (
        f"<img src=x onerror={_FIRE}>",
        f'<img src="x" onerror="{_FIRE}">',
        f"<IMG SRC=x OnErRoR={_FIRE}>",
        f"<img/src=x/onerror={_FIRE}>",
        f"<img src=x\nonerror\n=\n{_FIRE}>",
        "<img src=x onerror=&#107;ithfire(¤)>",
        f"<body onload={_FIRE}>",
        f"<div onclick={_FIRE}>press</div>",
        f"<p onmouseover={_FIRE}>hover</p>",
        f"<input autofocus onfocus={_FIRE}>",
        f"<details open ontoggle={_FIRE}><summary>more</summary></details>",
        f"<video><source onerror={_FIRE} src=x></video>",
        f"<audio src=x onerror={_FIRE}></audio>",
        f"<marquee onstart={_FIRE}>round</marquee>",
        f"<button onclick={_FIRE}>press</button>",
        f"<a href=# onclick={_FIRE}>press</a>",
        f"<style>@keyframes k{{}}</style><b style='animation:k 1ms' onanimationstart={_FIRE}>b</b>",
        f"<div contenteditable onbeforeinput={_FIRE} onclick={_FIRE}>write</div>",
    ),
    "svg": (
        f"<svg onload={_FIRE}></svg>",
        f"<svg/onload={_FIRE}>",
        f"<svg><animate onbegin={_FIRE} attributeName=x dur=1s></svg>",
        f"<svg><set onbegin={_FIRE} attributeName=x dur=1s></svg>",
        f"<svg><image href=x onerror={_FIRE}></svg>",
        f'<svg><image href="{_LEAK}" width="9" height="9"></image></svg>',
        f'<svg width="50" height="50"><a href="javascript:{_FIRE}"><rect width="50" height="50"></rect></a></svg>',
        f'<svg width="50" height="50"><a xlink:href="javascript:{_FIRE}"><circle r="50"></circle></a></svg>',
        f"<svg><foreignObject><img src=x onerror={_FIRE}></foreignObject></svg>",
        f"<svg><style>@import url('{_LEAK}');</style></svg>",
        f'<svg><g onload="{_FIRE}"></g></svg>',
        f"<svg><desc><img src=x onerror={_FIRE}></desc></svg>",
    ),
    "link": (
        f'<a href="javascript:{_FIRE}">press</a>',
        f'<a href="JaVaScRiPt:{_FIRE}">press</a>',
        f'<a href=" javascript:{_FIRE}">press</a>',
        f'<a href="java&#10;script:{_FIRE}">press</a>',
        f'<a href="java\tscript:{_FIRE}">press</a>',
        f'<a href="&#106;avascript:{_FIRE}">press</a>',
        f'<a href="javascript&colon;{_FIRE}">press</a>',
        f'<a href="javascript://x%0a{_FIRE}">press</a>',
        f'<a href="\x01javascript:{_FIRE}">press</a>',
        f'<form action="javascript:{_FIRE}"><button>press</button></form>',
        f'<form><button formaction="javascript:{_FIRE}">press</button></form>',
        f'<a href="{_LEAK}" ping="{_LEAK}" onclick="{_FIRE}">press</a>',
    ),
    "frame": (
        f'<iframe srcdoc="<script>{_FIRE}</script>"></iframe>',
        f'<iframe src="javascript:{_FIRE}"></iframe>',
        f'<iframe src="data:text/html,<script>{_FIRE}</script>"></iframe>',
        f'<iframe src="{_LEAK}"></iframe>',
        f'<object data="{_LEAK}"></object>',
        f'<embed src="{_LEAK}">',
        f'<iframe onload="{_FIRE}"></iframe>',
        f'<object data="javascript:{_FIRE}" onerror="{_FIRE}"></object>',
    ),
    "load": (
        f'<img src="{_LEAK}">',
        f'<img srcset="{_LEAK} 1x">',
        f'<picture><source srcset="{_LEAK}"><img src="x"></picture>',
        f'<video poster="{_LEAK}"></video>',
        f'<video src="{_LEAK}" autoplay muted></video>',
        f'<audio src="{_LEAK}" preload="auto"></audio>',
        f'<input type="image" src="{_LEAK}">',
        f'<link rel="stylesheet" href="{_LEAK}">',
        f'<link rel="preload" as="image" href="{_LEAK}">',
        f'<track src="{_LEAK}"><img src="{_LEAK}">',
        f'<table background="{_LEAK}"><tr><td>x</td></tr></table>',
        '<img src="//127.0.0.1:9/leak?¤">',
        '<img src="/leak?¤">',
    ),
    "css": (
        "<style>:root{--kith-¤:1}</style>",
        "<style>body{--kith-¤:1}</style>",
        "<STYLE>*{--kith-¤:1}</STYLE>",
        f"<style>@import '{_LEAK}';</style>",
        f"<style>body{{background:url({_LEAK})}}</style>",
        f"<style>@font-face{{font-family:k¤;src:url({_LEAK})}} body{{font-family:k¤}}</style>",
        f'<div style="background:url({_LEAK})">x</div>',
        f"<div style=\"background-image:image-set('{_LEAK}' 1x);height:9px\">x</div>",
        f'<ul style="list-style-image:url({_LEAK})"><li>x</li></ul>',
        f'<div style="border-image:url({_LEAK}) 1;border-style:solid">x</div>',
        '<div style="position:fixed;inset:0;--kith-¤:1">over everything</div>',
        '<div style="position:absolute;top:0;left:0;--kith-¤:1">over everything</div>',
        "<style>@layer k{:root{--kith-¤:1}}</style>",
        "<style>:has(*){--kith-¤:1}</style>",
    ),
    "parser": (
        f"<math><mtext><table><mglyph><style><!--</style><img src=x onerror={_FIRE}>",
        f"<noscript><p title='</noscript><img src=x onerror={_FIRE}>'></noscript><img src=x onerror={_FIRE}>",
        f"<!--><img src=x onerror={_FIRE}>-->",
        f"<xmp></xmp><img src=x onerror={_FIRE}>",
        f"<![CDATA[<img src=x onerror={_FIRE}>]]><img src=x onerror={_FIRE}>",
        f"<select><option></select><img src=x onerror={_FIRE}>",
        f"<template></template><img src=x onerror={_FIRE}>",
        f"<<script>x</script><img src=x onerror={_FIRE}>",
        f"<img src=x onerror={_FIRE}",
    ),
    # A value that closes what it stands in.
    "attribute": (
        f'"><script>{_FIRE}</script>',
        f'"><img src=x onerror={_FIRE}>',
        f'" autofocus onfocus={_FIRE} x="',
        f'" onclick="{_FIRE}" x="',
        f'" onmouseover={_FIRE} style="display:block" x="',
    ),
    "raw text": (
        f"</textarea><script>{_FIRE}</script>",
        f"</textarea><img src=x onerror={_FIRE}>",
        f"</title></textarea></style></script><svg onload={_FIRE}>",
    ),
    "data in a script": (
        f"</script><script>{_FIRE}</script>",
        f"</script><img src=x onerror={_FIRE}>",
        f"</SCRIPT ><svg onload={_FIRE}>",
        f'";{_FIRE};"',
        f'"-{_FIRE}-"',
    ),
    # Words that a template or Markdown would make something of.
    "markdown": (
        f"[press](javascript:{_FIRE})",
        f"[press](JavaScript:{_FIRE})",
        f"[press](<javascript:{_FIRE}>)",
        f"[press](javascript&colon;{_FIRE})",
        f"<javascript:{_FIRE}>",
        f"[press][k¤]\n\n[k¤]: javascript:{_FIRE}",
        f"![picture]({_LEAK})",
        f"![picture][i¤]\n\n[i¤]: {_LEAK}",
        f"`code` <img src=x onerror={_FIRE}>",
        f"- item\n\n  <script>{_FIRE}</script>",
        f"> quote <svg onload={_FIRE}>",
        f"**bold<img src=x onerror={_FIRE}>**",
    ),
    "mathjax": (
        rf"$\href{{javascript:{_FIRE}}}{{x}}$",
        rf"\(\href{{javascript:{_FIRE}}}{{x^2}}\)",
        rf"$$\href{{JavaScript:{_FIRE}}}{{\frac12}}$$",
        rf"$\style{{background-image:url({_LEAK})}}{{x}}$",
        rf"$\style{{position:fixed;background-image:url({_LEAK})}}{{\text{{over everything}}}}$",
        rf"$\text{{a}}\href{{javascript:{_FIRE}}}{{\text{{press}}}}$",
    ),
}

PAYLOADS = tuple(
    Payload(number, kind, text.replace("¤", str(number)))
    for number, (kind, text) in enumerate(((kind, text) for kind, texts in CLASSES.items() for text in texts), 1)
)
