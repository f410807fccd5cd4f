"""How far a need has come, step by step, in plain words."""

from flask_babel import gettext

from matcher.service.needs_standing import Stage, Standing


def steps_of(seen: Standing, *, brought: bool = False) -> list[tuple[str, str]]:
    """Each step from asking to done, in plain words: `done`, `now`, or still to come.

    Whoever drove a run has `brought` it, and is not in touch about anything.
    """
    said_yes = bool(seen.helpers)
    done = [
        (gettext("You ask for help"), True),
        (gettext("You confirm that it was you"), seen.confirmed_at is not None),
        (gettext("We ask volunteers near you"), said_yes),
        (
            gettext("Somebody says yes, and brings it to you")
            if brought
            else gettext("Somebody says yes, and is in touch with you"),
            said_yes,
        ),
        (gettext("You are helped, and tell us so"), seen.stage is Stage.MET),
    ]
    now = next((index for index, (_words, over) in enumerate(done) if not over), None)
    return [
        (words, "done" if over else "now" if index == now else "")
        for index, (words, over) in enumerate(done)
    ]
