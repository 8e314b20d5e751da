"""Who is asking, and under which address we are known to them."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from fastapi import Request

from typecut.studio.service.service import Service

Network = IPv4Network | IPv6Network


def client_address(request: Request) -> str:
    """The client's address; of IPv6 its /64 network, because that is what one client is given.

    X-Forwarded-For is believed as far as trusted proxies have written it.
    """
    trusted = _networks(_service(request).settings.trusted_proxies)
    address = request.client.host if request.client else ""
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
    while address and _within(address, trusted) and hops and hops[-1]:
        address = hops.pop()
    return _grouped(address)


def public_base(request: Request) -> str:
    """Where this server is for the client, without a slash at the end."""
    settings = _service(request).settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    scheme = request.url.scheme
    peer = request.client.host if request.client else ""
    if _within(peer, _networks(settings.trusted_proxies)):
        said = request.headers.get("x-forwarded-proto", scheme).strip().lower()
        scheme = said if said in ("http", "https") else scheme
    return f"{scheme}://{request.url.netloc}"


def web_base(request: Request) -> str:
    """Where the web pages are, without a slash at the end."""
    web = _service(request).settings.web_url
    return web.rstrip("/") if web else public_base(request)


def _service(request: Request) -> Service:
    return request.app.state.service


@lru_cache(16)
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == n.version and found in n for n in networks)


def _grouped(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)
