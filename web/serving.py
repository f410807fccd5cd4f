"""The pages as a server of processes loads them: `web.serving:site()`, once in each process."""

import gc
import os
import sys
from contextlib import suppress

from flask_babel import force_locale

from matcher.bootstrap import Tools
from matcher.domain.refusals import Refusal
from web.app import Site, create_app
from web.request_log import log_to

# What tells the server that another process would fail the same.
CANNOT_START = 4
NEW_OBJECTS_BEFORE_A_LOOK = 20_000


def site() -> Site:
    """The pages, as the environment describes them; one sentence and the end where it cannot."""
    try:
        tools = Tools.from_env(os.environ)
        pages = create_app(tools)
        get_ready(pages, tools)
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_START) from refusal
    log_to(sys.stderr)
    # What is loaded stays: the collector need not walk through it while somebody waits.
    gc.collect()
    gc.freeze()
    # A page makes some thousands of objects that go by themselves: 700 is several looks a page.
    gc.set_threshold(NEW_OBJECTS_BEFORE_A_LOOK)
    return pages


def get_ready(pages: Site, tools: Tools) -> None:
    """Do now what would otherwise be done while the first visitors wait, and those behind them.

    Templates become code, in each language that is on offer, and the map is opened: 0.6 s once, or
    else 0.7 s for somebody.
    """
    for language in pages.extensions["nearhand-languages"]:
        with pages.app_context(), force_locale(language.code):
            for name in pages.jinja_env.list_templates():
                if name.endswith(".html"):
                    pages.jinja_env.get_template(name)
    # Where there is no map, `/ready` says so.
    with suppress(Refusal):
        tools.gazetteer.boroughs.indices_at([0], [0])
        tools.gazetteer.postcodes.nearest(0, 0)
