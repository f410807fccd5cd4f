"""Whom letters are from, and where their links lead."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from matcher.domain.refusals import Invalid
from matcher.messages.sms_text import gsm_length

LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The service as its letters show it.

    `name` begins every text message. `base_url` is where the pages are served; with up to 35
    characters of it, every text in English travels as one message. `telephone`, as it is to be
    read, is the group's own, for those who would rather ring.
    """

    name: str
    base_url: str
    telephone: str | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST_NAME or gsm_length(self.name) is None:
            raise Invalid(
                "The service's name has up to %(most)s letters, all of which text messages know.",
                "name",
                most=LONGEST_NAME,
            )
        if "\n" in self.name or "\r" in self.name or "\f" in self.name:
            raise Invalid("The service's name is one line.", "name")
        if not _is_site(self.base_url):
            raise Invalid(
                "The service's address is one such as https://help.example.org, with no page on"
                " it; without https only on this machine.",
                "base_url",
            )
        if self.telephone is not None and not re.fullmatch(r"[+0-9 ]{3,20}", self.telephone):
            raise Invalid("The service's telephone is digits and spaces.", "telephone")


def _is_site(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    except ValueError:
        return False
    if url != f"{parts.scheme}://{named}" or not re.fullmatch(r"[a-z0-9.:-]+", named or ""):
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    )
