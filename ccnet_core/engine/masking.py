"""How far masks cover a photo: its working picture, and parts of its full size.

Shapes and strokes are computed anew at whatever size. Ranges of luminance and colour, and what is drawn to
edges, are told by the working picture and carried up along the edges of luminance, as chrominance is. All of
it is independent of adjustments, so that what was computed once stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.colour.ramps import rise
from ccnet_core.coverage import Painted, cover_of, follows_edges
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.detail import NAMES, Amounts
from ccnet_core.engine.tone import Local, part_above
from ccnet_core.engine.upsampling import JointUpsampler
from ccnet_core.masks import ColourRange, LuminanceRange, Mask

_Key = tuple[object, ...]
_LEAST = 1 / 512
"""A cover below which nothing is seen."""


class Covers:
    """How far masks cover one photo. What is computed for its working picture stays for the masks in use."""

    def __init__(self, brightened: Brightened, neutral: Callable[[], Tensor]) -> None:
        """Nothing is computed yet.

        Args:
            brightened: the photo.
            neutral: gives its chrominance without adjustments, (1, 2, h, w); asked once, where a range of
                colour needs it.
        """
        self._L = brightened.bright.L.clamp(0, 1)
        self._size, self._neutral = brightened.size, neutral
        self._ab: Tensor | None = None
        # By the places of masks.
        self._covers: dict[_Key, Tensor] = {}
        # What shapes and strokes cover: a stroke more is added to it.
        self._painted: dict[_Key, Painted] = {}
        self._grey: npt.NDArray[np.float32] | None = None
        self._extents: dict[_Key, tuple[slice, slice, Tensor] | None] = {}
        self._found: tuple[Sequence[Mask], list[Local]] = (), []

    @property
    def neutral(self) -> Tensor:
        """The photo's chrominance without adjustments, (1, 2, h, w)."""
        if self._ab is None:
            self._ab = self._neutral()
        return self._ab

    def of_working(self, masks: Sequence[Mask]) -> list[Local]:
        """Of the masks that act, what they do to the working picture; kept until others are asked for."""
        if masks is self._found[0]:
            # They stay while a hand moves anything else.
            return self._found[1]
        kept, known = {}, self._extents
        found = []
        for mask in masks:
            if not mask.acts:
                continue
            key = (*mask.place, mask.strength)
            kept[key] = known[key] if key in known else _extent(self.whole(mask), mask.strength)
            extent = kept[key]
            if extent is not None:
                found.append(Local(mask.values, *extent))
        self._extents = kept
        self._forget(masks)
        self._found = masks, found
        return found

    def whole(self, mask: Mask) -> Tensor:
        """How far a mask covers the working picture, whatever its strength: (1, 1, h, w) in [0, 1]."""
        key = mask.place
        if key not in self._covers:
            cover, limits = torch.from_numpy(self._paint(mask).cover), self._limits(mask)
            cover = cover.to(self._L.device)[None, None]
            cover = cover if limits is None else limits * cover
            self._covers[key] = 1 - cover if mask.inverted else cover
        return self._covers[key]

    def at_size(
        self, masks: Iterable[Mask], size: tuple[int, int]
    ) -> Callable[[Tensor, slice, slice], list[Local]]:
        """A function that gives what the masks that act do to rows and columns of the photo at full size.

        It takes the bright luminance there, (1, 1, H', W'), without noise.
        """
        ready = []
        for mask in masks:
            if mask.acts:
                carried = self._carried(mask)
                ready.append((mask, None if carried is None else JointUpsampler(self._L, carried, size)))

        def of_part(L: Tensor, rows: slice, columns: slice) -> list[Local]:
            found = []
            for mask, upsample in ready:
                cover = None
                if upsample is not None:
                    cover = upsample(L, rows.start, columns.start).clamp(0, 1)
                if cover is None or not follows_edges(mask):
                    drawn = torch.from_numpy(cover_of(mask, size, (rows, columns))).to(L.device)[None, None]
                    cover = drawn if cover is None else cover * drawn
                extent = _extent(1 - cover if mask.inverted else cover, mask.strength)
                if extent is not None:
                    found.append(Local(mask.values, *extent))
            return found

        return of_part

    def _carried(self, mask: Mask) -> Tensor | None:
        """What of a mask the working picture tells, (1, 1, h, w); None where that is nothing."""
        limits = self._limits(mask)
        if not follows_edges(mask):
            return limits
        cover = torch.from_numpy(self._paint(mask).cover).to(self._L.device)[None, None]
        return cover if limits is None else cover * limits

    def _limits(self, mask: Mask) -> Tensor | None:
        """What lies in the ranges of a mask, (1, 1, h, w); None where it has none."""
        limits = None
        if mask.luminance is not None:
            limits = _within(mask.luminance, self._L)
        if mask.colour is not None:
            near = _near(mask.colour, self.neutral)
            limits = near if limits is None else limits * near
        return limits

    def _paint(self, mask: Mask) -> Painted:
        """What its shape and strokes cover of the working picture."""
        key = _drawn(mask)
        if key not in self._painted:
            if self._grey is None:
                self._grey = self._L[0, 0].float().cpu().numpy()
            # What has most of its strokes already.
            begun = [each for each in self._painted.values() if each.begins(mask)]
            before = max(begun, key=lambda each: len(each.mask.strokes), default=None)
            self._painted[key] = Painted.of(mask, self._grey, before)
        return self._painted[key]

    def _forget(self, masks: Sequence[Mask]) -> None:
        """Keep what may be asked for again."""
        places, drawn = {mask.place for mask in masks}, {_drawn(mask) for mask in masks}
        self._covers = {place: cover for place, cover in self._covers.items() if place in places}
        self._painted = {key: painted for key, painted in self._painted.items() if key in drawn}


