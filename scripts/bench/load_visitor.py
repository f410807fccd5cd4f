"""A browser that answers every question once, and can then press the last button often."""

import http.client
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from itertools import count

from scripts.bench.load_traffic import Asked, send

_HIDDEN = re.compile(r'name="(csrf_token|key)" type="hidden" value="([^"]+)"')
_ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "kind": {"kind": "groceries"},
    "postcode": {"postcode": "SE15 4QN"},
    "soon": {"soon": "soon"},
    "often": {"often": "once"},
    "times": {"free_days": ["mon", "tue"], "free_parts": ["am"]},
    "languages": {"languages": ["en", "bn"]},
    "notes": {"notes": "Milk, bread and tea."},
    "who": {"name": "Rosa Resident", "address": "Flat 4, 1 Example Road"},
    "reach": {"phone": "07700 900123", "email": "", "prefers": "text"},
}
CHECK = "/ask/check"
# The check that a key of a form has the length of one of ours.
_KEY_LETTERS = 24


class Visitor:
    """One browser that has come to the page of all answers."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._hidden: dict[str, str] = {}
        path = "/ask/kind"
        for _question in range(30):
            self._see(path)
            if path == CHECK:
                return
            said = _ANSWERS.get(path.removeprefix("/ask/"), {})
            path = self._press(path, said)
        raise RuntimeError("The questions have no end.")

    def asks(self) -> Iterator[Asked]:
        """Endless requests to register what was answered, each a new one from a new address."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        for number in count(1):
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            key = f"bench-{number}".ljust(_KEY_LETTERS, "-")
            form = {**self._hidden, "key": key, "agreed": "yes"}
            yield Asked(CHECK, form, {"Cookie": cookies, "X-Forwarded-For": address})

    def _see(self, path: str) -> None:
        page = self._send(Asked(path)).read().decode()
        self._hidden = dict(_HIDDEN.findall(page))

    def _press(self, path: str, said: dict[str, str | list[str]]) -> str:
        answer = self._send(Asked(path, {**self._hidden, **said}))  # type: ignore[dict-item]
        answer.read()
        if answer.status != 303:
            raise RuntimeError(f"{path} was answered with {answer.status}.")
        return str(answer.headers["Location"])

    def _send(self, asked: Asked) -> http.client.HTTPResponse:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = send(self._connection, Asked(asked.path, asked.form, {"Cookie": cookies}))
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        return answer
