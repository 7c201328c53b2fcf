"""What stands between a reader and an article: consent pages, checks for robots, paywalls. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SHORT = 250
"""Characters; less text than that is no article."""

_LOOKED_AT = 400_000
_LONGEST_CONSENT = 4_000
_ENOUGH = 3
_CONSENT_HOST = re.compile(r"^(?:consent|consents|cookiewall|privacy-mgmt|guce)\.", re.I)
_CONSENT_PATH = re.compile(r"^/(?:consent|cookie-?consent|cookiewall|privacy-?wall)(?:/|$)", re.I)
# what such pages are made of; an article about privacy has one or two of these, a consent page nearly all
_CONSENT = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bwe value your privacy\b|\byour privacy (?:matters|choices)\b|\bbefore you continue to\b",
        r"\bwe (?:and|, and) our (?:\d[\d,.]* )?(?:\w+ )?partners\b|\bour (?:\d[\d,.]* )?partners\b",
        r"\b(?:store|access)[\w /]{0,20} information on (?:a|your) device\b",
        r"\b(?:accept|reject|agree to|decline) all\b|\bi (?:accept|agree)\b",
        r"\bpersonali[sz]ed (?:ads|advertising|content)\b",
        r"\b(?:manage|change|withdraw)\b[^.]{0,30}\b(?:consent|choices|preferences|privacy settings|cookie settings)\b",
        r"\b(?:cookie|privacy) (?:policy|notice|statement)\b",
        r"\blegitimate interests?\b",
    )
)
_ROBOT = re.compile(
    r"\b(?:enable javascript and cookies|verify (?:that )?you are (?:a )?human|checking your browser before|"
    r"unusual traffic from your|are you a robot)\b",
    re.I,
)
_CONSENT_WORDS = re.compile(r"\b(?:we value your privacy|before you continue to)\b", re.I)
# what publishers tell search engines of articles that not everybody may read (schema.org; Facebook's article object)
_NOT_FREE = re.compile(r"""["']?isAccessibleForFree["']?\s*[:=]\s*["']?(?:https?://schema\.org/)?false\b""", re.I)
_LOCKED = re.compile(r"""<meta\b(?=[^<>]{0,300}["']article:content_tier["'])[^<>]{0,300}["']locked["']""", re.I)
_PAY = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:read|continue)|to continue reading|continue reading (?:this article )?with|"
    r"already a subscriber|this (?:article|content|story) is (?:for|exclusive to|reserved for|available to) "
    r"(?:our )?subscribers|sign in to read|log in to (?:read|continue)|create a free account to|"
    r"you have reached your (?:free )?(?:article )?limit|subscribers only)\b",
    re.I,
)

CONSENT, ROBOT, PAYWALL = "a consent page", "a check for robots", "a paywall"


def wall_of(markup: str, text: str, url: str) -> str | None:
    """What stands before the article, seen from the page, the text found in it and the address where it ended up; None
    where nothing does. A paywall may let an opening through: then `text` is that opening."""
    markup = markup[:_LOOKED_AT]
    if _is_consent(text, url):
        return CONSENT
    article = text if len(text) >= SHORT else ""
    if not article:
        if _ROBOT.search(markup):
            return ROBOT
        if _CONSENT_WORDS.search(markup):
            return CONSENT
    return PAYWALL if _NOT_FREE.search(markup) or _LOCKED.search(markup) or _PAY.search(article or markup) else None


def _is_consent(text: str, url: str) -> bool:
    if len(text) > _LONGEST_CONSENT:
        return False
    parts = urlsplit(url)
    asked = _CONSENT_HOST.match(parts.hostname or "") or _CONSENT_PATH.match(parts.path)
    return bool(asked) or sum(bool(each.search(text)) for each in _CONSENT) >= _ENOUGH
