"""Fetching a file from an address that a user names, and nothing but that: the one place from
which the server goes out. What an address may be is decided on what its name leads to, after every
redirect, and the connection goes to the very address that was checked."""

import hashlib
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from typecut.errors import MediaMissing, RequestError, TypecutError
from typecut.studio.service.incoming import Arrived, clean_name, too_large

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_PIECE = 1 << 18
_SILENCE = 20.0
"""Seconds without a byte."""
_LONGEST = 4096
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Services of clouds that tell secrets to whoever asks from inside, at addresses that look public.
_INSIDE = frozenset({IPv4Address("168.63.129.16")})
# Spelled out, because versions of Python differ in what they call global.
_RESERVED = tuple(
    ipaddress.IPv4Network(n)
    for n in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
              "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4")
)  # fmt: skip
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True)
class Rules:
    """`loopback` opens this machine, on every port. `ports`: others than 80 and 443."""

    limit: int
    seconds: float
    loopback: bool = False
    ports: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a connection goes: a checked address, never looked up again."""

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[Address, ...]


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(url: str, out: Path, rules: Rules, resolve: Resolve = look_up) -> Arrived:
    """The file behind `url`, written to `out`.

    RequestError names the rule that forbids it; MediaMissing says why nothing came;
    MediaTooLarge as soon as the limit is passed.
    """
    ends = time.monotonic() + rules.seconds
    for _ in range(_REDIRECTS + 1):
        place = checked(url, rules, resolve)
        with _asked(place, ends) as response:
            if response.status not in _MOVED:
                return _received(response, url, out, rules, ends)
            onward = response.headers.get("Location", "")
        if not onward:
            raise _missing(url, f"it answers {response.status} without saying where to")
        url = urljoin(url, onward)
    raise _forbidden(url, f"it redirects more than {_REDIRECTS} times", "重定向次数过多")


def name_in(url: str) -> str:
    """The file name that an address ends with."""
    try:
        return clean_name(unquote(urlsplit(url).path))
    except ValueError:
        return "upload"


# -- what an address may be ----------------------------------------------------------------------


def checked(url: str, rules: Rules, resolve: Resolve = look_up) -> _Place:
    """Where `url` leads, if the rules let us go there."""
    parts, host, port = _parts(url)
    addresses = tuple(_address(a) for a in _resolved(url, host, port, resolve))
    for address in addresses:
        reason = _inner(address, rules.loopback)
        if reason:
            raise _forbidden(url, f"it leads to {reason}", "它指向内部网络地址")
    ours = rules.loopback and all(a.is_loopback for a in addresses)
    if port not in {*_PORTS.values(), *rules.ports} and not ours:
        raise _forbidden(url, f"port {port} is not 80 or 443", f"端口 {port} 不允许")
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    return _Place(parts.scheme.lower(), host, port, _quoted(target), addresses)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    if len(url) > _LONGEST or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url) or "\\" in url:
        raise _forbidden(url, "it is no well-formed address", "地址格式不正确")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _forbidden(url, "it is no well-formed address", "地址格式不正确") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise _forbidden(url, "only http and https are fetched", "只支持 http 和 https")
    if parts.username is not None or parts.password is not None:
        raise _forbidden(url, "it holds a user name", "地址中不能带用户名")
    if port == 0:
        raise _forbidden(url, "port 0 is not 80 or 443", "端口 0 不允许")
    return parts, _host(url, host), port or _PORTS[scheme]


def _host(url: str, host: str) -> str:
    """A plain address or name. Addresses in disguise (octal, hexadecimal, one number) are names
    to `urlsplit` and addresses to the system; what differs between the two is no host."""
    try:
        return str(_literal(host))
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise _forbidden(url, "its host is no name", "主机名无效") from None
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise _forbidden(url, "its host is no name", "主机名无效")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        raise _forbidden(url, "its host is an address written in disguise", "主机地址写法不允许")
    return name


def _literal(host: str) -> Address:
    if "%" in host:
        raise ValueError(host)  # the zone of a link-local address
    return ipaddress.ip_address(host)


def _resolved(url: str, host: str, port: int, resolve: Resolve) -> Sequence[str]:
    try:
        return (str(_literal(host)),)
    except ValueError:
        pass
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise _missing(url, "its host is not known")
    return found


def _address(text: str) -> Address:
    """As the network sees it: IPv4 in IPv6 clothes is IPv4."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _inner(address: Address, loopback: bool) -> str:
    """What kind of address that nobody outside may reach this is; empty for one of the public."""
    if address.is_loopback:
        return "" if loopback else "this machine (loopback)"
    kinds = (
        (address.is_unspecified, "no address"),
        (address.is_link_local, "a link-local address, where clouds keep their metadata"),
        (address.is_multicast, "a multicast address"),
        (address in _INSIDE, "a metadata service"),
        (address.is_private, "a private network"),
        (any(address in n for n in _RESERVED), "a reserved network"),
        (address.is_reserved or not address.is_global, "a reserved network"),
    )
    found = next((words for is_it, words in kinds if is_it), "")
    if not found and isinstance(address, IPv6Address):
        tunnelled = address.sixtofour or address.teredo or address.is_site_local
        # Everything public is in 2000::/3.
        found = "a reserved network" if tunnelled or int(address) >> 125 != 1 else ""
    return found


