"""The conversation with a mail server: encryption, login, signatures, and the dots of RFC 5321."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tracker.digest.message import Body, Envelope, build
from tracker.digest.retry import Fate, fate_of, wait_after
from tracker.errors import MailError
from tracker.mail import Conversation, Dkim, Server, from_imap, from_maildir, to_bytes

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ENVELOPE = Envelope(
    "Tracker <t@tracker.example>", "ann@example.org", None, "<a@tracker.example>", "l.example", "https://x.example/u"
)
MAIL = build(Body("Subject", ".\n..\nText\n.", "<p>Text</p>"), ENVELOPE, NOW)


def send(server: Server, tls: ssl.SSLContext | None = None, content: bytes | None = None) -> Any:
    conversation = Conversation(server, tls)
    try:
        return conversation.send("t@tracker.example", "ann@example.org", content or to_bytes(MAIL))
    finally:
        conversation.close()


def test_dots_at_line_starts_arrive_as_they_were(postbox: Any) -> None:
    assert send(Server("127.0.0.1", postbox.port, "none")).fate is Fate.SENT
    assert postbox.accepted[0][1] == to_bytes(MAIL)


@trying(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20), max_size=8))
def test_whatever_the_lines_they_arrive(postbox: Any, lines: list[str]) -> None:
    mail = build(Body("Subject", "\n".join(lines) + "\n"), ENVELOPE, NOW)
    assert send(Server("127.0.0.1", postbox.port, "none"), content=to_bytes(mail)).fate is Fate.SENT
    assert postbox.accepted[-1][1] == to_bytes(mail)


def test_nobody_there_is_a_value_not_an_exception() -> None:
    outcome = send(Server("127.0.0.1", 1, "none", timeout_s=2))
    assert outcome.fate is Fate.UNREACHABLE and "no conversation with 127.0.0.1:1" in outcome.detail


def test_a_server_without_encryption_is_not_used_where_it_is_wanted(postbox: Any) -> None:
    outcome = send(Server("127.0.0.1", postbox.port, "starttls"))
    assert outcome.fate is Fate.UNREACHABLE and "STARTTLS" in outcome.detail and postbox.accepted == []


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS contexts of a server on this machine and of a client that trusts it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(cert, key)
    return own, ssl.create_default_context(cafile=str(cert))


@pytest.fixture
def guarded(postbox: Any, certificate: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server that wants STARTTLS and a login, and a context that trusts its certificate."""
    own, trusting = certificate

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = (data.login, data.password) == (b"ann", b"secret")
        return AuthResult(success=known, handled=known)

    def protocol() -> SMTP:
        return SMTP(
            postbox, hostname="guarded", loop=postbox.loop, tls_context=own, require_starttls=True, auth_required=True,
            authenticator=check,
        )  # fmt: skip

    async def listen() -> asyncio.Server:
        return await postbox.loop.create_server(protocol, "127.0.0.1", 0)

    server = asyncio.run_coroutine_threadsafe(listen(), postbox.loop).result(10)
    yield server.sockets[0].getsockname()[1], trusting
    postbox.loop.call_soon_threadsafe(server.close)


def test_encryption_and_login(guarded: tuple[int, ssl.SSLContext], postbox: Any) -> None:
    port, trusting = guarded
    assert send(Server("127.0.0.1", port, "starttls", "ann", "secret"), trusting).fate is Fate.SENT
    wrong = send(Server("127.0.0.1", port, "starttls", "ann", "guess"), trusting)
    assert wrong.fate is Fate.UNREACHABLE and "refuses our login" in wrong.detail and "guess" not in wrong.detail
    stranger = send(Server("127.0.0.1", port, "starttls", "ann", "secret"))
    assert stranger.fate is Fate.UNREACHABLE and "certificate" in stranger.detail.lower()
    assert len(postbox.accepted) == 1


