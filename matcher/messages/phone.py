"""Phone numbers: anything that people type in, one form kept, and whether texts reach it."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from matcher.domain.refusals import Invalid
from matcher.messages.translate import Translate, as_it_is

#: Nobody types a number with this many characters; longer text is not looked at.
LONGEST_TEXT = 60
# The most digits that a number has anywhere, with “00” before them and “(0)” among them.
MOST_DIGITS = 18

# Ofcom keeps these mobile numbers for films and plays, so they are nobody's: tests and the demo
# town use them. The library calls them invalid, those for landlines valid.
_FIRST_DRAMA_MOBILE, _LAST_DRAMA_MOBILE = 7700_900000, 7700_900999
_MAY_BE_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_COSTS_THE_CALLER = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.PERSONAL_NUMBER)


class PhoneKind(StrEnum):
    """What stands at the other end."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReadPhone:
    """A number that somebody typed, in E.164 form, such as +442079460958, and what it reaches."""

    e164: str = field(repr=False)
    kind: PhoneKind

    @property
    def gets_sms(self) -> bool:
        """Whether texts reach it; where they do not, somebody has to ring."""
        return self.kind is PhoneKind.MOBILE


def read_phone(typed: str, translate: Translate = as_it_is, *, region: str = "GB") -> ReadPhone:
    """The number that somebody typed; `Invalid`, in one sentence, when it is none.

    A number without a country's code is one of `region`.

    >>> read_phone("(020) 7946-0958").e164, read_phone("0044 20 7946 0958").gets_sms
    ('+442079460958', False)
    """
    _ = translate
    text = "".join(c for c in typed[: LONGEST_TEXT + 1] if unicodedata.category(c) != "Cf").strip()
    digits = sum(character.isdecimal() for character in text)
    if digits == 0:
        raise _no(_("Give a phone number, such as 07700 900123."))
    if any(character.isalpha() for character in text):
        raise _no(_("Give the number in digits only, without letters or an extension."))
    if digits > MOST_DIGITS or len(text) > LONGEST_TEXT:
        raise _no(_("Give one phone number only, the one that suits you best."))
    number = _parsed(text, region)
    kind = _type_of(number) if number else PhoneNumberType.UNKNOWN
    # A number can be rung when it is of some kind: to ask the library whether it is valid would
    # work out its kind twice.
    if number is None or kind == PhoneNumberType.UNKNOWN:
        raise _no(
            _(
                "Check the number: that is none that can be rung. A British one has 11 digits, such"
                " as 020 7946 0958; one from abroad begins with + and its country's code."
            )
        )
    if number.extension:
        raise _no(_("Give the number in digits only, without letters or an extension."))
    if kind in _COSTS_THE_CALLER:
        raise _no(_("Give an ordinary number: that one costs a lot to ring."))
    return ReadPhone(phonenumbers.format_number(number, PhoneNumberFormat.E164), _kind(kind))


def spoken_phone(e164: str, *, region: str = "GB") -> str:
    """A number as people at home write it.

    >>> spoken_phone("+442079460958"), spoken_phone("+33123456789")
    ('020 7946 0958', '+33 1 23 45 67 89')
    """
    number = phonenumbers.parse(e164)
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    how = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, how))


def _parsed(text: str, region: str) -> PhoneNumber | None:
    """The number, as far as the text is one at all."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number


def _type_of(number: PhoneNumber) -> int:
    """As the library has it, to whom the mobiles of films are no numbers."""
    drama = number.country_code == 44 and (
        _FIRST_DRAMA_MOBILE <= (number.national_number or 0) <= _LAST_DRAMA_MOBILE
    )
    return PhoneNumberType.MOBILE if drama else phonenumbers.number_type(number)


def _kind(kind: int) -> PhoneKind:
    # Where a country's numbers do not tell (America's), most that people give are mobiles.
    if kind in _MAY_BE_MOBILE:
        return PhoneKind.MOBILE
    return PhoneKind.LANDLINE if kind == PhoneNumberType.FIXED_LINE else PhoneKind.OTHER


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, "phone")
