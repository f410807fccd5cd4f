"""What is said of a text that is no live postcode here: a slip, an end that lacks, or elsewhere."""

from geodata.postcode_text import area_of, normalise_postcode

_SHOWN = 20
#: How many ways of ending a postcode are named; after two of its last three characters there
#: are twelve on average.
FEW = 5

#: The areas of the country's postcodes whose towns are not London's, though some begin in the ring
#: around it: Royal Mail's 124 without the nineteen of London.
_ELSEWHERE = (
    "AB AL B BA BB BD BH BL BN BS BT CA CB CF CH CM CO CT CV CW DD DE DG DH DL DN DT DY EH EX FK "
    "FY G GL GU GY HD HG HP HR HS HU HX IM IP IV JE KA KW KY L LA LD LE LL LN LS LU M ME MK ML NE "
    "NG NN NP NR OL OX PA PE PH PL PO PR RG RH S SA SG SK SL SN SO SP SR SS ST SY TA TD TF TN TQ "
    "TR TS WA WD WF WN WR WS WV YO ZE"
)


class UnknownPostcode(LookupError):
    """No such live postcode here, and what may have been meant.

    Attributes
    ----------
    suggestion
        The likeliest near miss, if there is one.
    unfinished
        The last letter lacks; ``likely`` are the live postcodes that begin so, if few do.
    elsewhere
        It has the shape of a postcode of another part of the country.
    """

    def __init__(
        self,
        text: str,
        suggestion: str | None = None,
        region: str = "near London",
        *,
        unfinished: bool = False,
        likely: tuple[str, ...] = (),
        elsewhere: bool = False,
    ) -> None:
        super().__init__(text, suggestion, region)
        self.text = text
        self.suggestion = suggestion
        self.region = region
        self.unfinished = unfinished
        self.likely = likely
        self.elsewhere = elsewhere

    def __str__(self) -> str:
        typed = self._typed()
        if self.unfinished:
            if self.likely:
                return f"{typed} lacks its last letter; is it {' or '.join(self.likely)}?"
            return f"{typed} lacks its last letter; a whole postcode looks like SW1A 1AA."
        said = f"{typed} is not a live postcode {self.region}"
        if self.elsewhere:
            return f"{said}: it lies in another part of the country."
        if self.suggestion:
            return f"{said}; did you mean {self.suggestion}?"
        return f"{said}; please check it, a whole one looks like SW1A 1AA."

    def _typed(self) -> str:
        if postcode := normalise_postcode(self.text):
            return postcode
        printable = "".join(c for c in self.text[: _SHOWN + 1] if c.isprintable()).strip()
        shown = printable if len(self.text) <= _SHOWN else f"{printable[:_SHOWN]}…"
        return f"“{shown}”" if printable else "What you typed"


def is_elsewhere(text: str) -> bool:
    """Whether a postcode, or a part of one, begins as those of another part of the country."""
    return area_of(text) in _ELSEWHERE.split()
