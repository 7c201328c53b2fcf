"""Letters as HTML that survives mail programs and as text that is as good. Pure: templates come with the package.

Gmail shows the first 102 KB of a mail's HTML and hides the rest behind a link, so a letter is trimmed to fit.
"""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.digest.compose import Frame, Letter, letter
from tracker.digest.message import CHART, CHART_DARK, UNSUBSCRIBE
from tracker.digest.select import Selection
from tracker.model import Event

CLIP_BYTES = 102_000
# quoted-printable stays outside of the limit, the reader's own link inside
_BUDGET = CLIP_BYTES - 2_000
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest ready to be stored: HTML with places for pictures and the reader's own link."""

    subject: str
    plain: str
    html: str
    shown: int


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("tracker.digest", "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["fold"] = fold
    return made


def fold(text: str, indent: str = "") -> str:
    """Wrapped at 76 columns; long words and addresses stay whole."""
    return textwrap.fill(
        text, 76, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def render(selection: Selection, upcoming: Sequence[Event], frame: Frame, *, standing: bool = True) -> Rendered:
    """Render, trimmed until the HTML escapes clipping. Without `standing` there is nothing to unsubscribe from."""
    shown, ahead = len(selection.items), list(upcoming)
    while True:
        made = letter(selection, ahead, frame, shown=shown)
        html = html_of(made, standing=standing)
        size = len(html.encode())
        if size <= _BUDGET or (shown <= 1 and not ahead):
            return Rendered(made.subject, plain_of(made, standing=standing), html, shown)
        if shown > 1:
            shown = max(1, min(shown - 1, shown * _BUDGET // size))
        else:
            ahead.pop()


def html_of(made: Letter, *, standing: bool = True) -> str:
    template = _templates().get_template("digest.html")
    return template.render(letter=made, unsubscribe=UNSUBSCRIBE if standing else "")


def plain_of(made: Letter, *, standing: bool = True) -> str:
    template = _templates().get_template("digest.txt")
    text = template.render(letter=made, unsubscribe=UNSUBSCRIBE if standing else "")
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def confirmation(*, link: str, plan: str, wanted: str, days: int) -> Rendered:
    """The mail that asks whether the digest is really wanted."""
    values = {"link": link, "plan": plan, "wanted": wanted, "days": days}
    subject = "Please confirm your digest"
    html = _templates().get_template("confirm.html").render(subject=subject, **values)
    return Rendered(subject, _templates().get_template("confirm.txt").render(**values), html, 0)


def as_page(html: str, chart: bytes | None, chart_dark: bytes | None) -> str:
    """A mail's HTML for a browser: pictures inside, no one's own link."""
    for name, png in ((CHART, chart), (CHART_DARK, chart_dark)):
        if png:
            html = html.replace(f"cid:{name}@chart", "data:image/png;base64," + base64.b64encode(png).decode())
    return html.replace(UNSUBSCRIBE, "#")
