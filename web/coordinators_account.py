"""One's own account: what it has, where one goes after signing in, the end of other sessions."""

from flask import (
    Blueprint,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from matcher.domain.roles import needs_second_step
from matcher.service.charities_own import charities_at
from web.accounts.shift import sign_out_elsewhere
from web.current import tools
from web.forms import Question
from web.signed_in import RECOVERED, for_set_up, page_wanted, signed_in

bp = Blueprint("account", __name__)


class Press(Question):
    """A button with nothing to fill in."""


@bp.get("/account")
@for_set_up
def show() -> ResponseReturnValue:
    """What one's account has, and what can be changed."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        own = [(one.name, desk.role_at(one.id)) for one in charities_at(act, desk)]
    return render_template(
        "coordinators/account.html",
        desk=desk,
        own=own,
        account=current_user.kept,
        press=Press(),
        wanted=needs_second_step(desk.role),
    )


@bp.get("/account/go-on")
@for_set_up
def arrive() -> ResponseReturnValue:
    """Signed in: on to the page that was wanted, which says so by being there."""
    get_flashed_messages()
    if session.pop(RECOVERED, False):
        flash(_after_recovery(current_user.kept.recovery_codes), "info")
    return redirect(page_wanted(), 303)


def _after_recovery(left: int) -> str:
    """What to do whose telephone may be lost: whoever finds it has codes that still work."""
    return (
        ngettext(
            "You came in by a recovery code, and one is left.",
            "You came in by a recovery code, and %(num)s are left.",
            left,
        )
        + " "
        + gettext(
            "If your telephone is lost, set another authenticator up under “My account”: then the "
            "old one lets nobody in any more."
        )
    )


@bp.get("/account/set-up")
@for_set_up
def after_set_up() -> ResponseReturnValue:
    """A second step is set up; whoever has no recovery codes yet draws them now."""
    drawn = current_user.kept.recovery_codes > 0
    return redirect(url_for("account.show" if drawn else "security.mf_recovery_codes"), 303)


@bp.post("/account/sign-out-everywhere")
@for_set_up
def end_sessions() -> ResponseReturnValue:
    """End every other session; this one goes on."""
    sign_out_elsewhere()
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("account.show"), 303)
