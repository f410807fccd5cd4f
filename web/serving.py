"""The pages as a server of processes loads them: `web.serving:site()`, once in each process."""

import os
import sys

from matcher.bootstrap import Tools
from matcher.domain.refusals import Refusal
from web.app import Site, create_app
from web.request_log import log_to

# What tells the server that another process would fail the same.
CANNOT_START = 4


def site() -> Site:
    """The pages, as the environment describes them; one sentence and the end where it cannot."""
    try:
        pages = create_app(Tools.from_env(os.environ))
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_START) from refusal
    log_to(sys.stderr)
    return pages
