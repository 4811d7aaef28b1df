"""Which IP addresses are public, so that none inside is fetched (SSRF), by a table of our own: Python's changes between releases.

Sources: IANA's registries of special-purpose addresses (RFC 6890 and its updates), of IPv4 multicast (RFC 5771) and of
IPv6 space (only 2000::/3 is given out as global unicast), and the addresses at which clouds tell their machines' secrets.
Anycast services of those registries that are reachable from anywhere (AS112, AMT, PCP) are shut out too: no shop is there.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

SPECIAL_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared between carriers; Alibaba Cloud's metadata at 100.100.100.200
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # Azure's host, reached from every machine there
            "169.254.0.0/16",  # link local; metadata of most clouds at 169.254.169.254
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; Oracle Cloud's metadata at 192.0.0.192
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays, deprecated
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarking
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
"""What IANA gives out. Loopback, mapped and compatible IPv4, NAT64, private, link-local, multicast lie outside."""

SPECIAL_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, drone ids
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: an IPv4 address inside
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)


def public_address(text: str) -> bool:
    """Whether an address is on the open internet.

    Raises:
        ValueError: it is no IP address.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    return address in GLOBAL_V6 and not any(address in network for network in SPECIAL_V6)