def _quoted(target: str) -> str:
    return re.sub(
        r"[^\x21-\x7e]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "replace")),
        target,
    )  # fmt: skip


# -- going there -----------------------------------------------------------------------------------


class _Pinned(HTTPConnection):
    """A connection to an address that was checked. Knows no proxies, and follows nothing."""

    def __init__(self, place: _Place, address: Address, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self._place = place
        self._address = address
        # `sock` is forgotten by its class as soon as the answer begins.
        self._open: socket.socket | None = None

    def connect(self) -> None:
        family = socket.AF_INET if self._address.version == 4 else socket.AF_INET6
        self.sock = socket.socket(family, socket.SOCK_STREAM)
        self._open = self.sock
        self.sock.settimeout(self.timeout)
        self.sock.connect((str(self._address), self._place.port))
        if self._place.scheme == "https":
            context = ssl.create_default_context()
            name = self._place.host
            # In two steps, so that `give_up` can end the second.
            self.sock = context.wrap_socket(
                self.sock, server_hostname=name, do_handshake_on_connect=False
            )
            self._open = self.sock
            self.sock.do_handshake()

    def give_up(self) -> None:
        """Ends whatever waits for this connection in another thread."""
        if self._open is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


@contextmanager
def _asked(place: _Place, ends: float) -> Generator[HTTPResponse]:
    shown = f"{place.scheme}://{place.host}"
    connection, watch = _connected(place, ends, shown)
    try:
        default = _PORTS[place.scheme] == place.port
        host = f"[{place.host}]" if ":" in place.host else place.host
        connection.putrequest("GET", place.target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host if default else f"{host}:{place.port}")
        connection.putheader("User-Agent", "typecut")
        connection.putheader("Accept", "video/*, image/*, audio/*, */*;q=0.5")
        connection.putheader("Accept-Encoding", "identity")
        connection.putheader("Connection", "close")
        connection.endheaders()
        yield connection.getresponse()
    except TypecutError:
        raise
    except (OSError, HTTPException) as error:
        late = time.monotonic() >= ends or isinstance(error, TimeoutError)
        raise _missing(shown, "it took too long" if late else "the connection broke off") from error
    finally:
        watch.cancel()
        connection.close()


def _connected(place: _Place, ends: float, shown: str) -> tuple[_Pinned, threading.Timer]:
    """The first of the addresses that answers, and who ends it all when the time is over: a
    server that sends a byte now and then never runs into a timeout of its own."""
    for address in place.addresses:
        left = ends - time.monotonic()
        if left <= 0:
            break
        connection = _Pinned(place, address, min(_SILENCE, left))
        watch = threading.Timer(left, connection.give_up)
        watch.daemon = True
        watch.start()
        try:
            connection.connect()
        except OSError:
            watch.cancel()
            connection.close()
            continue
        return connection, watch
    raise _missing(shown, "no connection could be made")


def _received(response: HTTPResponse, url: str, out: Path, rules: Rules, ends: float) -> Arrived:
    if response.status != 200:
        raise _missing(url, f"it answers {response.status}")
    name = _name(response.headers, url)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise _missing(url, "it answers in a compressed form that nobody asked for")
    told = response.headers.get("Content-Length", "")
    if told.isdigit() and int(told) > rules.limit:
        raise too_large(name, rules.limit)
    digest, size = _written(response, out, rules.limit)
    if size is None:
        raise too_large(name, rules.limit)
    if time.monotonic() >= ends:
        raise _missing(url, "it took too long")  # a body without a length ends like a whole one
    if told.isdigit() and size != int(told):
        raise _missing(url, f"it broke off after {size} of {told} bytes")
    return Arrived(name, out, digest, size)


def _written(response: HTTPResponse, out: Path, limit: int) -> tuple[str, int | None]:
    seen, size = hashlib.sha256(), 0
    with out.open("wb") as file:
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > limit:
                return "", None
            seen.update(piece)
            file.write(piece)
    return seen.hexdigest(), size


def _name(headers: Any, url: str) -> str:
    message = Message()
    message["Content-Disposition"] = headers.get("Content-Disposition", "inline")
    given = message.get_filename("") or ""
    return clean_name(given) if given else name_in(url)


def _forbidden(url: str, reason: str, chinese: str) -> RequestError:
    return RequestError(
        f"{_shown(url)} is not fetched: {reason}.",
        hint="Give a public http or https address, or upload the file itself.",
        zh=f"无法获取 {_shown(url)}：{chinese}。请提供公开的 http 或 https 地址，或直接上传文件。",
    )


def _missing(url: str, reason: str) -> MediaMissing:
    return MediaMissing(
        f"Nothing came from {_shown(url)}: {reason}.",
        hint="Check the address, or upload the file itself.",
        zh=f"无法从 {_shown(url)} 获取文件。请检查地址，或直接上传文件。",
    )


def _shown(url: str) -> str:
    """Without the query, which may hold somebody's key."""
    plain = re.sub(r"//[^/@]*@", "//", url.partition("?")[0])
    return "".join(c if c.isprintable() else "?" for c in plain[:200])
