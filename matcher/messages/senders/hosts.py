"""Hosts: which are written rightly, and which are this machine, so that no cipher is needed."""

import ipaddress
import re

_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


def is_host(host: str) -> bool:
    """Whether it is a host's name in ASCII, or its number.

    >>> is_host("mail.example.org"), is_host("::1"), is_host("mail..org"), is_host("a b")
    (True, True, False, False)
    """
    if all(map(_LABEL.fullmatch, host.split("."))):
        return True
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_this_machine(host: str) -> bool:
    """Whether a host's name or number is that of this machine for itself.

    >>> is_this_machine("localhost"), is_this_machine("::1"), is_this_machine("192.168.0.2")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
