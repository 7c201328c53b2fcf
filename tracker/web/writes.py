"""What changes something: corrections by a person, behind the token. Subscriptions have their own router."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.errors import InputError
from tracker.events.correct import days_of
from tracker.matching import correct_event
from tracker.store import timeline
from tracker.web.filters import STATUSES
from tracker.web.reading import settings_of
from tracker.web.security import Attempts, from_here, token_fits

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2_000)]


@router.post("/events/{event_id}/correct")
def correct(
    request: Request,
    event_id: int,
    action: Text = "",
    status: Text = "",
    start: Text = "",
    end: Text = "",
    into: Text = "",
    author: Text = "",
    reason: Text = "",
    token: Text = "",
) -> Response:
    """Store a correction and go back to the event. Refused (403) without the token or from another site."""
    _may_write(request, token)
    author, reason = (text.replace("\0", "").strip() for text in (author, reason))
    if not author or not reason:
        raise InputError("author and reason: a correction needs both, so that others can judge it")
    payload = _payload(action, status, start, end, into)
    with request.app.state.pool.connection() as conn:
        correct_event(conn, event_id, action, payload, author=author, reason=reason, now=clock.now())
        held = timeline.moved(conn, payload["into"]) if action == "merge" else []
    # of two that are one now, either number may be the one that stays
    target = event_id if event_id in held else payload.get("into", event_id)
    return RedirectResponse(f"/events/{target}", 303)


def _may_write(request: Request, token: str) -> None:
    if not from_here(request.headers):
        raise HTTPException(403, "This form was sent from another site and is refused.")
    attempts: Attempts = request.app.state.attempts
    peer, now = request.client.host if request.client else "", clock.now().timestamp()
    if attempts.too_many(peer, now):
        raise HTTPException(429, "Too many wrong tokens. Please try again in a minute.")
    if not token_fits(token, settings_of(request).web.token.get_secret_value()):
        attempts.failed(peer, now)
        raise HTTPException(403, "The token is wrong. It is the setting web.token of this tracker.")


def _payload(action: str, status: str, start: str, end: str, into: str) -> dict[str, Any]:
    """What the correction says. Raises InputError with what is missing."""
    if action == "reject":
        return {}
    if action == "merge":
        if not (into.isascii() and into.isdigit() and len(into) <= 18):
            raise InputError("into: give the number of the event to merge into")
        return {"into": int(into)}
    if action != "correct":
        raise InputError(f"action: {action[:20]!r} is not correct, merge or reject")
    changes: dict[str, Any] = {}
    if status:
        if status not in STATUSES:
            raise InputError(f"status: {status[:20]!r} is not one of {', '.join(STATUSES)}")
        changes["status"] = status
    if start or end:
        changes |= days_of(start, end)
    if not changes:
        raise InputError("nothing to correct: choose a status or days")
    return changes