def test_encryption_from_the_first_byte(postbox: Any, certificate: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    own, trusting = certificate

    async def listen() -> asyncio.Server:
        return await postbox.loop.create_server(lambda: SMTP(postbox, loop=postbox.loop), "127.0.0.1", 0, ssl=own)

    server = asyncio.run_coroutine_threadsafe(listen(), postbox.loop).result(10)
    port = server.sockets[0].getsockname()[1]
    try:
        assert send(Server("127.0.0.1", port, "tls"), trusting).fate is Fate.SENT
        stranger = send(Server("127.0.0.1", port, "tls"))
        assert stranger.fate is Fate.UNREACHABLE and "certificate" in stranger.detail.lower()
    finally:
        postbox.loop.call_soon_threadsafe(server.close)
    assert [content for _, content in postbox.accepted] == [to_bytes(MAIL)]


def test_a_signature_holds_and_covers_the_one_click_headers(tmp_path: Path) -> None:
    dkim = pytest.importorskip("dkim")
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a key")
    made = subprocess.run([openssl, "genrsa", "-traditional", "2048"], check=True, capture_output=True).stdout
    public = subprocess.run([openssl, "rsa", "-pubout"], input=made, check=True, capture_output=True).stdout
    record = b"v=DKIM1; k=rsa; p=" + b"".join(line for line in public.splitlines() if not line.startswith(b"-"))
    content = to_bytes(MAIL, Dkim("tracker.example", "s1", made.decode()))
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    assert dkim.verify(content, dnsfunc=dns) and asked == [b"s1._domainkey.tracker.example."]
    signed = content.split(b"h=")[1].split(b";")[0].lower()
    assert b"list-unsubscribe" in signed and b"list-unsubscribe-post" in signed and b"message-id" in signed
    assert not dkim.verify(content.replace(b"Subject: Subject", b"Subject: Other"), dnsfunc=dns)
    with pytest.raises(MailError, match="dkim_key"):
        to_bytes(MAIL, Dkim("tracker.example", "s1", "no key"))


@pytest.mark.parametrize(
    ("stage", "code", "fate"),
    [
        ("end", 250, Fate.SENT),
        ("rcpt", 550, Fate.NO_SUCH_READER),
        ("rcpt", 552, Fate.DEFERRED),
        ("rcpt", 451, Fate.DEFERRED),
        ("mail", 550, Fate.REFUSED),
        ("end", 554, Fate.REFUSED),
        ("end", 451, Fate.DEFERRED),
        ("mail", 421, Fate.UNREACHABLE),
        ("connect", 554, Fate.UNREACHABLE),
    ],
)
def test_what_an_answer_means(stage: str, code: int, fate: Fate) -> None:
    assert fate_of(stage, code) is fate


def test_waits_grow_and_end() -> None:
    waits = [wait_after(tries, Fate.DEFERRED) for tries in range(1, 20)]
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known) and waits[-1] is None
    assert wait_after(5, Fate.UNKNOWN) is None


def test_a_folder_that_is_no_mailbox_is_named(tmp_path: Path) -> None:
    with pytest.raises(MailError, match="bounce_maildir"):
        from_maildir(tmp_path, lambda content: None)


def test_an_imap_inbox_is_read_once(postbox: Any, certificate: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    own, trusting = certificate
    inbox = {b"1": b"Subject: one\r\n\r\nx\r\n", b"2": b"Subject: two\r\n\r\ny\r\n"}
    seen: set[bytes] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As much of IMAP4rev1 (RFC 3501) as reading an inbox takes."""
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, command, *words = line.split()
            answer = b"OK"
            if command == b"CAPABILITY":
                writer.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif command == b"LOGIN":
                answer = b"OK" if words == [b"ann", b'"secret"'] else b"NO"
            elif command == b"SELECT":
                writer.write(b"* %d EXISTS\r\n" % len(inbox))
            elif command == b"SEARCH":
                writer.write(b"* SEARCH " + b" ".join(number for number in inbox if number not in seen) + b"\r\n")
            elif command == b"FETCH":
                content = inbox[words[0]]
                writer.write(b"* %b FETCH (BODY[] {%d}\r\n%b)\r\n" % (words[0], len(content), content))
            elif command == b"STORE":
                seen.add(words[0])
            writer.write(b"%b %b done\r\n" % (tag, answer))
            await writer.drain()
        writer.close()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=own)

    server = asyncio.run_coroutine_threadsafe(listen(), postbox.loop).result(10)
    where = Server("127.0.0.1", server.sockets[0].getsockname()[1], "tls", "ann", "secret", 5)
    taken: list[bytes] = []
    assert from_imap(where, taken.append, trusting) == 2 and taken == list(inbox.values())
    assert from_imap(where, taken.append, trusting) == 0
    with pytest.raises(MailError, match="cannot be read"):
        from_imap(Server("127.0.0.1", where.port, "tls", "ann", "guess", 5), taken.append, trusting)
    with pytest.raises(MailError, match="cannot be read"):
        from_imap(where, taken.append)
    postbox.loop.call_soon_threadsafe(server.close)
