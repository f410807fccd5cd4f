"""How a letter speaks to one person: in their language, in London's time, under our name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from matcher.domain.london_time import in_london
from matcher.messages.letters.contents import Help, Link
from matcher.messages.letters.help_words import help_words
from matcher.messages.letters.letterhead import Letterhead
from matcher.messages.translate import Translate, as_it_is

# Dates in London's English; plain “en” would be America's, with the month first.
_LOCALES = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Puts the parts of a letter into words.

    `boroughs` gives names for codes. `language` is a code such as `bn`; `translate` speaks it.
    """

    letterhead: Letterhead
    boroughs: Mapping[str, str]
    language: str = "en"
    translate: Translate = as_it_is

    def say(self, sentence: str, **values: str) -> str:
        """An English sentence in the reader's language, with its values put in.

        A translation that asks for a value which is not there must not keep a message back: then
        the sentence is said in English.
        """
        try:
            return self.translate(sentence).format(**values)
        except (KeyError, IndexError, ValueError, AttributeError):
            return sentence.format(**values)

    def help(self, help: Help) -> str:
        """What follows “help with”."""
        return help_words(help.category, self.translate)

    def borough(self, help: Help) -> str:
        """The borough's name; where codes have changed since, it is still somewhere near."""
        _ = self.say
        return self.boroughs.get(help.borough) or _("your area")

    def about(self, help: Help) -> dict[str, str]:
        """What sentences may say of a need: `help` and `borough`, and nothing else."""
        return {"help": self.help(help), "borough": self.borough(help)}

    def url(self, link: Link) -> str:
        """The link in full."""
        return self.letterhead.base_url + link.path

    def by(self, moment: datetime) -> str:
        """London's day and time, short: “Tue 3 Mar 18:00”."""
        local = in_london(moment)
        return f"{self.short_day(local.date())} {local:%H:%M}"

    def by_in_full(self, moment: datetime) -> str:
        """London's day and time: “18:00 on Tuesday, 3 March 2026”."""
        _ = self.say
        local = in_london(moment)
        day = self.day(local.date())
        return _("{time} on {day}", day=day, time=f"{local:%H:%M}")

    def clock(self, moment: datetime) -> str:
        """London's time alone: “18:00”."""
        return f"{in_london(moment):%H:%M}"

    def day(self, day: date) -> str:
        """A day: “Tuesday, 3 March 2026”."""
        return format_date(day, "full", locale=self._locale())

    def short_day(self, day: date) -> str:
        """A day, for text messages: “Tue 3 Mar”."""
        moment = datetime(day.year, day.month, day.day)
        return format_skeleton("MMMEd", moment, locale=self._locale())

    @property
    def direction(self) -> str:
        """How the language is written, as HTML's `dir` has it: `ltr` or `rtl`."""
        return self._locale().text_direction

    def _locale(self) -> Locale:
        code = self.language.replace("-", "_")
        try:
            return Locale.parse(_LOCALES.get(code, code))
        except (UnknownLocaleError, ValueError):
            # Some languages that residents speak are not in CLDR; their days are in English.
            return Locale.parse("en_GB")
