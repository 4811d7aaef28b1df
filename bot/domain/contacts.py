"""Contacts as sellers show them, in one form each, so that the same phone is the same phone."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_LABEL = re.compile(
    r"^\s*(?:微信号?|薇信?|威信|vx|wx|wechat|weixin|v信?(?![a-z])|q{1,2}(?![a-z])|电话|手机|联系电话|tel|phone|邮箱|e-?mail|mail)\s*[:：\-=]?\s*",
    re.IGNORECASE,
)
_MAIL = re.compile(r"^[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+$")
_WECHAT = re.compile(r"^[a-z][a-z0-9_\-]{5,19}$")
_NUMBER = re.compile(r"^[+\d][\d\s\-()转#]{5,}$")


class ContactKind(StrEnum):
    """What a contact is."""

    PHONE = "phone"
    MAIL = "mail"
    WECHAT = "wechat"
    OTHER = "other"


def contact_of(text: str) -> tuple[ContactKind, str]:
    """Kind and one form of a contact: phones as E.164 (a number without a country is Chinese), the rest folded.

    A WeChat id that is a phone number is that phone. An empty value means that nothing is left to compare.
    """
    folded = _folded(text).strip()
    bare = _LABEL.sub("", folded, count=1).strip() or folded
    if _MAIL.match(bare):
        return ContactKind.MAIL, bare
    phone = _phone(bare)
    if phone:
        return ContactKind.PHONE, phone
    if _WECHAT.match(bare):
        return ContactKind.WECHAT, bare
    return ContactKind.OTHER, re.sub(r"[\s:：\-_.+()（）]+", "", bare)


def _phone(text: str) -> str:
    if not _NUMBER.match(text):
        return ""
    import phonenumbers  # only who compares telephone numbers waits for them

    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def company_of(name: str) -> str:
    """A company name to compare: half-width, without blanks and brackets. Its legal form stays: it is part of the name."""
    bare = re.sub(r"[\s()（）\[\]【】·,，.。]+", "", _folded(name))
    return _folded(bare)  # what stood apart may be one character now


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
