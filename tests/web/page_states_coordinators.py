"""The pages of charities' staff, with a small town on the board; somebody is signed in."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from matcher.domain.imports import SheetKind
from matcher.domain.roles import Role
from matcher.service.accounts.invite import AskedStaff, invite
from matcher.service.accounts.keeping import keep_passkey
from matcher.service.accounts.passwords import hashed
from matcher.storage.tables import RotaShiftRow
from tests.web.browsing import Looker
from tests.web.soft_key import SoftKey
from tests.web.staffed import (
    Staffed,
    a_day_with_a_list,
    a_member,
    a_member_of,
    a_sheet_of,
    a_town,
    cookie_of,
)

# Rules of pages that have a state under another name than their own.
RULES = {
    "/account",
    "/account/passkeys",
    "/account/password",
    "/account/password-again",
    "/account/recovery-codes",
    "/account/second-step",
    "/board",
    "/board/map",
    "/board/messages",
    "/board/needs/<need_id>",
    "/board/ring",
    "/board/rota",
    "/board/rota/set-up",
    "/board/rota/shifts/<shift_id>",
    "/board/rota/slots/<slot_id>",
    "/board/rota/slots/<slot_id>/change",
    "/board/rota/volunteers/<volunteer_id>",
    "/board/rounds",
    "/board/rounds/<round_id>",
    "/board/sheets",
    "/board/sheets/<import_id>",
    "/board/sheets/<import_id>/columns",
    "/board/take-down",
    "/board/volunteers",
    "/board/volunteers/<volunteer_id>",
    "/i/<token>",
    "/sign-in",
    "/sign-in/help",
    "/sign-in/passkey",
    "/sign-in/recovery-code",
    "/sign-in/second-step",
    "/staff",
    "/staff/<account_id>",
    "/staff/invite",
}
# Made of the same parts as those above, and looked at by their own tests.
LIKE_THE_OTHERS = {
    # These lead on, or are closed.
    "/account/go-on",
    "/account/passkeys/remove",
    "/account/set-up",
    "/sign-in/lost",
    # The same page as of a letter.
    "/sign-in/help/<token>",
    "/sign-in/which-step",
    "/board/map.json",
    # The same form as of a slot that is changed.
    "/board/rota/slots/new",
    "/shift/<shift_id>",
    "/shift/<shift_id>/stop",
    "/board/sheets/<import_id>/to-mend.csv",
    "/i/<secret>/stop",
}
PASSWORD = "three green bicycles"
Look = Callable[[Looker, Page], None]


def a_shift(looker: Looker, page: Page, role: Role = Role.COORDINATOR) -> Staffed:
    """Sign somebody of a town's charity in."""
    assert looker.tools is not None
    town = a_town(looker.tools)
    account = a_member_of(looker.tools, town, role)
    cookie = cookie_of(looker.tools, account)
    page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
    return town


def at(path: str, role: Role = Role.COORDINATOR) -> Look:
    """A page of staff; names in braces are ids of the town."""

    def look(looker: Looker, page: Page) -> None:
        town = a_shift(looker, page, role)
        looker.go(page, path.format(**{n: getattr(town, n) for n in Staffed.__slots__}))

    return look


def with_details(looker: Looker, page: Page) -> None:
    """A need's page after a deliberate look, with a candidate's rule to be set aside."""
    at("/board/needs/{need_id}")(looker, page)
    page.locator("form[action$='/details'] button").click()
    page.locator("[data-details]").wait_for()


def with_mistakes(path: str) -> Look:
    """Sent empty by whoever may."""

    def look(looker: Looker, page: Page) -> None:
        at(path, Role.ADMINISTRATOR)(looker, page)
        page.locator("main form:not(.nh-press) button.govuk-button").last.click()
        page.locator(".govuk-error-summary").wait_for()

    return look


def with_names(looker: Looker, page: Page) -> None:
    """The week of the first shift, with first names for the printer."""
    assert looker.tools is not None
    today = looker.tools.now().date()
    week = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    at(f"/board/rota?week={week}")(looker, page)
    page.locator("form[action*='/names'] button").click()
    page.get_by_text("Val").first.wait_for()


def changed(looker: Looker, page: Page) -> None:
    """A slot that is changed, to hours that are none."""
    at("/board/rota/slots/{slot_id}/change")(looker, page)
    page.fill("#starts", "later")
    page.locator("main form button.govuk-button").last.click()
    page.locator(".govuk-error-summary").wait_for()


def begun(looker: Looker, page: Page) -> None:
    """A shift that has begun, so that it can be noted who came."""
    town = a_shift(looker, page)
    assert looker.tools is not None
    with looker.tools.acting() as act:
        row = act.store.get_one(RotaShiftRow, town.shift_id)
        row.starts_at, row.ends_at = (act.now - timedelta(hours=h) for h in (3, 1))
    looker.go(page, f"/board/rota/shifts/{town.shift_id}")


def mapped(looker: Looker, page: Page) -> None:
    at("/board/map")(looker, page)
    page.locator(".nh-map__square").first.wait_for()


def invited(looker: Looker, page: Page) -> None:
    assert looker.tools is not None
    town = a_town(looker.tools)
    with looker.tools.acting("machine") as act:
        email = f"{town.need_id[:8]}@example.org"
        secret = invite(act, AskedStaff(email, Role.ADMINISTRATOR))
    looker.go(page, f"/i/{secret}")


