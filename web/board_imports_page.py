"""One sheet on the board: how far the work is, its rows, its days, or what came of it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.imports import Fate, ImportStatus, Verdict
from matcher.service.imports.pages import InTheWay, import_page, lines_seen
from matcher.service.imports.stop_pages import days_it_is_for
from web.coordinators_account import Press
from web.current import tools
from web.signed_in import signed_in


def one_page(
    import_id: str, *, in_the_way: tuple[int, list[InTheWay]] | None = None
) -> ResponseReturnValue:
    """A sheet as it stands, with what stands in the way of undoing it where that was asked."""
    desk = signed_in()
    said, after = request.args.get("rows", ""), request.args.get("after", "0")
    verdict = Verdict(said) if said in {*Verdict} else None
    fate = Fate(said) if said in {*Fate} - {*Verdict} else None
    with tools().looking(desk.actor) as act:
        page = import_page(act, desk, import_id)
        if page.status is ImportStatus.READ:
            return redirect(url_for("board_imports_columns.show", import_id=import_id), 303)
        line = int(after) if after.isdecimal() and len(after) < 8 else 0
        lines, on = lines_seen(act, desk, import_id, verdict=verdict, fate=fate, after=line)
        days, now = days_it_is_for(act, desk, import_id), act.now
    html = render_template(
        "board/imports/one.html",
        desk=desk,
        page=page,
        lines=lines,
        on=on,
        verdict=verdict,
        rows=said if verdict or fate else "",
        after=line,
        days=days,
        in_the_way=in_the_way,
        press=Press(formdata=None),
        may_undo=bool(page.undo_until and now.date() <= page.undo_until),
    )
    return html, 409 if in_the_way else 200
