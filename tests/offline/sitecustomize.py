"""No network: every Python process that finds this folder on its path may only connect to itself.

Put on PYTHONPATH by the tests, so that command line and workers run under it as well.
"""

import socket


class NetworkUsed(AssertionError):
    """Something tried to reach the network; typecut never does."""


def _guarded(name):
    original = getattr(socket.socket, name)

    def method(self, *args):
        if self.family != getattr(socket, "AF_UNIX", None):
            raise NetworkUsed(f"{name}{args}")
        return original(self, *args)

    return method


def _refused(*args, **_):
    raise NetworkUsed(f"name look-up of {args[:2]}")


def block():
    for name in ("connect", "connect_ex", "sendto", "sendmsg", "bind"):
        if hasattr(socket.socket, name):
            setattr(socket.socket, name, _guarded(name))
    socket.getaddrinfo = _refused
    socket.gethostbyname = _refused


block()