def sent_empty(path: str) -> Look:
    """A page for whoever is not signed in yet."""

    def look(looker: Looker, page: Page) -> None:
        looker.go(page, path)
        page.locator("main form button").first.click()
        page.locator(".govuk-error-summary").wait_for()

    return look


def half_in(looker: Looker, page: Page, *, passkey: bool = False) -> None:
    """The password was right; the second step is to come."""
    assert looker.tools is not None
    account = a_member(looker.tools, "intake", password=hashed(PASSWORD), second_step=not passkey)
    if passkey:
        with looker.tools.acting() as act:
            keep_passkey(act, account.id, SoftKey(account.id.encode()).made())
    looker.go(page, "/sign-in")
    page.fill("#email", account.email)
    page.fill("#password", PASSWORD)
    page.locator("main form button").first.click()


def with_a_wrong_code(looker: Looker, page: Page) -> None:
    half_in(looker, page)
    page.fill("#code", "000000")
    page.locator("main form button").last.click()
    page.locator(".govuk-error-summary").wait_for()


def with_a_wrong_recovery_code(looker: Looker, page: Page) -> None:
    half_in(looker, page)
    page.locator("#code").wait_for()
    page.wait_for_load_state("load")
    sent_empty("/sign-in/recovery-code")(looker, page)


def setting_up(looker: Looker, page: Page) -> None:
    """The picture, after a first code that was wrong."""
    at("/account/second-step")(looker, page)
    page.locator("main form button").click()
    page.fill("#code", "000000")
    page.locator("main form button").last.click()
    page.locator(".govuk-error-summary").wait_for()


def password_again(looker: Looker, page: Page) -> None:
    """Signed in hours ago, and now about to change how."""
    at("/account/password-again")(looker, page)
    page.locator("main form button").click()
    page.locator(".govuk-error-summary").wait_for()


def with_codes(looker: Looker, page: Page) -> None:
    at("/account/recovery-codes")(looker, page)
    page.locator("main form button").click()
    page.locator(".nh-codes").wait_for()


def ringing(looker: Looker, page: Page) -> None:
    at("/board/ring")(looker, page)
    page.locator("main .nh-press button").first.click()
    page.locator(".nh-call").wait_for()


def of_a_round(looker: Looker, page: Page) -> None:
    """The page of the latest round, from the list of all."""
    at("/board/rounds")(looker, page)
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/board/rounds/*")


def with_rows(path: str) -> Look:
    """A page of a sheet, with its table: a page that says sorry would be as readable."""

    def look(looker: Looker, page: Page) -> None:
        at(path)(looker, page)
        page.locator("tbody tr").first.wait_for()

    return look


def list_columns(looker: Looker, page: Page) -> None:
    """The columns of a delivery list, with days to choose from: what other kinds ask, and more."""
    town = a_shift(looker, page)
    assert looker.tools is not None
    with looker.tools.acting() as act:
        a_day_with_a_list(act, town, act.today)
        id = a_sheet_of(act, town.charity_id, SheetKind.STOPS, b"Who,Boxes\nRosa,2\n")
    looker.go(page, f"/board/sheets/{id}/columns")
    page.locator("#default_day option").nth(1).wait_for(state="attached")


def sending_nothing(looker: Looker, page: Page) -> None:
    at("/board/sheets")(looker, page)
    page.locator("main form[enctype] button").click()
    page.locator(".govuk-error-summary").wait_for()


STATES: dict[str, Look] = {
    "sign-in-mistakes": sent_empty("/sign-in"),
    "sign-in-help-mistakes": sent_empty("/sign-in/help"),
    "invited": invited,
    "account": at("/account"),
    "second-step-set-up": at("/account/second-step"),
    "second-step-picture": setting_up,
    "second-step-mistakes": with_a_wrong_code,
    "recovery-code-mistakes": with_a_wrong_recovery_code,
    "second-step-passkey": lambda looker, page: half_in(looker, page, passkey=True),
    "password-again-mistakes": password_again,
    "password-mistakes": with_mistakes("/account/password"),
    "recovery-codes": with_codes,
    "passkeys": at("/account/passkeys"),
    "staff": at("/staff", Role.ADMINISTRATOR),
    "staff-member": at("/staff/{colleague_id}", Role.ADMINISTRATOR),
    "staff-invite-mistakes": with_mistakes("/staff/invite"),
    "board": at("/board"),
    "board-map": mapped,
    "need-on-the-board": with_details,
    "sheets-mistakes": sending_nothing,
    "sheet-columns": list_columns,
    "sheet-looked-through": with_rows("/board/sheets/{import_id}?rows=duplicate"),
    "take-down-mistakes": with_mistakes("/board/take-down"),
    "messages": at("/board/messages"),
    "people-to-ring": ringing,
    "volunteers-list": at("/board/volunteers"),
    "volunteer-on-the-board": at("/board/volunteers/{volunteer_id}"),
    "rota-week": with_names,
    "rota-shift": begun,
    "rota-slot": at("/board/rota/slots/{slot_id}"),
    "rota-slot-mistakes": changed,
    "rota-person-mistakes": with_mistakes("/board/rota/volunteers/{volunteer_id}"),
    "rota-set-up": at("/board/rota/set-up"),
    "rounds": at("/board/rounds"),
    "one-round": of_a_round,
}
