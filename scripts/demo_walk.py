"""Walking through a demo's main pages as somebody without a browser does, and finding faults."""

import re
from collections.abc import Iterator, Mapping
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

# Pages that anybody may open.
OPEN = ("/", "/how-it-works", "/help", "/privacy", "/accessibility", "/cookies", "/ask/kind",
        "/volunteer", "/volunteer/join", "/sign-in", "/style")  # fmt: skip
# Those of a coordinator.
BOARD = ("/board", "/board/map", "/board/ring", "/board/messages", "/board/volunteers",
         "/board/rounds")  # fmt: skip
# Lists whose first page of one need, volunteer or round is opened too.
LISTS = ("/board", "/board/volunteers", "/board/rounds")
ONE = {"/board": "/board/needs/"}
SIGN_IN, SECOND_STEP = "/sign-in", "/sign-in/second-step"
PAGE_S = 20


class Walker:
    """One visitor of a site, with cookies."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def complaints(
        self, private: Mapping[str, str], email: str, password: str, code: str
    ) -> Iterator[str]:
        """What is wrong with the main pages, one line each; nothing when all is well."""
        for path in (*OPEN, *private.values()):
            yield from self._looked_at(path)
        page = self._asked(SIGN_IN)
        page = self._asked(SIGN_IN, {**_hidden(page), "email": email, "password": password})
        self._asked(SECOND_STEP, {**_hidden(page), "code": code})
        for path in BOARD:
            yield from self._looked_at(path)
        for path in LISTS:
            yield from self._first_of(path)

    def _first_of(self, path: str) -> Iterator[str]:
        """Open the first that a list of the board leads to."""
        under = ONE.get(path, f"{path}/")
        found = re.search(rf'href="({re.escape(under)}[0-9a-f-]{{32,36}})"', self._asked(path))
        if found is None:
            yield f"{path} leads to nobody's page"
        else:
            yield from self._looked_at(found[1])

    def _looked_at(self, path: str) -> Iterator[str]:
        shown = re.sub(r"(/[a-z]/).*", r"\1…", path)
        page = self._asked(path)
        if not page.startswith("<!DOCTYPE html>"):
            yield f"{shown} is no page: {page[:200]}"
        elif "<h1" not in page or "nh-demo" not in page:
            yield f"{shown} has no heading, or does not say that this is a demo"

    def _asked(self, path: str, said: Mapping[str, str] | None = None) -> str:
        body = urlencode(said).encode() if said is not None else None
        try:
            with self._browser.open(self._address + path, body, PAGE_S) as answer:
                text: str = answer.read().decode("utf-8", "replace")
                return text
        except HTTPError as error:
            return f"status {error.code}"
        except (URLError, OSError) as error:
            return f"no answer ({type(error).__name__})"


def _hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms: their CSRF tokens and keys."""
    fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    pairs = (
        (re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field))
        for field in fields
    )
    return {name[1]: value[1] for name, value in pairs if name and value}
