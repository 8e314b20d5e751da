"""No network: every Python process that finds this folder on its path may only connect to itself.

Put on PYTHONPATH by the tests, so that command line and workers run under it as well. Tests of the
server set TYPECUT_TEST_LOOPBACK: then this machine may be reached, and still nothing else.
"""

import ipaddress
import os
import socket


class NetworkUsed(AssertionError):
    """Something tried to reach the network; typecut never does."""


def _guarded(name):
    original = getattr(socket.socket, name)

    def method(self, *args):
        if self.family != getattr(socket, "AF_UNIX", None) and not _own(args):
            raise NetworkUsed(f"{name}{args}")
        return original(self, *args)

    return method


def _own(args):
    """An address of this machine, where it may be reached."""
    if not os.environ.get("TYPECUT_TEST_LOOPBACK"):
        return False
    address = next((a for a in args if isinstance(a, tuple)), ("",))
    return _is_loopback(address[0])


def _is_loopback(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _looked_up(name):
    original = getattr(socket, name)

    def function(*args, **more):
        if os.environ.get("TYPECUT_TEST_LOOPBACK") and _is_loopback(args[0] if args else ""):
            return original(*args, **more)
        raise NetworkUsed(f"name look-up of {args[:2]}")

    return function


def block():
    for name in ("connect", "connect_ex", "sendto", "sendmsg", "bind"):
        if hasattr(socket.socket, name):
            setattr(socket.socket, name, _guarded(name))
    for name in ("getaddrinfo", "gethostbyname"):
        setattr(socket, name, _looked_up(name))


block()
