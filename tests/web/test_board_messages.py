"""The board says in words why a letter did not go out."""

import re
from pathlib import Path

from matcher.domain.roles import Role
from matcher.storage.tables import NeedRow, OutboxRow
from tests.matcher.service.sending import a_posted_letter
from tests.web.sites import living_tools
from tests.web.staffed import a_member_of, a_town, signed_in
from tests.web.test_board import press
from web.app import create_app


def test_a_letter_that_failed_is_shown_with_what_can_be_done(tmp_path: Path):
    tools = living_tools(tmp_path)
    town = a_town(tools)
    with tools.acting() as act:
        for error in ("address_refused", "cannot_be_read"):
            posted = a_posted_letter(act.store, need_id=town.need_id)
            row = act.store.get_one(OutboxRow, posted.id)
            row.state, row.last_error = "failed", error
    visitor = signed_in(create_app(tools), tools, a_member_of(tools, town, Role.COORDINATOR))
    page = visitor.get("/board/messages").text
    assert "this number or address was refused; ask the person for another one." in page
    assert "it could not be read here; an administrator looks at the key." in page
    assert "address_refused" not in page
    with tools.looking() as act:
        reference = act.store.get_one(NeedRow, town.need_id).reference
    ring = visitor.get("/board/ring").text
    for shown in (page, ring):
        assert re.search(rf'href="/board/needs/{town.need_id}">(<[^>]+>)*{reference}<', shown)
    assert f'visually-hidden" translate="no"> {reference}<' in ring
    called = press(visitor, f"/board/ring/{town.message_id}").text
    assert "What they answer is noted on the page of the need:" in called
    assert "<dt>Reads</dt><dd>English</dd>" in called
    tools.database.close()
