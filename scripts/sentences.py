"""Collect every sentence that people read: ``python -m scripts.sentences FILE.pot``.

English in the source is the key of each.  A translator starts from the file that this writes:

    python -m scripts.sentences web/translations/messages.pot
    pybabel init -i web/translations/messages.pot -d web/translations -l bn
    pybabel compile -d web/translations
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from scripts.sentences_of_refusals import REFUSALS, refusals_in

ROOT = Path(__file__).resolve().parent.parent
MAPPING = ROOT / "babel.cfg"
# What marks a sentence, beside gettext's own names: a refusal's is its first argument, as is a
# term's that it fills in, and a category's name its second.
KEYWORDS = (
    DEFAULT_KEYWORDS
    | {"lazy_gettext": None, "Category": (2,)}
    | dict.fromkeys((*REFUSALS, "Term"), (1,))
)
# Where refusals are made that people read.
PARTS = ("matcher", "web")
ASIDES = ("Translators:",)


def sentences(root: Path = ROOT) -> Catalog:
    """Return a catalogue with every sentence of the pages and no translation."""
    with MAPPING.open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalogue = Catalog(project="Nearhand", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(root), methods, options, keywords=KEYWORDS, comment_tags=ASIDES, strip_comment_tags=True
    )
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    for part in PARTS:
        for source in sorted((root / part).rglob("*.py")):
            for said in refusals_in(root, source):
                for sentence in said.sentences:
                    catalogue.add(sentence, None, [(said.file, said.line)])
    return catalogue


def main(arguments: Sequence[str]) -> int:
    """Write the sentences to the file that is named."""
    if len(arguments) != 1:
        print("Usage: python -m scripts.sentences FILE.pot", file=sys.stderr)
        return 2
    with Path(arguments[0]).open("wb") as file:
        write_po(file, sentences(), width=100, sort_by_file=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
