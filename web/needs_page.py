"""A resident's own page: how their need stands, and what they say of whoever helps."""

from collections.abc import Callable, Collection

from flask import Blueprint, json, redirect, render_template, request, url_for
from flask import Response as Answer
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.contact import ContactWay
from matcher.domain.deadlines import unconfirmed_need_expires_at
from matcher.domain.london_time import in_london
from matcher.domain.outcomes import WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Conflict
from matcher.domain.run_days import ARRIVED
from matcher.domain.waits import rough
from matcher.service.acting import Act
from matcher.service.charities_public import holder_of
from matcher.service.matches_resident import agree_to_details, confirm_done, say_not_done
from matcher.service.matches_withdrawn import withdraw_match
from matcher.service.needs_dates import coming_dates, shown_first
from matcher.service.needs_running_out import say_still_needed
from matcher.service.needs_standing import Stage, Standing, at_own_page, first_names_again
from matcher.service.once_pressed import once_pressed
from matcher.service.own_record import everything_of, what_was_done, who_looked
from matcher.service.referrals_consent import handing_on
from matcher.service.runs_told import delivery_to
from web.current import tools
from web.forms import Question
from web.needs_how_far import steps_of
from web.needs_log_words import rows_of_deeds, rows_of_looks
from web.needs_names import nobody_translates, seen_with_names
from web.needs_wait import outlook_of, waits_long
from web.private_pages import keep_private

bp = Blueprint("needs_page", __name__, url_prefix="/n/<secret>")
keep_private(bp)

# What a page says after something was pressed, so that nobody wonders whether it worked.
NEWS = {
    "confirmed": lazy_gettext("Thank you, it is confirmed. We start looking now."),
    "rung": lazy_gettext("There is no code to type in: somebody from your local group rings you."),
    "sent": lazy_gettext("A new code is on its way. The one before it no longer works."),
    "changed": lazy_gettext("It is changed."),
    "contact": lazy_gettext("Thank you. From now on we reach you there."),
    "paused": lazy_gettext("It is paused. Nobody is asked until you say so."),
    "reopened": lazy_gettext("We are looking again."),
    "withdrawn": lazy_gettext("It is withdrawn. Whoever was coming has been told."),
    "again": lazy_gettext("You have asked again. This is your new page."),
    "done": lazy_gettext("Good to hear. We have thanked them."),
    "not-done": lazy_gettext("We are sorry. We look for somebody else."),
    "agree": lazy_gettext("They can be in touch with you now."),
    "refuse": lazy_gettext("They have been told kindly. We look for somebody else."),
    "thanked": lazy_gettext("They will find your words on their own page."),
    "wrong": lazy_gettext("Your local group has it now, and will look into it."),
    "still": lazy_gettext("Thank you. We go on looking."),
    "left-out": lazy_gettext("Nobody comes on that day. Whoever was coming has been told."),
    "wanted-again": lazy_gettext("We look for somebody for that day."),
    "not-in": lazy_gettext("Thank you for telling us. The driver knows."),
    "in": lazy_gettext("Good. The driver knows that you are in."),
    "may-go": lazy_gettext("Thank you. We ask them now, and you can take your yes back."),
    "may-not": lazy_gettext("Thank you for telling us. It stays where it is."),
    "took-back": lazy_gettext("It is taken back."),
    "late": lazy_gettext("Something changed before you pressed that. This is how it stands now."),
    "stopped": lazy_gettext("We will not write to you that way any more."),
}
# What is over is neither paused nor withdrawn.
_OF_WHAT_IS_OPEN = frozenset({"needs/pause.html", "needs/withdraw.html"})
_STILL_ASKED = (Stage.UNCONFIRMED, Stage.LOOKING, Stage.ASKING)
_WRITTEN = (ContactWay.TEXT, ContactWay.EMAIL)
Verb = Callable[[Act, Standing], object]


@bp.get("")
def show(secret: str) -> str:
    """How it stands, what happens next and when."""
    return _page(secret, "needs/page.html")


@bp.get("/asked")
def asked(secret: str) -> ResponseReturnValue:
    """The end of the journey: the reference, the link to keep, and what to do now.

    Whoever comes back to it later is shown how it stands instead.
    """
    page = _page(secret, "needs/asked.html", only=_STILL_ASKED, link=own_link(secret))
    return page or redirect(url_for("needs_page.show", secret=secret), 303)


@bp.post("/helpers/<match_id>/<deed>")
def say(secret: str, match_id: str, deed: str) -> ResponseReturnValue:
    """It was done, it was not; this person may know who I am, or somebody else please."""
    verbs: dict[str, Callable[[Act], object]] = {
        "done": lambda act: confirm_done(act, match_id),
        "not-done": lambda act: say_not_done(act, match_id),
        "agree": lambda act: agree_to_details(act, match_id),
        "refuse": lambda act: withdraw_match(
            act, match_id, WithdrawnBy.RESIDENT, WithdrawalReason.NOT_THIS_PERSON
        ),
    }
    form = Question()
    if deed not in verbs or not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)

    def verb(act: Act, seen: Standing) -> None:
        seen.helper(match_id)
        verbs[deed](act)

    return press(secret, deed, form.key.data, verb, match=match_id)


