"""Messages as files, one each: the default, until an operator names a server."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.message import Message, Sms
from matcher.messages.senders.mime import Mailbox, as_mime


@dataclass(frozen=True, slots=True)
class FileSender:
    """Writes e-mails as `ID.eml`, which mail programs open, and texts as `ID.sms.txt`.

    A file appears whole or not at all, and a repeat takes the place of the first. Only the
    account that writes them may read them: they hold addresses and private links.
    """

    folder: Path
    mailbox: Mailbox

    def send(self, message: Message, /) -> Delivery:
        """Write one file; its name is the provider's id."""
        name, content = self._as_file(message)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(self.folder / name, content)
        except OSError as error:
            code = os.strerror(error.errno) if error.errno else ""
            return Delivery.retry_later(Trouble.NOT_WRITTEN, code)
        return Delivery.sent(name)

    def _as_file(self, message: Message) -> tuple[str, bytes]:
        if isinstance(message, Sms):
            text = f"To: {message.to}\nFrom: {self.mailbox.name}\n\n{message.text}\n"
            return f"{message.id}.sms.txt", text.encode()
        return f"{message.id}.eml", as_mime(message, self.mailbox)


def _write_whole(place: Path, content: bytes) -> None:
    # The name begins with a dot, so whoever lists *.eml never meets half a message.
    with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.replace(beside, place)
        finally:
            beside.unlink(missing_ok=True)
    # The new name has to be on the disk too before we may say that the message is sent.
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
