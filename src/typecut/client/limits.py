"""How long, how often and how much: what a client may be told to do differently."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, unless a line says otherwise."""

    connect: float = 10.0
    answer: float = 60.0
    """For any plain answer."""
    intake: float = 600.0
    """For the answer to an upload: the server looks at the file meanwhile."""
    turn: float = 900.0
    """The longest that one message may take."""
    alive: float = 20.0
    """A stream tells `Alive` at least this often."""
    silence: float = 120.0
    """After so much silence the user is told that work goes on."""
    look: tuple[float, ...] = (30.0, 60.0, 60.0, 60.0, 60.0)
    """When to read the state after a stream broke: each wait before one look."""
    attach: tuple[float, ...] = (1.0, 3.0, 10.0, 20.0, 30.0)
    """Waits before attempts to attach to a stream again."""
    again: tuple[float, ...] = (0.5, 2.0)
    """Waits before a request is tried again that never reached the server."""
    rate_wait: float = 30.0
    """After 429 without Retry-After."""
    rate_most: float = 90.0
    """A longer Retry-After is not waited for: the error says how long it is."""
    poll: float = 2.0
    poll_most: float = 15.0
    """Between looks at an export: the first wait, and the longest."""
    poll_failures: int = 8
    """So many looks at an export may fail one after the other."""
    tus_above: int = 32 * 1024 * 1024
    """Bytes: larger files are sent in pieces, where the server takes that."""
    piece: int = 32 * 1024 * 1024
    """Bytes of one such piece."""
    goodbye: float = 5.0
    """For telling the server that something was stopped."""
    resume: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
    """Waits before an upload or download goes on after a break; begun anew with each progress."""
