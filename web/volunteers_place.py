"""Where a volunteer starts from and how far they go: by postcode, from a list, or on a map.

The list holds what the map does, so nobody needs the map, a mouse or scripts.
"""

from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from matcher.domain.refusals import Invalid
from matcher.service.areas import areas_of_london, near, place_at, place_of_area
from matcher.service.board_outlines import outlines_of
from matcher.service.offers import OfferWords, change_offer, make_offer
from matcher.service.volunteers_page import OfferSummary, own_offer
from matcher.service.whereabouts import Whereabouts, place_of_postcode
from web.current import tools
from web.forms import Question, choice
from web.private_pages import keep_private
from web.refusals import in_words
from web.volunteers_changes import offer_behind, onward, page_of, reached_by
from web.volunteers_forms import Home, how_far, one_of_a_list
from web.volunteers_own import volunteer_behind
from web.volunteers_words import near_in_words

bp = Blueprint("place", __name__, url_prefix="/v/<secret>")
keep_private(bp)
# The same for everybody, and told to everybody: outlines of boroughs.
outlines = Blueprint("outlines", __name__)
OUTLINES_KEPT_S = 86_400


class OnTheMap(Question):
    """An area of the list, or a point of the map, which only a script can fill in."""

    area = one_of_a_list(lazy_gettext("Choose from the list"), [])
    at = HiddenField()
    radius = how_far()

    def validate_area(self, field: Field) -> None:
        if not field.data and not self.at.data:
            raise StopValidation(lazy_gettext("Choose an area from the list, or on the map."))


@bp.route("/home", methods=["GET", "POST"])
def home(secret: str) -> ResponseReturnValue:
    """By postcode."""
    offer = offer_behind(secret)
    if offer is None and not request.args.getlist("categories"):
        return redirect(url_for("changes.kinds", secret=secret), 303)
    known = {} if offer is None else {"postcode": offer.postcode, "radius": str(offer.radius_m)}
    form = Home(data=known)
    if form.validate_on_submit():
        try:
            place = place_of_postcode(tools().gazetteer, form.postcode.data)
            return _kept(secret, offer, place, int(form.radius.data))
        except Invalid as no:
            form.postcode.errors = [in_words(no)]
    return _page("home", secret, form, offer)


@bp.route("/home/map", methods=["GET", "POST"])
def on_a_map(secret: str) -> ResponseReturnValue:
    """From the list, or on the map beside it."""
    offer = offer_behind(secret)
    if offer is None and not request.args.getlist("categories"):
        return redirect(url_for("changes.kinds", secret=secret), 303)
    form = OnTheMap(data={} if offer is None else {"radius": str(offer.radius_m)})
    names = tools().gazetteer.borough_names()
    form.area.choices = [choice("", lazy_gettext("Choose an area"))] + [
        choice(f"{borough} {outward}", f"{names[borough]}: {outward}")
        for borough, areas in areas_of_london(tools().gazetteer).items()
        for outward in areas
    ]
    if form.validate_on_submit():
        try:
            place = _place(form.at.data or "", form.area.data)
            return _kept(secret, offer, place, int(form.radius.data))
        except Invalid as no:
            form.area.errors = [in_words(no)]
    return _page("home_map", secret, form, offer)


@bp.get("/home/near")
def near_there(secret: str) -> ResponseReturnValue:
    """What a point of the map or an area of the list would be called, for the script."""
    volunteer_behind(secret)
    try:
        place = _place(request.args.get("at", ""), request.args.get("area", ""))
    except Invalid as no:
        return jsonify(words=in_words(no), at=None)
    # A script writes it as it is; the names keep their direction by marks of their own.
    words = near_in_words(near(tools().gazetteer, place.point), "\u2068{}\u2069".format)
    chosen = gettext("You have chosen a place %(near)s.", near=words)
    return jsonify(words=chosen, at=[place.point.easting, place.point.northing])


@outlines.get("/places/boroughs.json")
def boroughs() -> ResponseReturnValue:
    """Outlines of London's boroughs, in metres of the grid."""
    answer = jsonify(outlines=outlines_of(tools().gazetteer))
    answer.headers["Cache-Control"] = f"public, max-age={OUTLINES_KEPT_S}"
    return answer


def _place(at: str, area: str) -> Whereabouts:
    """What was chosen; the map's last word counts, since it empties the list."""
    if at:
        easting, _, northing = at.partition(",")
        if not (easting.isdecimal() and northing.isdecimal() and len(at) < 16):
            raise Invalid("Please choose an area from the list, or on the map.", "at")
        return place_at(tools().gazetteer, int(easting), int(northing))
    borough, _, outward = area.partition(" ")
    return place_of_area(tools().gazetteer, borough, outward)


def _kept(
    secret: str, offer: OfferSummary | None, place: Whereabouts, radius_m: int
) -> ResponseReturnValue:
    words = OfferWords(place=place, radius_m=radius_m)
    if offer is None:
        _make(secret, words)
        return redirect(url_for("changes.times", secret=secret, first="1"), 303)
    with tools().acting(f"volunteer:{volunteer_behind(secret)}") as act:
        change_offer(act, offer.id, words)
    return onward(secret, "home")


def _make(secret: str, words: OfferWords) -> None:
    whole = OfferWords(
        categories=frozenset(request.args.getlist("categories")),
        provides=frozenset(request.args.getlist("provides")),
        place=words.place,
        radius_m=words.radius_m,
    )
    volunteer_id = volunteer_behind(secret)
    with tools().acting(f"volunteer:{volunteer_id}") as act:
        # Pressed twice, the second finds what the first made.
        if own_offer(act, volunteer_id) is None:
            make_offer(act, volunteer_id, whole)


def _page(
    name: str, secret: str, form: Question, offer: OfferSummary | None
) -> ResponseReturnValue:
    said: dict[str, Any] = {
        one: request.args.getlist(one) for one in ("categories", "provides", "first")
    }
    return page_of(
        name,
        secret,
        form,
        offer,
        reached=reached_by(offer),
        near=None if offer is None else near(tools().gazetteer, offer.place),
        other_page=url_for(
            "place.on_a_map" if name == "home" else "place.home", secret=secret, **said
        ),
    )
