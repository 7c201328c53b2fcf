"""The web application: `create_app(settings, pool)` joins pages, interface, static files and safety.

Endpoints are synchronous functions, run by the server's thread pool; each takes one connection for its answer, with a
statement timeout so that no address can keep the database busy.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from h11 import LocalProtocolError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker import __version__
from tracker.errors import CorrectionError, InputError, TrackerError
from tracker.settings import Settings
from tracker.store.connection import DatabaseAway, Pool
from tracker.web import api, feeds, ops, pages, security, subscriptions, templating, writes
from tracker.web.kept import Kept, Shared
from tracker.web.packing import packed, tag_of_packed, takes_packed, worth_packing

log = logging.getLogger("tracker.web")

_STATIC = Path(__file__).parent / "static"
_MOST_BYTES = 2_100_000  # of a request; bounces are the largest, with 2 MB
_HEADINGS = {
    403: "That is refused", 404: "Nothing here", 413: "That is too much", 429: "Too often", 500: "That did not work",
    503: "No answer just now",
}  # fmt: skip
_SOON_S = "5"  # when whoever got no answer may ask again
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def create_app(settings: Settings, pool: Pool, kinds: Sequence[str]) -> FastAPI:
    """The application over an open pool of connections, which it neither opens nor closes; `kinds`: those of the
    lexicon, which filters may name."""
    app = FastAPI(
        title="Tracker",
        version=__version__,
        description="Geopolitical events with dates, places, status and sources. Reading needs no token.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,  # such a redirect would repeat the host that the request claims
    )
    app.state.settings = settings
    app.state.pool = pool
    app.state.kinds = tuple(sorted(kinds))
    app.state.attempts = security.Attempts()
    app.state.templates = templating.environment(static_url)
    public = urlsplit(settings.digest.base_url).hostname
    app.state.shared = Shared(settings.web.keep_s)
    app.add_middleware(Kept, seconds=settings.web.keep_s, shared=app.state.shared)
    app.add_middleware(_Guard, hosts=frozenset((*settings.web.hosts, *([public] if public else []))))
    app.add_exception_handler(TrackerError, _refused)
    app.add_exception_handler(DatabaseAway, _away)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    for module in (api, feeds, ops, pages, subscriptions, writes):
        app.include_router(module.router)
    return app


class _Guard:
    """Who asks for another host or sends too much is refused; safety headers on every answer, and to HEAD no more than
    headers; what breaks is logged in full and told in one line (ASGI 3.0 middleware)."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = gone = False
        received = 0
        only_headers = scope["method"] == "HEAD"
        asked = {**scope, "method": "GET"} if only_headers else scope

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > _MOST_BYTES:
                raise HTTPException(413, "That is more than this page takes.")
            return message

        async def guarded(message: Message) -> None:
            nonlocal begun, gone
            if gone:
                return
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in security.HEADERS.items():
                    headers.setdefault(name, value)
            elif only_headers:
                message = {**message, "body": b""}
            try:
                await send(message)
            except LocalProtocolError:
                # whoever asked broke the rules of HTTP, and the server has told them so
                gone = True
                log.info("an answer to what is no HTTP was not sent")

        if not security.host_known(Headers(scope=scope).get("host"), self._hosts):
            words = "This tracker does not go by that name; its operator can add it to web.hosts."
            await _problem(Request(scope), 421, words)(scope, receive, guarded)
            return
        try:
            await self._app(asked, bounded, guarded)
        except ClientDisconnect:
            log.debug("whoever asked went away")
        except Exception:
            # the route, not the path: paths carry signed tokens, and line breaks of whoever wrote them
            log.exception("%s %s failed", scope["method"], getattr(asked.get("route"), "path", "(no route)"))
            if begun:
                raise
            answer = _problem(Request(scope), 500, "Something went wrong here. It has been logged.")
            await answer(scope, receive, guarded)


def _problem(request: Request, status: int, message: str) -> Response:
    headers = {"Retry-After": _SOON_S} if status == 503 else None
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": message}, status, headers)
    asked = "That address is not right" if request.method in ("GET", "HEAD") else "That cannot be taken so"
    heading, words = _HEADINGS.get(status, asked), message[:1].upper() + message[1:] if status >= 500 else message
    page = request.app.state.templates.get_template("error.html").render(heading=heading, message=words, section=None)
    return HTMLResponse(page, status, headers)


async def _refused(request: Request, error: Exception) -> Response:
    return _problem(request, 422 if isinstance(error, InputError | CorrectionError) else 503, str(error))


async def _away(request: Request, error: Exception) -> Response:
    """Something was to be written, and there was no connection to be had or it broke."""
    log.warning("no answer from the database: %s", str(error).splitlines()[0] if str(error) else type(error).__name__)
    words = "The database does not answer. Please see whether this was stored, and else try again in a few seconds."
    return _problem(request, 503, words)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    found_no_page = error.status_code == 404 and error.detail == "Not Found"
    words = "There is no page at this address." if found_no_page else str(error.detail)
    return _problem(request, error.status_code, words)


async def _misread(request: Request, error: Exception) -> Response:
    """A part of the address, or a field of a form, is not what it should be: told to people in one line."""
    assert isinstance(error, RequestValidationError)
    if request.url.path.startswith("/api/"):
        return await request_validation_exception_handler(request, error)
    words = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
    return _problem(request, 422, f"{words}.")


@cache
def _vega() -> bytes:
    """Vega, Vega-Lite and Vega-Embed in one script, from the bundle that vl-convert carries."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")).encode()


@lru_cache(maxsize=64)
def _packed_asset(name: str) -> bytes:
    asset = _asset(name)
    return packed(asset[0], once=True) if asset else b""


@lru_cache(maxsize=64)
def _asset(name: str) -> tuple[bytes, str, str] | None:
    """Content, media type and version of a static file; None where there is none of that name."""
    if name == "vega.js":
        content, kind = _vega(), "text/javascript"
    else:
        path = _STATIC / name
        if path.parent != _STATIC or path.suffix not in _TYPES or not path.is_file():
            return None
        content, kind = path.read_bytes(), _TYPES[path.suffix]
    return content, kind, hashlib.sha256(content).hexdigest()[:12]


def static_url(name: str) -> str:
    """Address of a static file with its version, so that it can be kept for ever."""
    asset = _asset(name)
    if asset is None:
        raise FileNotFoundError(f"static file {name} is not packaged")
    return f"/static/{name}?v={asset[2]}"


def _static(name: str, request: Request) -> Response:
    asset = _asset(name)
    if asset is None:
        raise HTTPException(404, f"there is no file {name[:60]!r}")
    content, kind, version = asset
    # only what its address names by version is kept for ever, so that nobody can have an old file kept under a new name
    asked = request.query_params.get("v") == version
    keep = "public, max-age=31536000, immutable" if asked else "no-cache"
    headers: dict[str, Any] = {"ETag": f'"{version}"', "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if takes_packed(request.headers) and worth_packing(content, kind):
        content = _packed_asset(name)
        headers |= {"ETag": tag_of_packed(headers["ETag"]), "Content-Encoding": "gzip"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        headers.pop("Content-Encoding", None)
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)
