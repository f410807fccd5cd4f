"""What sheets and their rows are called, by those who bring them in."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from matcher.domain.imports import Fate, ImportStatus, ListKind, SheetKind, Verdict, Why
from matcher.domain.sheet_words import COLUMN_WORDS

Words = Mapping[str, object]

KIND: dict[str, object] = {
    SheetKind.VOLUNTEERS: lazy_gettext("Volunteers"),
    SheetKind.OFFERS: lazy_gettext("Offers"),
    SheetKind.NEEDS: lazy_gettext("Needs"),
    SheetKind.RESIDENTS: lazy_gettext("Residents"),
    SheetKind.STOCK: lazy_gettext("Stock"),
    SheetKind.STOPS: lazy_gettext("Delivery list"),
}
TAKEN_OUT: Words = KIND | {
    ListKind.RUNS: lazy_gettext("Delivery runs"),
    ListKind.ROTA: lazy_gettext("The rota"),
    ListKind.LEDGER: lazy_gettext("The ledger of the stock"),
}
STATUS: Words = {
    ImportStatus.READ: lazy_gettext("Columns to be said"),
    ImportStatus.LOOKING: lazy_gettext("Being looked through"),
    ImportStatus.LOOKED: lazy_gettext("Waits for your yes"),
    ImportStatus.APPLYING: lazy_gettext("Being brought in"),
    ImportStatus.DONE: lazy_gettext("Brought in"),
    ImportStatus.UNDOING: lazy_gettext("Being undone"),
    ImportStatus.UNDONE: lazy_gettext("Undone"),
    ImportStatus.DROPPED: lazy_gettext("Dropped"),
}
STATUS_TINT = {
    ImportStatus.READ: "waiting",
    ImportStatus.LOOKED: "waiting",
    ImportStatus.DONE: "done",
    ImportStatus.UNDONE: "quiet",
}
VERDICT: Words = {
    Verdict.NEW: lazy_gettext("New"),
    Verdict.CHANGED: lazy_gettext("Changed"),
    Verdict.SAME: lazy_gettext("The same"),
    Verdict.DUPLICATE: lazy_gettext("Perhaps twice"),
    Verdict.WRONG: lazy_gettext("To be mended"),
}
VERDICT_TINT = {
    Verdict.NEW: "",
    Verdict.CHANGED: "waiting",
    Verdict.SAME: "quiet",
    Verdict.DUPLICATE: "waiting",
    Verdict.WRONG: "urgent",
}
KNOWN_BY: Words = {
    Why.ID: lazy_gettext("by its number"),
    Why.PHONE: lazy_gettext("by the telephone"),
    Why.EMAIL: lazy_gettext("by the e-mail address"),
    Why.NAME_AND_PLACE: lazy_gettext("by name and place"),
    Why.CODE: lazy_gettext("by its code"),
    Why.NAME: lazy_gettext("by its name"),
}
FATE: Words = {
    Fate.WAITING: lazy_gettext("Waits"),
    Fate.MADE: lazy_gettext("Brought in"),
    Fate.CHANGED: lazy_gettext("Changed"),
    Fate.LEFT_OUT: lazy_gettext("Left out"),
    Fate.REFUSED: lazy_gettext("Not changed: it was not as before any more"),
    Fate.UNDONE: lazy_gettext("Undone"),
    Fate.GONE: lazy_gettext("Erased since"),
}
IN_THE_WAY: Words = {
    "matched": lazy_gettext("somebody was asked, or said yes"),
    "noted": lazy_gettext("somebody wrote a note"),
    "checked": lazy_gettext("a check was noted"),
    "written_to": lazy_gettext("a message went out"),
    "moved": lazy_gettext("it was confirmed, paused, closed or suspended"),
    "needs": lazy_gettext("a need was taken down for this person"),
    "set_aside": lazy_gettext("something was set aside for it on the shelf"),
    "used": lazy_gettext("something else was made with it"),
    "changed": lazy_gettext("somebody changed it"),
    "on_its_way": lazy_gettext("it is on its way, or was"),
}
COLUMN: Words = {name: lazy_gettext(words) for name, words in COLUMN_WORDS.items()}


def words_of_imports() -> dict[str, object]:
    """What the templates of sheets know besides."""
    return {
        "said": {
            "kind": KIND,
            "status": STATUS,
            "verdict": VERDICT,
            "known_by": KNOWN_BY,
            "fate": FATE,
            "in_the_way": IN_THE_WAY,
            "column": COLUMN,
        },
        "shade": {"status": STATUS_TINT, "verdict": VERDICT_TINT},
    }
