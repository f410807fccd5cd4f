"""A picture of where something was left: made smaller, freed of all that it says of itself, sealed.

A phone writes where and when a picture was taken into its file. Nothing of the file is kept: its
pixels are read, made smaller and written anew.
"""

import io
from base64 import b64decode, b64encode

from PIL import Image, ImageOps, UnidentifiedImageError

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.run_days import ARRIVED
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import run_of_day
from matcher.storage.reading.runs import stops_of_run
from matcher.storage.sealed import photo_seal
from matcher.storage.tables import StopPhotoRow
from matcher.storage.writing.runs import NO_SUCH_STOP, held_run, held_stop

MOST_BYTES = 12_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1_280
QUALITY = 70
NO_PICTURE = "This is no picture that we can read: take it as JPEG or PNG."
TOO_LARGE = "This picture is too large: up to 12 MB."
NOT_NOW = "A picture is kept once it was delivered or left safe, while the run is out."


def keep_photo(act: Act, run_id: str, stop_id: str, data: bytes) -> None:
    """Keep a picture of what was delivered, in place of an earlier one."""
    run = held_run(act.store, run_id)
    stop = held_stop(act.store, run_id, stop_id)
    if run.status is not RunStatus.OUT or stop.status not in ARRIVED:
        raise Conflict(NOT_NOW)
    picture = b64encode(redrawn(data)).decode()
    sealed = act.sealer.seal({"jpeg": picture}, photo_seal(stop_id))
    act.store.merge(StopPhotoRow(stop_id=stop_id, sealed=sealed, taken_at=act.now, taken_by=act.by))
    act.store.flush()
    act.note("kept_photo", "stop", stop_id, run=run_id)


def photo(act: Act, desk: Desk, day_id: str, run_id: str, stop_id: str) -> bytes:
    """The picture of a stop, as JPEG, for the charity's staff."""
    day = day_at(act, desk, day_id)
    run_of_day(act, day, run_id)
    its = {stop.id for stop in stops_of_run(act.store, run_id)}
    row = act.store.get(StopPhotoRow, stop_id) if stop_id in its else None
    if row is None:
        raise NotFound(NO_SUCH_STOP)
    return b64decode(act.sealer.open(row.sealed, photo_seal(stop_id))["jpeg"])


def redrawn(data: bytes) -> bytes:
    """The same picture as a small JPEG with nothing beside its pixels; `Invalid` for no picture."""
    if len(data) > MOST_BYTES:
        raise Invalid(TOO_LARGE, "photo")
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid(TOO_LARGE, "photo")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Turned as the camera was held, since that too stands in what is thrown away.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError as error:
        raise Invalid(TOO_LARGE, "photo") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Invalid(NO_PICTURE, "photo") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = Image.frombytes("RGB", upright.size, upright.tobytes())
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
