"""Addresses of our pages, each worked out once: from then on only its parts differ.

Flask finds the rule, quotes each part and asks what else belongs there, for every link anew.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, has_request_context, request
from werkzeug.routing import BuildError

# Parts that stand in an address as they are: ids, secrets, words of ours.
_as_it_is = re.compile(r"[A-Za-z0-9_-]+").fullmatch
# Where the site begins (which a proxy may say), the page, and the names of its parts.
_Asked = tuple[str, str, tuple[str, ...]]


class Addresses:
    """The addresses of one site, as its pages ask for them."""

    def __init__(self, site: Flask) -> None:
        self._site = site
        # As patterns; None for those that only Flask can make. No more than there are links in
        # templates, since what a visitor says is a part and not a name.
        self._known: dict[_Asked, str | None] = {}

    def of(self, endpoint: str, parts: Mapping[str, Any]) -> str | None:
        """The address of a page, or None where Flask is to be asked for it."""
        if endpoint.startswith(".") or not has_request_context():
            return None
        asked = (request.script_root, endpoint, tuple(parts))
        if asked not in self._known:
            self._known[asked] = self._pattern(endpoint, tuple(parts))
        pattern = self._known[asked]
        if pattern is None or not all(map(_stands_as_it_is, parts.values())):
            return None
        return pattern % parts

    def _pattern(self, endpoint: str, names: tuple[str, ...]) -> str | None:
        """Such as `/v/%(secret)s`; None where a part is no word, or none of the path."""
        if endpoint not in self._site.view_functions:
            return None
        if len([*self._site.url_map.iter_rules(endpoint)]) != 1:
            return None
        marks: dict[str, Any] = {name: f"~{name}~" for name in names}
        try:
            address = Flask.url_for(self._site, endpoint, **marks)
        except (BuildError, TypeError, ValueError):
            return None
        if (
            "?" in address
            or "#" in address
            or any(address.count(mark) != 1 for mark in marks.values())
        ):
            return None
        pattern = address.replace("%", "%%")
        for name, mark in marks.items():
            pattern = pattern.replace(mark, f"%({name})s")
        return pattern


def _stands_as_it_is(part: object) -> bool:
    return isinstance(part, str) and _as_it_is(part) is not None
