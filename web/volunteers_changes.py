"""What a volunteer says of how they help: kinds, place, times, languages, limits, breaks.

The same pages ask it the first time, one after the other, and change it later.
"""

from datetime import time

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.service.offers import OfferWords, change_offer, pause_offer
from matcher.service.reach import boroughs_reached
from matcher.service.volunteers_limits import Limits, change_limits
from matcher.service.volunteers_page import OfferSummary, own_offer, own_summary
from web.current import tools
from web.forms import Question, choice
from web.needs_words import LANGUAGES, language_words, other_languages
from web.private_pages import keep_private
from web.refusals import in_words
from web.volunteers_forms import Bounds, Kinds, Rest, Times, Tongues
from web.volunteers_own import volunteer_behind

bp = Blueprint("changes", __name__, url_prefix="/v/<secret>")
keep_private(bp)

# In the order in which they are asked the first time.
NEXT = {
    "kinds": "place.home",
    "home": "changes.times",
    "times": "changes.tongues",
    "tongues": "changes.bounds",
    "bounds": "own.show",
}


@bp.route("/kinds", methods=["GET", "POST"])
def kinds(secret: str) -> ResponseReturnValue:
    """What somebody can do. Before there is a place, the answer goes along in the address."""
    offer = offer_behind(secret)
    form = Kinds(data=_known(offer, "categories", "provides"))
    if form.validate_on_submit():
        said = {"categories": form.categories.data, "provides": form.provides.data or []}
        if offer is None:
            return redirect(url_for("place.home", secret=secret, **said), 303)
        _change(secret, offer.id, **said)
        return onward(secret, "kinds")
    return page_of("kinds", secret, form, offer)


@bp.route("/times", methods=["GET", "POST"])
def times(secret: str) -> ResponseReturnValue:
    """Half-days that suit; none ticked is any time."""
    offer = offer_behind(secret)
    if offer is None:
        return redirect(url_for("changes.kinds", secret=secret), 303)
    days = {name: [one for one in offer.availability if one.startswith(name)] for name in _DAYS}
    form = Times(data=days)
    if form.validate_on_submit():
        _change(secret, offer.id, availability=form.half_days())
        return onward(secret, "times")
    return page_of("times", secret, form, offer, reached=reached_by(offer))


@bp.route("/languages", methods=["GET", "POST"])
def tongues(secret: str) -> ResponseReturnValue:
    """Languages that somebody can help in."""
    offer = offer_behind(secret)
    if offer is None:
        return redirect(url_for("changes.kinds", secret=secret), 303)
    form = Tongues(data=_known(offer, "languages"))
    offered = dict.fromkeys((*LANGUAGES, *sorted(offer.languages)))
    form.languages.choices = [choice(code, language_words(code)) for code in offered]
    others = [choice(code, name) for code, name in other_languages() if code not in offered]
    form.another.choices = [choice("", lazy_gettext("None")), *others]
    if form.validate_on_submit():
        more = [form.another.data] if form.another.data else []
        _change(secret, offer.id, languages=[*form.languages.data, *more])
        return onward(secret, "tongues")
    return page_of("tongues", secret, form, offer)


@bp.route("/limits", methods=["GET", "POST"])
def bounds(secret: str) -> ResponseReturnValue:
    """How much is enough: people at once, matches and messages a week, quiet hours."""
    offer = offer_behind(secret)
    if offer is None:
        return redirect(url_for("changes.kinds", secret=secret), 303)
    known = _limits_of(secret, offer)
    form = Bounds(data=known)
    _offer_as_it_is(form, known)
    if form.validate_on_submit():
        try:
            _keep_limits(secret, offer.id, form)
            return onward(secret, "bounds")
        except Conflict as no:
            form.capacity.errors = [in_words(no)]
        except Invalid as no:
            field = form.quiet_until if no.field in {"end", "start"} else form.matches_per_week
            field.errors = [in_words(no)]
    return page_of("bounds", secret, form, offer)


