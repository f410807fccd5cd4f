"""The pages of volunteers that hold few words, looked at in one window: small, then large."""

import pytest

from tests.web.browsing import DESK_PX, PHONE_PX, as_lines, findings, keep_picture, sideways
from tests.web.kept_window import KeptWindow
from tests.web.page_states_volunteers import OTHERS
from tests.web.pseudo import CODE as PSEUDO
from web.languages import ENGLISH


@pytest.mark.parametrize("name", OTHERS)
def test_axe_finds_nothing_and_nothing_sticks_out(kept_window: KeptWindow, name: str):
    for width, language in ((PHONE_PX, PSEUDO), (DESK_PX, ENGLISH)):
        with kept_window.page(language) as page:
            page.set_viewport_size({"width": width, "height": 900})
            OTHERS[name](kept_window.looker, page)
            keep_picture(page, f"{name}-{width}-{language}")
            assert not (wide := sideways(page)), as_lines(wide)
            assert not (found := findings(page)), as_lines(found)
