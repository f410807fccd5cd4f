"""Refusals: a rule said no. One family, mapped once at each edge (exit code, HTTP status)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any


class Term(str):
    """Words to fill into a sentence that want to be translated themselves: “help at the door”."""

    __slots__ = ()


Value = int | str | date | Term | tuple[Term, ...]
"""What a refusal fills in; several terms are written one after the other."""


class Refusal(Exception):
    """A rule said no; the message is one plain sentence that says how to mend it.

    What it fills in is named in it, such as `%(most)s`, and given by that name: so the sentence
    can be translated as it stands here. `str` is the English one.
    """

    def __init__(self, sentence: str, **values: Value) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return self.said(str)

    def said(
        self,
        translate: Callable[[str], str],
        number: Callable[[int], str] = "{:,}".format,
        day: Callable[[date], str] = "{0.day} {0:%B %Y}".format,
    ) -> str:
        """The sentence in the language of a catalogue, with numbers and days as it writes them.

        >>> Refusal("Please use at most %(most)s letters.", most=2000).said(str)
        'Please use at most 2,000 letters.'
        """
        if not self.values:
            return translate(self.sentence)
        filled = {}
        for name, value in self.values.items():
            match value:
                case tuple():
                    filled[name] = " ".join(translate(one) for one in value)
                case Term():
                    filled[name] = translate(value)
                case int():
                    filled[name] = number(value)
                case date():
                    filled[name] = day(value)
                case str():
                    filled[name] = value
        return translate(self.sentence) % filled

    def told(self) -> dict[str, Any]:
        """The same as JSON, to be kept and said later, in whatever language that is then.

        >>> Refusal.retold(Refusal("At most %(most)s.", most=2).told()).said(str)
        'At most 2.'
        """
        values = {name: _told(value) for name, value in self.values.items()}
        return {"sentence": self.sentence} | ({"values": values} if values else {})

    @staticmethod
    def retold(told: Mapping[str, Any]) -> "Refusal":
        """What `told` told of."""
        values = {name: _retold(value) for name, value in told.get("values", {}).items()}
        return Refusal(told["sentence"], **values)


def _told(value: Value) -> Any:
    match value:
        case tuple():
            return {"terms": list(value)}
        case Term():
            return {"terms": [value], "one": True}
        case date():
            return {"day": value.isoformat()}
    return value


def _retold(told: Any) -> Value:
    match told:
        case {"terms": [str(one)], "one": True}:
            return Term(one)
        case {"terms": list(terms)}:
            return tuple(Term(one) for one in terms)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case int() | str():
            return told
    raise TypeError(told)


class NotFound(Refusal):
    """What was asked for is not there."""


class NotAllowed(Refusal):
    """It is there, but not for this person or not now."""


class Conflict(Refusal):
    """It was possible once, and something else happened first."""


class Invalid(Refusal):
    """A value breaks a rule; `field` names it where one field is to blame.

    `beside` are further ones that can be mended at once with it.
    """

    def __init__(self, sentence: str, field: str | None = None, **values: Value) -> None:
        super().__init__(sentence, **values)
        self.field = field
        self.beside: tuple[Invalid, ...] = ()


class Busy(Refusal):
    """It could be done and nothing is wrong with it, but not at this moment: ask again."""


class Away(Busy):
    """What we lean on does not answer at all; the sentence is for whoever runs the service."""
