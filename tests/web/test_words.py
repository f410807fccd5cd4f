"""Whatever a rule may say has words on the pages: a new reason without any would end a page."""

from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parent.parent.parent / "web"
# What no page says, and why.
SAID_NOWHERE = {
    # Only what a person may choose here; the board has words for all.
    ("rota_words", "REASONS"): {"times_changed", "taken_off", "suspended", "erased"},
    ("volunteers_words", "FAILURES"): {"did_not_come"},
    # Only what a coordinator may set aside.
    ("volunteers_words", "ALL_THE_SAME"): {
        *("suspended", "contact_not_proven", "check", "dbs_required"),
        *("avoided", "serving", "full", "paused"),
    },
    # No check needs no word.
    ("board_words", "CHECK"): {"none"},
    ("volunteers_unasked_words", "CHECKS"): {"none"},
    ("volunteers_words", "CHECKS"): {"none"},
    ("volunteers_words", "SEEN"): {"none"},
    # These have sentences with something to fill in.
    ("volunteers_unasked_words", "_WHY"): {"paused", "full", "week_is_full", "check_missing"},
    # Colours; the rest are grey.
    ("board_imports_words", "STATUS_TINT"): {"looking", "applying", "undoing", "dropped"},
    ("board_words", "MATCH_TINT"): {"declined", "lapsed", "withdrawn"},
}


def tables() -> Iterator[tuple[str, str, Mapping[Enum, object]]]:
    """Every table of words that is kept by a word of the rules: its module, its name, itself."""
    for file in sorted(WEB.glob("*words*.py")):
        for name, table in vars(import_module(f"web.{file.stem}")).items():
            if isinstance(table, Mapping) and table and all(isinstance(one, Enum) for one in table):
                yield file.stem, name, table


@pytest.mark.parametrize(
    ("module", "name", "table"), [pytest.param(*one, id=f"{one[0]}.{one[1]}") for one in tables()]
)
def test_a_table_of_words_has_one_for_all_that_the_rules_may_say(
    module: str, name: str, table: Mapping[Enum, object]
):
    without = {str(one) for kind in {type(key) for key in table} for one in kind} - {
        str(key) for key in table
    }
    assert without == SAID_NOWHERE.get((module, name), set())
