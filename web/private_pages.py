"""Pages behind a secret in their address: for whoever holds the link, and for nobody's notes."""

from flask import Blueprint, Response

HEADERS = {
    # Not even to other pages of ours: the address is the key.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def keep_private(bp: Blueprint) -> None:
    """Send every page of a blueprint with the headers of a private one."""

    def add(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    bp.after_request(add)
