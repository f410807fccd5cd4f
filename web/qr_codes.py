"""QR codes as pictures in the page itself: no other host is asked to draw one."""

from markupsafe import Markup
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage


def qr_code(address: str) -> Markup:
    """An address as a picture that a phone reads."""
    code = QRCode(border=2, box_size=8, image_factory=SvgPathImage)
    code.add_data(address)
    # Only the library's own drawing of black squares is in it.
    return Markup(code.make_image().to_string(encoding="unicode"))
