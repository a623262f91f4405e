"""Where a sitting is taken: a code that is said in the room, and the networks from which a start is taken.

Both are asked at the start alone, and neither proves anything: a code is told on, an address is a building's.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.utils.crypto import constant_time_compare

from core.text import fold
from exams.errors import WrongPlace, WrongRoomCode
from exams.models import Sitting


def check(sitting: Sitting, *, code: str, address: str) -> None:
    """Raises WrongPlace or WrongRoomCode. Width and case of the code are set aside."""
    if sitting.addresses.strip() and not is_within(address, sitting.addresses):
        raise WrongPlace
    if sitting.room_code and not constant_time_compare(fold(code.strip()), fold(sitting.room_code)):
        raise WrongRoomCode


def is_within(address: str, ranges: str) -> bool:
    """Whether an address lies in one of the ranges, one a line. What is no address lies nowhere."""
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(asked, "ipv4_mapped", None) or asked
    return any(mapped in network for network in networks(ranges))


def networks(ranges: str) -> list[IPv4Network | IPv6Network]:
    """The ranges, one a line: `10.1.0.0/16`, `10.1.2.3`, `2001:db8::/32`. Raises ValueError."""
    return [ip_network(written, strict=False) for written in ranges.replace(",", " ").split()]
