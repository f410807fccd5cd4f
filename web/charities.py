"""Charities for everybody: who helps where, what each says of itself, and registering one."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from matcher.domain.charities import CharityStanding, CharityWords
from matcher.domain.refusals import Conflict, Invalid
from matcher.service.askers import may_register
from matcher.service.charities import register_charity
from matcher.service.charities_public import charities_near, charity_called, others_like
from matcher.service.drawn_areas import AreaSeen, seen_area
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.typed_contact import typed_contact
from web.areas import typed_in
from web.board_words import borough_choices
from web.charities_forms import Register
from web.current import tools
from web.refusals import in_words

bp = Blueprint("charities", __name__, url_prefix="/charities")
# Somebody who registers ten an hour from one address registers none that we want.
MOST_REGISTRATIONS = 10


@bp.get("")
def show() -> str:
    """Who helps where: all verified charities, or those of one borough."""
    boroughs = [(one.value, one.label) for one in borough_choices()]
    borough = request.args.get("borough")
    borough = borough if borough in dict(boroughs) else None
    with tools().looking() as act:
        found = charities_near(act, borough)
        today = act.today
    return render_template(
        "charities/list.html", charities=found, boroughs=boroughs, borough=borough, today=today
    )


@bp.get("/<slug>")
def show_one(slug: str) -> str:
    """One charity, and whom else one can ask while it is full."""
    with tools().looking() as act:
        charity = charity_called(act, slug)
        if charity is None or charity.standing is CharityStanding.ENDED:
            abort(404)
        today = act.today
        full = charity.is_full_on(today)
        others = others_like(act, charity) if full else []
    area = seen_area(tools().gazetteer, charity.drawn) if charity.drawn else None
    return render_template(
        "charities/page.html", charity=charity, full=full, others=others, today=today, area=area
    )


@bp.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """A charity asks to be let in; it waits for its neighbours or an administrator."""
    form, seen = Register(), None
    if form.is_submitted():
        # Whoever only looks at what they have drawn is not told yet what else lacks. The key Enter
        # presses the same button, and means the whole form where nothing is drawn.
        looks_only = request.form.get("deed") == "look" and bool(form.corners.data)
        valid = looks_only or form.validate()
        seen = typed_in(form.corners, form.boroughs.data or ()).seen
        if looks_only:
            return _register_page(form, seen)
        words = form.words_or_mistakes(seen.boroughs if seen else frozenset())
        if not valid or words is None or form.errors:
            return _register_page(form, seen)
        try:
            slug = _registered(form, words, seen)
        except (Conflict, Invalid) as no:
            named = no.field if isinstance(no, Invalid) else "name"
            form[named if named in form._fields else "own_email"].errors = [in_words(no)]
        else:
            return redirect(url_for("charities.registered", slug=slug), 303)
    return _register_page(form, seen)


@bp.get("/<slug>/registered")
def registered(slug: str) -> str:
    """What happens next."""
    with tools().looking() as act:
        charity = charity_called(act, slug)
    if charity is None or charity.standing is not CharityStanding.PENDING:
        abort(404)
    return render_template("charities/registered.html", charity=charity)


def _register_page(form: Register, seen: AreaSeen | None) -> ResponseReturnValue:
    back = url_for("charities.show")
    page = render_template("charities/register.html", form=form, seen=seen, back=back)
    return page, 422 if form.errors else 200


def _registered(form: Register, words: CharityWords, seen: AreaSeen | None) -> str:
    """Keep it, once however often the button is pressed; return its short name."""
    contact = typed_contact("", form.own_email.data)
    assert contact.email is not None
    email = contact.email.address
    with tools().acting() as act:

        def do() -> Ids:
            allowance = may_register(act, request.remote_addr or "", most=MOST_REGISTRATIONS)
            if not allowance:
                wait = allowance.again_at - act.now
                raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))
            return {"charity": register_charity(act, words, email, seen)}

        asked = {"words": repr(words), "phone": words.phone, "email": [words.email, email]}
        asked["area"] = seen.area.as_text() if seen else ""
        charity_id = once_pressed(act, "charity", str(form.key.data), asked, do)["charity"]
        found = charity_called(act, id=str(charity_id))
    assert found is not None
    return found.slug
