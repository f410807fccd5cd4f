"""Whether a row of a sheet is about something that the charity keeps already, and by what.

Here an item is what a person is elsewhere (`matcher.service.imports.knowing`): its code and its
name tell it, and it may lie at several places, with several dates.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from matcher.domain.imports import Why
from matcher.domain.refusals import Refusal
from matcher.service.imports.ground import Known, Texts
from matcher.service.imports.knowing import Found, Somebody
from matcher.service.imports.rows import WrongRow

# Of 100: a letter more or less, or two that changed places.
ALIKE = 90.0


def folded_item(name: str) -> str:
    """A name as it is compared: capitals, dashes and blanks play no part.

    >>> folded_item("School  coat 8–9") == folded_item("school coat 8-9")
    True
    """
    plain = unicodedata.normalize("NFKC", name.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


@dataclass(slots=True)
class Goods:
    """Lots and items to hold rows against; `phone_hash` of one that is known here is its code."""

    by_mark: dict[str, Known] = field(default_factory=dict)
    _by_code: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _by_name: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, known: Iterable[Known]) -> "Goods":
        """An index of these."""
        goods = cls()
        for one in known:
            goods.add(one)
        return goods

    def add(self, one: Known) -> None:
        """Let one more be found."""
        self.by_mark[one.mark] = one
        if one.phone_hash:
            self._by_code[one.phone_hash].append(one)
        self._by_name[folded_item(one.name)].append(one)

    def like(self, row: Somebody) -> Found | None:
        """What a row is about, or most like; None for what is not known."""
        folded = folded_item(row.name)
        coded = [one for code in row.phones for one in self._by_code.get(code, ())]
        for why, there in ((Why.CODE, coded), (Why.NAME, self._by_name.get(folded, ()))):
            if about := [one for one in there if one.what == row.what]:
                return Found(about[0], why, sure=True)
            if there:
                return Found(there[0], why, sure=False, same_person=True)
        return self._by_likeness(folded)

    def _by_likeness(self, folded: str) -> Found | None:
        numbers = re.findall(r"\d+", folded)
        # Sizes differ by a digit, and are other things.
        names = [one for one in self._by_name if re.findall(r"\d+", one) == numbers]
        found = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return Found(self._by_name[found[0]][0], Why.NAME, sure=False) if found else None


@dataclass(slots=True)
class Facts:
    """What is said of each item: rows of one item may say it or leave it out, and no other."""

    names: Sequence[str]
    other: Refusal
    _of: dict[str, Texts] = field(default_factory=dict)

    def note(self, id: str, texts: Texts) -> None:
        """Remember what is said of an item."""
        self._of.setdefault(id, {name: texts.get(name, "") for name in self.names})

    def filled(self, id: str, said: Texts, typed: frozenset[str]) -> Texts:
        """A row with all that is said of its item; `WrongRow` where it says something else."""
        known = self._of.get(id, {})
        for name in self.names:
            if known and name in typed and said[name] != known[name]:
                raise WrongRow(name, self.other, said[name])
        return {**said, **known}

    def require(self, texts: Texts, names: frozenset[str]) -> None:
        """Whatever is said of a lot fits its item."""
