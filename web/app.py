"""The pages of one process, put together: `create_app(tools)`. Nothing happens at import."""

from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

from flask import Blueprint, Flask

from matcher.bootstrap import Tools
from matcher.config_web import Mode
from web import (
    about,
    areas,
    board,
    board_areas,
    board_charities,
    board_drivers,
    board_imports,
    board_imports_columns,
    board_letters,
    board_messages,
    board_need,
    board_referrals,
    board_rota,
    board_rota_people,
    board_rota_slots,
    board_rounds,
    board_shared,
    board_taking_down,
    board_volunteers,
    calendar,
    cards,
    charities,
    coordinators_account,
    coordinators_invited,
    coordinators_member,
    coordinators_staff,
    current,
    diet_words,
    drive_invited,
    driving,
    driving_worker,
    errors,
    formats,
    forms,
    health,
    home,
    languages,
    measures,
    needs,
    needs_change,
    needs_confirm,
    needs_delivery,
    needs_handing_on,
    needs_leave,
    needs_page,
    needs_words_back,
    own_charities,
    own_rota,
    proposals,
    reach,
    runs,
    runs_count,
    runs_day,
    runs_drivers,
    runs_run,
    runs_setting_aside,
    runs_stop,
    staff_directory,
    stock,
    stock_items,
    stock_lots,
    stock_picking,
    stock_receive,
    style,
    volunteers,
    volunteers_changes,
    volunteers_own,
    volunteers_place,
    volunteers_stop,
)
from web.accounts.site import sign_people_in
from web.addresses import Addresses
from web.api.site import open_api
from web.assets import Assets
from web.request_log import follow_requests, logger, request_id
from web.security import secure
from web.spoken import SpokenTemplates

# One blueprint for each noun; a new one is one line here.
BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    about.bp,
    languages.bp,
    health.bp,
    measures.bp,
    volunteers.bp,
    volunteers.proof,
    volunteers_own.bp,
    volunteers_changes.bp,
    volunteers_place.bp,
    volunteers_place.outlines,
    volunteers_stop.bp,
    own_charities.bp,
    own_rota.bp,
    reach.bp,
    proposals.bp,
    calendar.bp,
    coordinators_invited.bp,
    coordinators_account.bp,
    coordinators_staff.bp,
    coordinators_member.bp,
    board.bp,
    board_taking_down.bp,
    board_need.bp,
    board_messages.bp,
    board_volunteers.bp,
    board_rounds.bp,
    board_imports.bp,
    board_imports_columns.bp,
    runs.bp,
    runs_day.bp,
    runs_drivers.bp,
    runs_stop.bp,
    runs_count.bp,
    runs_run.bp,
    runs_setting_aside.bp,
    driving.bp,
    driving_worker.bp,
    board_rota.bp,
    board_rota_slots.bp,
    board_rota_people.bp,
    board_charities.bp,
    board_areas.bp,
    board_drivers.bp,
    drive_invited.bp,
    board_shared.bp,
    board_referrals.bp,
    board_letters.bp,
    staff_directory.bp,
    charities.bp,
    areas.bp,
    stock.bp,
    stock_items.bp,
    stock_receive.bp,
    stock_receive.thanks,
    stock_lots.bp,
    stock_picking.bp,
    needs.bp,
    needs_page.bp,
    needs_confirm.bp,
    needs_change.bp,
    needs_leave.bp,
    needs_handing_on.bp,
    needs_words_back.bp,
    needs_delivery.bp,
)
# Pages that only onlookers and tests see.
BLUEPRINTS_OF_THE_DEMO: tuple[Blueprint, ...] = (style.bp,)


class Site(Flask):
    """Flask, but for four things: what it says of our own faults carries nobody's words, its
    templates are code in each language, it does not look at each of our functions each time
    whether it might be a coroutine, and it works out the address of each page once."""

    jinja_environment = SpokenTemplates

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses = Addresses(self)

    def url_for(self, endpoint: str, **said: Any) -> str:
        """Most pages have some ten links, and all but a few of them differ in a secret alone."""
        known = self._addresses.of(endpoint, said)
        return super().url_for(endpoint, **said) if known is None else known

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of ours is one."""
        return func

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """Name the kind of fault and where it was, not its text: that may quote a person."""
        kind, _fault, traceback = exc_info
        where = [f"{at.filename}:{at.lineno} in {at.name}" for at in extract_tb(traceback)]
        name = kind.__name__ if kind else "unknown"
        logger.error("fault", extra={"request": request_id(), "fault": name, "where": where})


def create_app(tools: Tools, translations: Sequence[Path] = ()) -> Site:
    """Return the pages that work with these tools.

    `translations` are folders of catalogues besides our own. `Invalid` when a setting that the
    pages cannot do without is missing, or when the look of the pages was never built.
    """
    settings = tools.config.web
    app = Site("web", root_path=str(Path(__file__).parent))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = current.StrictlyDefined
    app.extensions["nearhand"] = tools
    app.extensions["nearhand-assets"] = Assets.of(Path(app.root_path) / "static" / "built")
    follow_requests(app, settings)
    measures.count_requests(app)
    secure(app, settings)
    languages.speak(app, translations)
    formats.write_by_locale(app)
    forms.show_mistakes(app)
    diet_words.speak_of_diets(app)
    cards.show_cards(app)
    errors.answer_errors(app)
    app.context_processor(current.words_of_every_page)
    sign_people_in(app, tools)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    open_api(app)
    if settings.mode is not Mode.LIVE:
        for blueprint in BLUEPRINTS_OF_THE_DEMO:
            app.register_blueprint(blueprint)
    return app