@bp.post("/still")
def still(secret: str) -> ResponseReturnValue:
    """Say that the help is still wanted: what nobody says so of is closed in the end."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    return press(
        secret, "still", form.key.data, lambda act, seen: say_still_needed(act, seen.need_id)
    )


@bp.get("/looks")
def looks(secret: str) -> str:
    """Who saw what was told us, and what was done with it."""
    with tools().looking() as act:
        act, seen = at_own_page(act, secret)
        return render_template(
            "needs/looks.html",
            secret=secret,
            seen=seen,
            form=Question(),
            looks=rows_of_looks(who_looked(act, seen.person_id)),
            deeds=rows_of_deeds(what_was_done(act, seen.person_id)),
        )


@bp.post("/copy")
def copy(secret: str) -> ResponseReturnValue:
    """Everything that is kept about them, as a file."""
    with tools().acting() as act:
        act, seen = at_own_page(act, secret)
        everything = everything_of(act, seen.person_id)
    answer = Answer(
        json.dumps(everything, ensure_ascii=False, indent=2), content_type="application/json"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="nearhand.json"'
    return answer


def press(secret: str, page: str, key: str, verb: Verb, **asked: object) -> Response:
    """Do what a button says, once however often it is pressed, and go back to the page.

    What comes too late, from a page that was open for long or in another window, changes nothing:
    the page says how it stands better than a page of errors would.
    """
    try:
        with tools().acting() as act:
            act, seen = at_own_page(act, secret)

            def do() -> dict[str, str | None]:
                verb(act, seen)
                return {"need": seen.need_id}

            once_pressed(act, page, key, {"need": seen.need_id, **asked}, do)
    except Conflict:
        if page == "changed":
            raise
        return redirect(url_for("needs_page.show", secret=secret, news="late"), 303)
    news = page if page in NEWS else None
    return redirect(url_for("needs_page.show", secret=secret, news=news), 303)


def asking_page(secret: str, template: str, form: Question) -> ResponseReturnValue:
    """A page of the resident's own that asks one thing, with the way back."""
    with tools().looking() as act:
        _own, seen = at_own_page(act, secret)
    back = url_for("needs_page.show", secret=secret)
    if seen.closed and template in _OF_WHAT_IS_OPEN:
        return redirect(back, 303)
    page = render_template(template, form=form, seen=seen, secret=secret, back=back)
    return page, 422 if form.errors else 200


def own_link(secret: str) -> str:
    """The address of the page in full, as it is kept or written down."""
    return tools().config.web.public_url.rstrip("/") + url_for("needs_page.show", secret=secret)


def _page(
    secret: str, template: str, only: Collection[Stage] = frozenset(Stage), **more: object
) -> str:
    """The page of a need; an empty one where it stands otherwise than `only` such needs do."""
    with tools().looking() as act:
        own, seen = at_own_page(act, secret)
        if seen.stage not in only:
            return ""
        names = first_names_again(own, seen)
        near = outlook_of(act, seen)
        looked_after_by = holder_of(act, seen.need_id)
        delivery = delivery_to(act, seen.need_id)
        elsewhere = handing_on(act, seen.need_id)
    if names is None:
        seen, names = seen_with_names(secret)
    deadlines = tools().rules.deadlines
    return render_template(
        template,
        secret=secret,
        seen=seen,
        names=names,
        looked_after_by=looked_after_by,
        near=near,
        elsewhere=elsewhere,
        delivery=delivery,
        borough=tools().gazetteer.borough_names().get(seen.borough, ""),
        confirm_by=unconfirmed_need_expires_at(seen.registered_at, deadlines),
        answer_within=rough(deadlines.answer(seen.urgency)),
        category=CATEGORY_BY_SLUG[seen.category].name,
        reachable=seen.reached_by in _WRITTEN,
        steps=steps_of(seen, brought=delivery is not None and delivery.status in ARRIVED),
        nobody_translates=nobody_translates,
        news=NEWS.get(request.args.get("news", "")),
        late=request.args.get("news") == "late",
        form=Question(),
        waits_long=waits_long(seen),
        **_day_by_day(seen),
        **more,
    )


def _day_by_day(seen: Standing) -> dict[str, object]:
    """What the page says of single days and of whoever comes, or came, on them."""
    today = in_london(tools().now()).date()
    helpers, earlier = shown_first(seen, today)
    dates = coming_dates(seen, today)
    return {"helpers": helpers, "earlier": earlier, "dates": dates, "today": today}
