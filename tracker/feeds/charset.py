"""Bytes to text as browsers do it: byte order mark, HTTP charset, XML declaration, UTF-8, windows-1252.

Labels are read as the WHATWG Encoding Standard reads them: "iso-8859-1" and "ascii" mean windows-1252, "gb2312" means
gb18030, and so on. A charset that does not fit the bytes gives way to the next candidate.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "ascii": "cp1252", "us-ascii": "cp1252", "ansi": "cp1252", "windows-1252": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "korean": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le", "unicode": "utf-16-le",
}  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.I)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
# share of undecodable bytes up to which a charset is still believed: one bad byte must not change the whole text
_BAD_SHARE = 0.002


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a feed or page. Never raises; what no charset explains becomes U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if body[:4] in (b"<\0?\0", b"<\0r\0", b"<\0f\0"):
        return body.decode("utf-16-le", "replace")
    if body[:4] in (b"\0<\0?", b"\0<\0r", b"\0<\0f"):
        return body.decode("utf-16-be", "replace")
    names = _candidates(body, content_type)
    for name in names:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    for name in names:
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= max(3, _BAD_SHARE * len(text)):
            return text
    return body.decode("cp1252", "replace")


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    """Charsets to try, in order, each once."""
    head = body[:2048]
    header = _HEADER.search(content_type or "")
    labels = [header[1]] if header else []
    labels += [m[1].decode("ascii", "replace") for m in (_DECLARED.search(head), _META.search(head)) if m]
    named = [name for label in labels if (name := _codec(label))]
    # valid UTF-8 that is not plain ASCII is hardly ever anything else, whatever a header for the whole server says
    if header and named and named[0] == "cp1252":
        named.insert(0, "utf-8")
    return list(dict.fromkeys([*named, "utf-8"]))


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    name = _LABELS.get(label, label)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # codecs that are not charsets (rot13, base64, idna …) must not be chosen by a server
    return info.name if getattr(info, "_is_text_encoding", True) and not name.startswith(("idna", "puny")) else None