def amounts_within(amounts: Amounts, masks: Iterable[Local], L: Tensor) -> Amounts:
    """The controls of detail as masks change them, one after the other.

    Args:
        amounts: of the whole photo.
        masks: those that act, in their order.
        L: luminance (1, 1, H, W) of the picture or part that they cover.

    Returns:
        What a mask changes is (1, 1, H, W); all else is as it was.
    """
    changed: dict[str, Any] = {}
    for mask in masks:
        for name in NAMES:
            value = getattr(mask.values, name)
            if value:
                if name not in changed:
                    changed[name] = torch.full_like(L, getattr(amounts, name))
                here = mask.of(changed[name])
                end = 1.0 if value > 0 else 0.0
                here.addcmul_(end - here, mask.cover, value=abs(value))
    return amounts._replace(**changed) if changed else amounts


def _drawn(mask: Mask) -> _Key:
    """What decides about what its shape and strokes cover."""
    return mask.kind, mask.shape, mask.strokes, mask.follows_edges


def _extent(cover: Tensor, strength: float) -> tuple[slice, slice, Tensor] | None:
    """The rows and columns of which a mask covers anything, and how far; None where it covers nothing."""
    part = part_above(cover, _LEAST)
    if part is None:
        return None
    rows, columns = part
    covered = cover[..., rows, columns]
    return rows, columns, covered * strength if strength < 1 else covered.contiguous()


def _within(limits: LuminanceRange, L: Tensor) -> Tensor:
    """How far luminances lie in a range; one that reaches an end of all has no limit there."""
    cover = torch.ones_like(L)
    soft = max(limits.softness, 1e-3)
    if limits.low > 0:
        cover = rise((L - (limits.low - soft)) / soft, 0, 1)
    if limits.high < 1:
        cover = cover * rise(((limits.high + soft) - L) / soft, 0, 1)
    return cover


def _near(limits: ColourRange, ab: Tensor) -> Tensor:
    """How near colours lie to one."""
    distance = torch.hypot(ab[:, :1] - limits.a, ab[:, 1:] - limits.b)
    return rise(2 - 2 * distance / limits.tolerance, 0, 1)
