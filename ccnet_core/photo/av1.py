"""What an AV1 sequence header tells of colours (AV1 Bitstream & Decoding Process Specification, 5.3, 5.5)."""

from __future__ import annotations

from ccnet_core.photo.coded import Cicp

_SEQUENCE_HEADER = 1
_UNSPECIFIED = 2
_SELECTED = 2
"""Screen content tools that are chosen frame by frame."""


def colours_of(stream: bytes) -> Cicp | None:
    """The code points of a stream's colours; None where it tells of none, or is not as it was written."""
    try:
        header = _sequence_header(stream)
        return None if header is None else _colours(_Bits(header))
    except IndexError:
        return None


def _sequence_header(stream: bytes) -> bytes | None:
    """The content of the first sequence header among a stream's units (5.3.1)."""
    at = 0
    while at < len(stream):
        head = stream[at]
        at += 2 if head & 4 else 1
        size = len(stream) - at
        if head & 2:
            size = shift = 0
            while True:
                byte = stream[at]
                at += 1
                size |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80 or shift > 56:
                    break
        if head >> 3 & 15 == _SEQUENCE_HEADER:
            return stream[at : at + size]
        at += size
    return None


class _Bits:
    """Reads numbers from the highest bit of each byte on; beyond the end an IndexError is raised."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> int:
        value = 0
        for at in range(self._at, self._at + count):
            value = value << 1 | (self._data[at >> 3] >> (7 - (at & 7)) & 1)
        self._at += count
        return value

    def flag(self) -> bool:
        return bool(self.take(1))

    def skip_variable(self) -> None:
        """A number as long as the zeros before it (4.10.3)."""
        zeros = 0
        while not self.flag():
            zeros += 1
        self.take(min(zeros, 32))


def _colours(bits: _Bits) -> Cicp | None:
    """Read a sequence header up to its colours (5.5.1 and 5.5.2)."""
    profile, _, is_reduced = bits.take(3), bits.flag(), bits.flag()
    if is_reduced:
        bits.take(5)
    else:
        _skip_operating_points(bits)
    widths = bits.take(4) + 1, bits.take(4) + 1
    bits.take(sum(widths))
    if not is_reduced and bits.flag():
        bits.take(7)
    bits.take(3)
    if not is_reduced:
        _skip_tools(bits)
    bits.take(3)
    if bits.flag() and profile == 2:
        bits.flag()
    if profile != 1:
        bits.flag()
    if not bits.flag():
        return None
    primaries, transfer = bits.take(8), bits.take(8)
    # The samples are expanded by the decoder.
    return None if primaries == transfer == _UNSPECIFIED else Cicp(primaries, transfer)


def _skip_operating_points(bits: _Bits) -> None:
    delay = 0
    if bits.flag():  # timing
        bits.take(64)
        if bits.flag():
            bits.skip_variable()
        if bits.flag():  # a model of the decoder
            delay = bits.take(5) + 1
            bits.take(42)
    has_display_delay = bits.flag()
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.flag()
        if delay and bits.flag():
            bits.take(2 * delay + 1)
        if has_display_delay and bits.flag():
            bits.take(4)


def _skip_tools(bits: _Bits) -> None:
    bits.take(4)
    has_order = bits.flag()
    if has_order:
        bits.take(2)
    screen_content = _SELECTED if bits.flag() else bits.take(1)
    if screen_content and not bits.flag():
        bits.flag()
    if has_order:
        bits.take(3)
