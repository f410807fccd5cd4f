"""An e-mail as it travels: headers and parts, the same bytes at every try."""

from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, EmailPolicy, Policy
from typing import cast

from matcher.domain.refusals import Invalid
from matcher.messages.email_address import read_email_address
from matcher.messages.message import Email, is_one_line

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who e-mails are from: the service's name and an address that somebody reads."""

    name: str
    address: str

    def __post_init__(self) -> None:
        # Mail programs, and Python's own folding of headers, disagree about names with these in.
        if not is_one_line(self.name) or set(self.name) & set('<>@"\\'):
            raise Invalid("The sender's name is one line without < > @ \" and \\.", "name")
        if len(self.name) > LONGEST_NAME:
            raise Invalid(
                "The sender's name has up to %(most)s letters.", "name", most=LONGEST_NAME
            )
        if read_email_address(self.address) != self.address:
            raise Invalid("The sender's address is one such as post@example.org.", "address")

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


class _StopHeader(UnstructuredHeader):
    """A header that is never broken: Python would hide a long link in an encoded word."""

    def fold(self, *, policy: "Policy[Message]") -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


def _policy() -> "EmailPolicy[EmailMessage]":
    headers = HeaderRegistry()
    # Mixed with BaseHeader when it is made, as the registry does with all of its own.
    headers.map_to_type("list-unsubscribe", cast("type[BaseHeader]", _StopHeader))
    # 7 bits: a server that does not know 8BITMIME must not refuse a Polish ż.
    return SMTP.clone(header_factory=headers, cte_type="7bit")


def message_id(email: Email, mailbox: Mailbox) -> str:
    """The Message-ID, made from our own id: mail programs show a repeated message once."""
    return f"<{email.id}@{mailbox.domain}>"


def as_mime(email: Email, mailbox: Mailbox) -> bytes:
    """The message with all its headers, as SMTP's DATA wants it and `.eml` files hold it.

    Nothing in it comes from a clock or from chance, so a repeat is the same to the byte.
    """
    mail = EmailMessage(policy=_policy())
    mail["From"] = Address(mailbox.name, addr_spec=mailbox.address)
    mail["To"] = Address(addr_spec=email.to)
    mail["Subject"] = email.subject
    mail["Date"] = email.written_at
    mail["Message-ID"] = message_id(email, mailbox)
    # RFC 3834: so that nobody's holiday answer comes back to us, and Exchange's word for it.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if email.stop_url is not None:
        mail["List-Unsubscribe"] = f"<{email.stop_url}>"
    mail.set_content(email.text, cte="quoted-printable")
    mail.add_alternative(email.html, subtype="html", cte="quoted-printable")
    # Only now: setting the content takes away every header that begins so.
    mail["Content-Language"] = email.language
    # An underscore after = cannot occur in quoted-printable text, so no part holds the boundary.
    mail.set_boundary(f"=_{email.id}")
    return mail.as_bytes()