@bp.route("/break", methods=["GET", "POST"])
def rest(secret: str) -> ResponseReturnValue:
    """A break, until a day or until it is taken up."""
    offer = offer_behind(secret)
    if offer is None:
        return redirect(url_for("changes.kinds", secret=secret), 303)
    form = Rest(data={"until": offer.paused_until})
    if form.validate_on_submit():
        try:
            with tools().acting(f"volunteer:{volunteer_behind(secret)}") as act:
                pause_offer(act, offer.id, form.until.data)
            return redirect(url_for("own.show", secret=secret, said="resting"), 303)
        except Invalid as no:
            form.until.errors = [in_words(no)]
    return page_of("rest", secret, form, offer)


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def offer_behind(secret: str) -> OfferSummary | None:
    """What the volunteer of a private link offers, None before they have said so."""
    volunteer_id = volunteer_behind(secret)
    with tools().looking() as act:
        own_summary(act, volunteer_id)
        return own_offer(act, volunteer_id)


def _known(offer: OfferSummary | None, *names: str) -> dict[str, list[str]]:
    """What an offer says already, as the boxes of a form begin with it."""
    return {} if offer is None else {name: sorted(getattr(offer, name)) for name in names}


def _change(secret: str, offer_id: str, **said: object) -> None:
    words = OfferWords(**{name: frozenset(value) for name, value in said.items()})  # type: ignore[call-overload]
    with tools().acting(f"volunteer:{volunteer_behind(secret)}") as act:
        change_offer(act, offer_id, words)


def _limits_of(secret: str, offer: OfferSummary) -> dict[str, object]:
    with tools().looking() as act:
        known = own_summary(act, volunteer_behind(secret))
    first = "first" in request.args
    # Whoever says nothing is not woken: it is offered so, and can be unsaid.
    quiet = ("21:00", "09:00") if first else (_clock(known.quiet_from), _clock(known.quiet_until))
    return {
        "capacity": str(offer.capacity),
        "matches_per_week": _text(known.matches_per_week),
        "messages_per_week": _text(known.messages_per_week),
        "quiet_from": quiet[0],
        "quiet_until": quiet[1],
        "urgent": ["yes"] if known.urgent_at_any_hour else [],
    }


def _offer_as_it_is(form: Bounds, known: dict[str, object]) -> None:
    """Put what stands among the choices, where it was agreed in another way, such as by telephone.

    Else the page would show its first choice, and whoever keeps one thing would change another.
    """
    for name, value in known.items():
        field = form[name]
        if isinstance(value, str) and value not in {one.value for one in field.choices}:
            field.choices = [*field.choices, choice(value, value)]


def _keep_limits(secret: str, offer_id: str, form: Bounds) -> None:
    limits = Limits(
        quiet_from=_time(form.quiet_from.data),
        quiet_until=_time(form.quiet_until.data),
        messages_per_week=_number(form.messages_per_week.data),
        matches_per_week=_number(form.matches_per_week.data),
        urgent_at_any_hour=bool(form.urgent.data),
    )
    volunteer_id = volunteer_behind(secret)
    with tools().acting(f"volunteer:{volunteer_id}") as act:
        change_offer(act, offer_id, OfferWords(capacity=int(form.capacity.data)))
        change_limits(act, volunteer_id, limits)


def onward(secret: str, page: str) -> ResponseReturnValue:
    """To the next page the first time; later back to one's own."""
    if "first" in request.args:
        last = NEXT[page] == "own.show"
        said, first = ("ready", None) if last else (None, "1")
        return redirect(url_for(NEXT[page], secret=secret, said=said, first=first), 303)
    return redirect(url_for("own.show", secret=secret, said="changed"), 303)


def reached_by(offer: OfferSummary | None) -> tuple[str, ...]:
    """The names of the boroughs that an offer reaches."""
    if offer is None:
        return ()
    return boroughs_reached(tools().gazetteer, offer.place, offer.radius_m)


def page_of(
    name: str, secret: str, form: Question, offer: OfferSummary | None, **more: object
) -> ResponseReturnValue:
    """The page that asks one of these questions; 422 where something is to be mended."""
    page = render_template(
        f"own/{name}.html",
        secret=secret,
        form=form,
        offer=offer,
        first=offer is None or "first" in request.args,
        **more,
    )
    return page, 422 if form.errors else 200


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _clock(clock: time | None) -> str:
    return "" if clock is None else f"{clock:%H:%M}"


def _number(text: str) -> int | None:
    return int(text) if text else None


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
