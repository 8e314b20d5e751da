"""H.264 as it lies in MP4: parameter sets, their ids, and one record that holds two of each.

The record is the AVCDecoderConfigurationRecord of ISO/IEC 14496-15, 5.3.3.1; ids are the first
Exp-Golomb numbers of the SPS and PPS, ITU-T H.264 7.3.2.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

_IDR, _SPS, _PPS = 5, 7, 8
_WITH_TRAILER = (100, 110, 122, 144)


@dataclass(frozen=True, slots=True)
class Record:
    """An avcC: `profile`, `compatibility`, `level`, the sets as NAL units, and what follows them
    (chroma format and bit depths, for High and above)."""

    profile: int
    compatibility: int
    level: int
    length_size: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    trailer: bytes

    def to_bytes(self) -> bytes:
        head = bytes((1, self.profile, self.compatibility, self.level, 0xFC | self.length_size - 1))
        trailer = self.trailer or (b"\xfd\xf8\xf8\x00" if self.profile in _WITH_TRAILER else b"")
        return b"".join(
            (head, bytes((0xE0 | len(self.sps),)), *map(_sized, self.sps),
             bytes((len(self.pps),)), *map(_sized, self.pps), trailer)
        )  # fmt: skip

    @property
    def name(self) -> str:
        """Names the parameter sets: streams of the same name can share a track."""
        return hashlib.sha256(b"".join((*self.sps, *self.pps))).hexdigest()[:16]

    @property
    def ids(self) -> tuple[frozenset[int], frozenset[int]]:
        """The ids of the SPS and of the PPS."""
        return (
            frozenset(_number(nal[4:]) for nal in self.sps),
            frozenset(_number(nal[1:]) for nal in self.pps),
        )


def read(extradata: bytes) -> Record | None:
    """The record, or None where `extradata` is something else (Annex B, empty, cut off)."""
    if len(extradata) < 7 or extradata[0] != 1:
        return None
    try:
        sps, place = _sets(extradata, 6, extradata[5] & 0x1F)
        pps, place = _sets(extradata, place + 1, extradata[place])
    except IndexError:
        return None
    if not sps or not pps:
        return None
    return Record(
        extradata[1], extradata[2], extradata[3], (extradata[4] & 3) + 1, sps, pps,
        extradata[place:],
    )  # fmt: skip


def merged(first: Record, second: Record) -> Record:
    """One record for a track in which both streams stand one after the other.

    The most demanding profile and level are declared, the compatibility that both keep.
    """
    return Record(
        max(first.profile, second.profile), first.compatibility & second.compatibility,
        max(first.level, second.level), first.length_size,
        (*first.sps, *second.sps), (*first.pps, *second.pps), first.trailer or second.trailer,
    )  # fmt: skip


def units(packet: bytes, length_size: int) -> Iterator[int]:
    """The types of the NAL units in a packet."""
    place = 0
    while place + length_size < len(packet):
        size = int.from_bytes(packet[place : place + length_size], "big")
        place += length_size
        yield packet[place] & 0x1F
        place += size


def starts_anew(packet: bytes, length_size: int) -> bool:
    """Whether decoding can begin here with what the record holds: an IDR picture without parameter
    sets of its own."""
    kinds = set(units(packet, length_size))
    return _IDR in kinds and not kinds & {_SPS, _PPS}


def _sized(nal: bytes) -> bytes:
    return len(nal).to_bytes(2, "big") + nal


def _sets(data: bytes, place: int, count: int) -> tuple[tuple[bytes, ...], int]:
    found: list[bytes] = []
    for _ in range(count):
        size = int.from_bytes(data[place : place + 2], "big")
        if not 4 <= size <= len(data) - place - 2:
            raise IndexError
        found.append(data[place + 2 : place + 2 + size])
        place += 2 + size
    return tuple(found), place


def _number(payload: bytes) -> int:
    """The first unsigned Exp-Golomb number, ITU-T H.264 9.1; ids are small."""
    bits = int.from_bytes(payload[:8], "big")
    width = 8 * len(payload[:8])
    zeros = width - bits.bit_length()
    return (bits >> (width - 2 * zeros - 1)) - 1
