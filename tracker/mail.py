"""The shell around SMTP and mailboxes. What a server answers is a value (Outcome), never an exception.

A conversation keeps apart what is certainly not sent (anything before the end of the content) from what may have been:
when the connection breaks after the final dot, nobody knows, and the fate is UNKNOWN (RFC 1047).
"""

from __future__ import annotations

import imaplib
import logging
import mailbox
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tracker.digest import wording
from tracker.digest.retry import Fate, Outcome, fate_of
from tracker.errors import MailError

log = logging.getLogger("tracker.mail")

_LINE_DOT = re.compile(rb"(?m)^\.")
# mails in one conversation; some servers end it after a hundred
_MAX_PER_CONNECTION = 90
_MAX_BOUNCE_BYTES = 2_000_000
_SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"list-id",
    b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed over. `security`: starttls, tls or none. Holds the password: keep it out of logs."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = ""
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Dkim:
    """How mails are signed (RFC 6376); `key` is PEM."""

    domain: str
    selector: str
    key: str


class Conversation:
    """One SMTP connection, opened at need and used for several mails. Not shared between threads."""

    def __init__(self, server: Server, tls: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, sender: str, recipient: str, content: bytes) -> Outcome:
        """Hand over one mail. `content` has CRLF line ends."""
        failed = self._open()
        if failed is not None:
            return failed
        outcome = self._converse(sender, recipient, content)
        self._sent += 1
        if outcome.fate in (Fate.UNKNOWN, Fate.UNREACHABLE) or self._sent >= _MAX_PER_CONNECTION:
            self.close()
        return outcome

    def close(self) -> None:
        smtp, self._smtp, self._sent = self._smtp, None, 0
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def _open(self) -> Outcome | None:
        """Connect, encrypt and log in where that is not done; answers what went wrong."""
        if self._smtp is not None:
            return None
        try:
            self._smtp = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            return Outcome(Fate.UNREACHABLE, f"the mail server refuses our login ({error.smtp_code})")
        except smtplib.SMTPResponseException as error:
            return Outcome(Fate.UNREACHABLE, f"the mail server answers {error.smtp_code} {_text(error.smtp_error)}")
        except (OSError, smtplib.SMTPException) as error:
            where = f"{self._server.host}:{self._server.port}"
            return Outcome(Fate.UNREACHABLE, f"no conversation with {where}: {wording.clean(str(error), 120)}")
        return None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        context = self._tls or ssl.create_default_context()
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_s, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _converse(self, sender: str, recipient: str, content: bytes) -> Outcome:
        smtp = self._smtp
        assert smtp is not None
        steps: tuple[tuple[str, Callable[[], tuple[int, bytes]]], ...] = (
            ("mail", lambda: smtp.mail(sender)),
            ("rcpt", lambda: smtp.rcpt(recipient)),
            ("data", lambda: smtp.docmd("DATA")),
        )
        for stage, step in steps:
            try:
                code, answer = step()
            except (OSError, smtplib.SMTPException) as error:
                words = f"the connection broke at {stage.upper()}: {wording.clean(str(error), 120)}"
                return Outcome(Fate.UNREACHABLE, words)
            expected = code == 354 if stage == "data" else 200 <= code < 300
            if not expected:
                return self._refused(stage, code, answer)
        return self._content(smtp, content)

    def _refused(self, stage: str, code: int, answer: bytes) -> Outcome:
        smtp = self._smtp
        fate = fate_of(stage, code)
        if smtp is not None and fate is not Fate.UNREACHABLE:
            try:
                smtp.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        # a 2xx where 354 belongs is nonsense; nothing was sent
        return Outcome(Fate.DEFERRED if fate is Fate.SENT else fate, f"{code} {_text(answer)} ({stage.upper()})")

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> Outcome:
        stuffed = _LINE_DOT.sub(b"..", content)
        end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            smtp.send(stuffed)
        except (OSError, smtplib.SMTPException) as error:
            # without the final dot the server has nothing to accept
            return Outcome(Fate.UNREACHABLE, f"the connection broke in the content: {wording.clean(str(error), 120)}")
        try:
            smtp.send(end)
            code, answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Fate.UNKNOWN, f"no answer after the content: {wording.clean(str(error), 120)}")
        fate = fate_of("end", code)
        # 421 after the content refuses it like any other 4xx (RFC 5321, 3.8)
        return Outcome(Fate.DEFERRED if fate is Fate.UNREACHABLE else fate, f"{code} {_text(answer)}")


def _text(answer: bytes | str) -> str:
    return wording.clean(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer, 160)


def to_bytes(mail: EmailMessage, dkim: Dkim | None = None) -> bytes:
    """The mail as it goes over the wire, signed where wished. Raises MailError when signing fails."""
    content = mail.as_bytes()
    return _sign(content, dkim) + content if dkim else content


def _sign(content: bytes, with_key: Dkim) -> bytes:
    try:
        import dkim
    except ImportError:
        raise MailError(
            'DKIM needs another package: pip install "tracker[dkim]", or unset digest.dkim_domain'
        ) from None
    try:
        signature: bytes = dkim.sign(
            content,
            with_key.selector.encode(),
            with_key.domain.encode(),
            with_key.key.encode(),
            include_headers=[name for name in _SIGNED if re.search(rb"(?mi)^" + name + rb":", content)],
            canonicalize=(b"relaxed", b"relaxed"),
        )
    except (dkim.DKIMException, ValueError, TypeError) as error:
        raise MailError(f"signing with digest.dkim_key failed: {error}") from error
    return signature


def from_maildir(folder: Path, take: Callable[[bytes], None]) -> int:
    """Give every unseen mail of a Maildir to `take` and mark it seen after; answers how many. Raises MailError."""
    if not (folder / "new").is_dir():
        raise MailError(f"digest.bounce_maildir: {folder} is not a Maildir (it has no folder new)")
    box = mailbox.Maildir(str(folder), factory=None, create=False)
    count = 0
    for key, content in _unseen(box):
        take(content)
        mail = box[key]
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
        count += 1
    box.close()
    return count


def _unseen(box: mailbox.Maildir) -> Iterator[tuple[str, bytes]]:
    for key in sorted(box.keys()):
        if "S" not in box[key].get_flags():
            yield key, box.get_bytes(key)[:_MAX_BOUNCE_BYTES]


def from_imap(server: Server, take: Callable[[bytes], None], tls: ssl.SSLContext | None = None) -> int:
    """The same for the inbox of an IMAP server over TLS. Raises MailError when it cannot be read."""
    context = tls or ssl.create_default_context()
    try:
        with imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=server.timeout_s) as box:
            box.login(server.user, server.password)
            box.select("INBOX")
            numbers = (box.search(None, "UNSEEN")[1][0] or b"").split()
            for number in numbers:
                parts = box.fetch(number.decode(), "(BODY.PEEK[])")[1]
                for part in parts:
                    if isinstance(part, tuple):
                        take(part[1][:_MAX_BOUNCE_BYTES])
                box.store(number.decode(), "+FLAGS", "\\Seen")
            return len(numbers)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailError(
            f"bounces: the mailbox at {server.host} cannot be read: {wording.clean(str(error), 120)}"
        ) from None
