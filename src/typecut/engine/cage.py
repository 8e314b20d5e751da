"""What a worker process can never do, whatever a file makes its decoders do: reach the network,
start a program, look into another process. The kernel sees to it, on Linux."""

import ctypes
import platform
import struct
import sys

_NO_NEW_PRIVILEGES = 38
_SECCOMP = 22
_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000

# socket, connect, bind, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# io_uring_setup (which has sockets of its own), bpf
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 310, 311, 425, 321)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 270, 271, 425, 280)),
}


def close() -> bool:
    """From now on, and for good. False where the system has nothing of the kind."""
    if sys.platform != "linux" or platform.machine() not in _REFUSED:
        return False
    code = _program(*_REFUSED[platform.machine()])
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(program), 0, 0) == 0


def _program(machine: int, refused: tuple[int, ...]) -> bytes:
    """Instructions of Berkeley's packet filter: the call's number decides."""
    count = len(refused)
    steps = [
        _step(_LOAD, 4),  # the kind of machine the call is for
        _step(_EQUAL, machine, 0, count + 3),
        _step(_LOAD, 0),  # its number
        _step(_AT_LEAST, _X32, count + 1, 0),
        *(_step(_EQUAL, number, count - index, 0) for index, number in enumerate(refused)),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    return b"".join(steps)


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)
