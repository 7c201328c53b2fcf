"""Subscribing, confirming and leaving by link, and mails that came back.

A GET never changes anything: mail scanners follow links. The form behind a link posts to the same address, and so does
a mail program's one click (RFC 8058), which brings no cookie, no token of the page and no origin; the signed token in
the address is all it has, and enough. Answers are the same whether or not an address is known here.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.delivering.bounces import take_bounce
from tracker.delivering.entering import enter_confirmation, plan_words
from tracker.digest.tokens import Purpose, holds, reader_of
from tracker.digest.wishes import Wishes, parse_wishes
from tracker.store import subscribers
from tracker.store.subscribers import Subscriber
from tracker.web.filters import View
from tracker.web.reading import settings_of, view_of
from tracker.web.security import from_here
from tracker.web.templating import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MAX_BOUNCE_BYTES = 2_000_000
# a form that sends mail to whatever address is typed must not become a machine for it
_MAX_AN_HOUR = 100
Text = Annotated[str, Form(max_length=320)]


@router.get("/subscribe")
def subscribe_page(request: Request) -> Response:
    view = view_of(request)
    wishes = parse_wishes(_filter(view), request.app.state.kinds, Wishes("you@example.org"))
    return page(
        request, "subscribe.html", section="/digests", view=view, wanted=wishes.wanted.words, zones=_zones(),
        mails=bool(settings_of(request).smtp.host),
    )  # fmt: skip


@router.post("/subscribe")
def subscribe(
    request: Request, address: Text, name: Text = "", zone: Text = "UTC", at: Text = "07:00",
    weekdays: Text = "1-7", format: Text = "html",
) -> Response:  # fmt: skip
    """Enter a reader and ask them by mail. Refused (403) from another site. Raises InputError."""
    if not from_here(request.headers):
        raise HTTPException(403, "This form was sent from another site and is refused.")
    given: dict[str, Any] = {"name": name, "zone": zone, "at": at, "weekdays": weekdays, "format": format}
    given |= _filter(view_of(request))
    wishes = parse_wishes(given, request.app.state.kinds, Wishes(address))
    now = clock.now()
    with request.app.state.pool.connection() as conn:
        if subscribers.newcomers(conn, now - timedelta(hours=1)) >= _MAX_AN_HOUR:
            raise HTTPException(429, "Too many people are subscribing just now. Please try again in an hour.")
        subscribers.add(conn, wishes, now)
        known = subscribers.by_address(conn, wishes.address)
        if known is not None:
            enter_confirmation(conn, settings_of(request), known, now)
    words = f"If {wishes.address} is not known here yet, a mail is on its way to it. Its link starts the digest."
    return _said(request, "Look into your mail", words)


def _filter(view: View) -> dict[str, Any]:
    """The page's filter as a digest's."""
    wanted = view.wanted
    found: dict[str, Any] = {"country": wanted.dyad or wanted.countries, "kind": wanted.kinds}
    found |= {
        "status": wanted.statuses,
        "actor": (wanted.actor,) if wanted.actor else (),
        "search": wanted.search or "",
    }
    return {name: value for name, value in found.items() if value}


@cache  # looking through the folders of the time zones takes longer than all the rest of the page
def _zones() -> list[str]:
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )


def _said(request: Request, heading: str, words: str, **more: Any) -> Response:
    values: dict[str, Any] = {"action": None, "button": None} | more
    return page(request, "subscription.html", section="/digests", heading=heading, words=words, **values)


# ---------------------------------------------------------------- signed links


def _bearer(request: Request, conn: Any, purpose: Purpose, token: str) -> Subscriber:
    """The reader whose link this is; 404 for anything else."""
    number = reader_of(token)
    found = subscribers.by_id(conn, number) if number is not None else None
    now = clock.now()
    secret = subscribers.secret(conn, settings_of(request).digest.secret.get_secret_value(), now)
    if found is None or not holds(purpose, token, found.id, found.wishes.address, secret, now):
        raise HTTPException(404, "This link is not (or no longer) valid. Subscribe again to get a new one.")
    return found


@router.get("/subscription/confirm/{token}")
def confirm_page(request: Request, token: str) -> Response:
    with request.app.state.pool.connection() as conn:
        found = _bearer(request, conn, Purpose.CONFIRM, token)
    if found.state != "pending":
        return _said(request, "Nothing to confirm", f"This subscription is {found.state}.")
    words = (
        f"{found.wishes.address} gets the digest {plan_words(found.wishes.plan)}. Filter: {found.wishes.wanted.words}."
    )
    return _said(request, "Confirm your digest", words, action=request.url.path, button="Yes, send it to me")


@router.post("/subscription/confirm/{token}")
def confirm(request: Request, token: str) -> Response:
    with request.app.state.pool.connection() as conn:
        found = _bearer(request, conn, Purpose.CONFIRM, token)
        done = subscribers.confirm(conn, found, clock.now())
    if not done and found.state != "active":
        return _said(request, "Nothing to confirm", f"This subscription is {found.state}.")
    return _said(request, "Confirmed", f"From now on the digest comes {plan_words(found.wishes.plan)}.")


@router.get("/subscription/unsubscribe/{token}")
def unsubscribe_page(request: Request, token: str) -> Response:
    with request.app.state.pool.connection() as conn:
        found = _bearer(request, conn, Purpose.UNSUBSCRIBE, token)
    if found.state not in ("active", "pending"):
        return _left(request, token, found)
    words = f"{found.wishes.address} will get no more mail from here."
    return _said(request, "Unsubscribe?", words, action=request.url.path, button="Unsubscribe")


@router.post("/subscription/unsubscribe/{token}")
def unsubscribe(request: Request, token: str) -> Response:
    """The button of the page and a mail program's one click: done at once, no redirect, as often as you like."""
    with request.app.state.pool.connection() as conn:
        found = _bearer(request, conn, Purpose.UNSUBSCRIBE, token)
        subscribers.leave(conn, found.id, "unsubscribed by the reader")
    return _left(request, token, found)


def _left(request: Request, token: str, found: Subscriber) -> Response:
    return _said(
        request, "You have left", f"{found.wishes.address} gets no mail from here.",
        action=f"/subscription/return/{token}", button="It was a mistake: subscribe again",
    )  # fmt: skip


@router.post("/subscription/return/{token}")
def come_back(request: Request, token: str) -> Response:
    """Only who holds the signed link of a mail can undo leaving."""
    if not from_here(request.headers):
        raise HTTPException(403, "This form was sent from another site and is refused.")
    with request.app.state.pool.connection() as conn:
        found = _bearer(request, conn, Purpose.UNSUBSCRIBE, token)
        done = subscribers.come_back(conn, found, clock.now())
    if not done:
        return _said(request, "Nothing to undo", "This subscription cannot be taken up again here.")
    return _said(request, "Welcome back", f"The digest comes again {plan_words(found.wishes.plan)}.")


# ---------------------------------------------------------------- bounces


@router.post("/bounces")
async def bounce(request: Request) -> Response:
    """A delivery status notification as the body. Only one that returns a Message-ID of ours has an effect."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BOUNCE_BYTES:
            raise HTTPException(413, "A notification has at most 2 MB.")
    count = await run_in_threadpool(_take, request.app.state.pool, content)
    return PlainTextResponse(f"{count} addresses suppressed\n")


def _take(pool: Any, content: bytes) -> int:
    with pool.connection() as conn:
        return take_bounce(conn, content)
