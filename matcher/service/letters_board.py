"""What the board says of letters that did not go out; calls that nobody has to make any more."""

from matcher.messages.delivery import Trouble, trouble_in_words
from matcher.messages.translate import Translate
from matcher.service.acting import Act
from matcher.service.overtaken import overtaken
from matcher.storage.reading.outbox import waiting_for_a_person
from matcher.storage.writing.sending import drop

MOST_CALLS = 200


def why_not_sent(last_error: str, translate: Translate) -> str:
    """Why the last try did not go well, in one plain sentence with who can mend it.

    What is none of a sender's troubles is one of ours: the letter could not be read.
    """
    if last_error in {*Trouble}:
        return trouble_in_words(Trouble(last_error), translate)
    _ = translate
    return _("it could not be read here; an administrator looks at the key.")


def drop_overtaken_calls(act: Act, most: int = MOST_CALLS) -> int:
    """Let go of letters that wait for a person and need not be told any more; how many."""
    found = waiting_for_a_person(act.store, now=act.now, most=most)
    over = [one.row.id for one in found if overtaken(one, act.now)]
    drop(act.store, over)
    return len(over)
