"""A button of the board pressed twice does its work once, by the form's own key."""

from collections.abc import Callable

from matcher.service.acting import Act
from matcher.service.once_pressed import once_pressed
from web.forms import Question


def press_once(act: Act, page: str, form: Question, do: Callable[[], object], *said: str) -> None:
    """Do it, unless this filling-in of the form has done it; `said` is all that was filled in."""

    def did() -> dict[str, str | None]:
        do()
        return {}

    once_pressed(act, f"{page}:{act.by}"[:90], str(form.key.data), {"said": said}, did)
