"""Catalogues of translated sentences, as gettext keeps them: what a `Voice` translates with."""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from matcher.messages.translate import Translate, as_it_is

DOMAIN = "messages"


@cache
def translate_into(language: str, folders: Sequence[Path]) -> Translate:
    """How to put sentences into a language; English where no folder has a catalogue of it.

    A sentence that a catalogue lacks stays in English too: a letter is never kept back for it.
    """
    names = [language.replace("-", "_"), language.partition("-")[0]]
    for folder in folders:
        found = gettext.find(DOMAIN, folder, languages=names)
        if found is not None:
            with open(found, "rb") as file:
                return gettext.GNUTranslations(file).gettext
    return as_it_is
