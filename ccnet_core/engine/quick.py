"""Colours while a hand drags: the network's matrices are held, only what sliders do to them is computed.

A structure with matrices M applies them to the guidance at several levels; they depend on the pattern of
colours. Every adjustment of colour is an affine map of the guidance, x -> B x + c with a 2x2 matrix B and a
shift c. With M held, the result is a sum of six pictures, made once and weighted by the entries of B and c.
For saturation alone that is exact, since M does not depend on it; for the rest M is that of the adjustments
at which the hand began, and of both ends of the style's strength, between which it is interpolated. What
styles do after the network is a picture of its own, which is scaled and added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AB_SCALE, AbStatistics, chroma_gain
from ccnet_core.colour.gamut import nearest_share
from ccnet_core.cv import cv2
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.detail import Amounts, Blotches, acts
from ccnet_core.engine.finishing import ColourTable, without_table
from ccnet_core.engine.guidance import adjust_guidance, own_chroma
from ccnet_core.engine.masking import amounts_within
from ccnet_core.engine.pixels import Finish
from ccnet_core.engine.style import Shifts, Style
from ccnet_core.engine.tone import (
    Local,
    Tone,
    adjust_colours,
    adjust_luminance,
    mix_chroma,
    mixing_weights,
    needs_shift,
)
from ccnet_core.masks import Mask
from ccnet_core.network import Backend

StyleOf = Callable[[Adjustments], Style | None]
LuminanceOf = Callable[[Amounts], torch.Tensor]
FinishOf = Callable[[Adjustments], Finish | None]
LocalsOf = Callable[[Sequence[Mask]], Sequence[Local]]
_DetailOf = tuple[Amounts, tuple[tuple[object, ...], ...]]
"""The controls of detail everywhere; where masks change them, how far, and how."""


class QuickColours:
    """Renders a working picture in a few milliseconds, close to what the network would give.

    Attributes:
        brightened: the photo it is for.
    """

    def __init__(
        self,
        network: Backend,
        brightened: Brightened,
        adjustments: Adjustments,
        style_of: StyleOf,
        luminance_of: LuminanceOf,
        finish_of: FinishOf,
        locals_of: LocalsOf,
        shifts: Shifts,
    ) -> None:
        """Run the network at the adjustments from which a drag may begin.

        Args:
            network: of a structure that has matrices.
            brightened: the photo.
            adjustments: the current value.
            style_of: the mix of the active references of an adjustment of the photo.
            luminance_of: the bright luminance of the working picture with as much noise as is asked for.
            finish_of: what adjustments do to display values.
            locals_of: what masks do to its working picture.
            shifts: how far styles move its colours.

        Raises:
            ValueError: the network has no matrices.
        """
        self.brightened = brightened
        self._style_of, self._finish_of, self._locals_of = style_of, finish_of, locals_of
        self._shifts = shifts
        self._key = _key(adjustments)
        self._styles = _styles(adjustments)
        ends = (0.0, 1.0) if adjustments.guiding_references else (0.0,)
        terms = [
            _terms(network, brightened, replace(adjustments, style_strength=end), style_of) for end in ends
        ]
        self._terms = torch.cat(terms)
        self._blotches = Blotches.of(brightened.bright.L.clamp(0, 1))
        self._luminance_of = luminance_of
        self._amounts_of: _DetailOf | None = None
        self._shown: tuple[tuple[Adjustments, tuple[object, ...], bytes], Tone] | None = None
        self._hold(self._wanted(adjustments), locals_of(adjustments.masks) if adjustments.masks else ())
        self._weights_of: tuple[Tone, tuple[Tensor, Tensor]] | None = None
        self._lab = np.empty((*brightened.size, 3), np.float32)
        self._table: ColourTable | None = None

    def suits(self, brightened: Brightened, adjustments: Adjustments) -> bool:
        """Whether what is held is of this photo and of the styles that are asked for."""
        return brightened is self.brightened and (
            not adjustments.guiding_references or _styles(adjustments) == self._styles
        )

    def made_for(self, brightened: Brightened, adjustments: Adjustments) -> bool:
        """Whether making it anew at these adjustments would change nothing."""
        return brightened is self.brightened and _key(adjustments) == self._key

    def render(self, adjustments: Adjustments) -> npt.NDArray[np.uint8]:
        """The working picture (h, w, 3) sRGB."""
        picture = self._rendered(without_table(adjustments))
        wanted = ColourTable.part_of(adjustments)
        if wanted == Adjustments():
            return picture
        # It stays while a hand moves what comes before it.
        if self._table is None or self._table.of != wanted:
            self._table = ColourTable(adjustments, self._finish_of(adjustments))
        return self._table.apply(picture)

    def _rendered(self, adjustments: Adjustments) -> npt.NDArray[np.uint8]:
        """The same of adjustments without what the table does."""
        height, width = self.brightened.size
        style = self._style_of(adjustments)
        half = torch.einsum("t,tchw->chw", self._weights(adjustments, style), self._terms)[None]
        shift = self._shifts.at_half(style)
        if shift is not None:
            half[..., : shift.shape[-2], : shift.shape[-1]] += shift
        masks = self._locals_of(adjustments.masks) if adjustments.masks else ()
        if self._amounts_of != self._wanted(adjustments):
            self._hold(self._wanted(adjustments), masks)
        colour_noise = self._amounts.colour_noise
        if self._blotches is not None and acts(colour_noise):
            taken = self._blotches.taken_at_half(half)
            if isinstance(colour_noise, Tensor):
                there = F.avg_pool2d(colour_noise, 2, ceil_mode=True, count_include_pad=False)
                taken[..., : there.shape[-2], : there.shape[-1]] *= there
                half = half + taken
            else:
                half = torch.add(half, taken, alpha=colour_noise)
        ab = F.interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)[..., :height, :width]
        tone = self._tone(adjustments, masks, style)
        moved = self._shifts.whole(style) if tone.mixed is not self._L or needs_shift(masks) else None
        if tone.mixed is not self._L:
            input_L = self.brightened.bright.input_L
            of = tone.of_mixed
            guidance, dim, bright = (of(x) for x in (self.brightened.guidance, input_L, self._L))
            own = own_chroma(guidance, dim, bright, adjustments, style, None if moved is None else of(moved))
            if self._weights_of is None or self._weights_of[0] is not tone:
                self._weights_of = tone, mixing_weights(input_L, self._L, tone)
            ab = mix_chroma(own, ab, input_L, self._L, tone, self._weights_of[1])
            moved = None if moved is None else moved * chroma_gain(self._L, tone.mixed)
        ab = adjust_colours(ab, tone, adjustments, masks, moved)
        lab = torch.from_numpy(self._lab)
        # What is between stays in the processor's cache so.
        for top in range(0, height, _ROWS):
            rows = slice(top, min(top + _ROWS, height))
            L, part = tone.shown[..., rows, :], ab[..., rows, :]
            scale = nearest_share(L, part).mul_(AB_SCALE)
            for channel in (0, 1):
                torch.mul(part[0, channel], scale[0, 0], out=lab[rows, :, 1 + channel])
        # OpenCV converts several times as fast as tensors do.
        rgb = cv2.cvtColor(self._lab, cv2.COLOR_Lab2RGB)
        return np.asarray(cv2.convertScaleAbs(rgb, alpha=255), np.uint8)

    def _wanted(self, adjustments: Adjustments) -> _DetailOf:
        """What decides how much noise and structure there is."""
        shaping = (mask for mask in adjustments.masks if mask.acts and mask.values.changes_detail)
        return self.brightened.amounts(adjustments), tuple(
            (*mask.place, mask.strength, mask.values.detail_values) for mask in shaping
        )

    def _hold(self, wanted: _DetailOf, masks: Sequence[Local]) -> None:
        """Hold the luminance with as much noise and structure as is asked for."""
        before = self._amounts_of
        self._amounts_of = wanted
        self._amounts = amounts_within(wanted[0], masks, self.brightened.bright.L)
        if before is None or (before[0].luminance, before[1]) != (wanted[0].luminance, wanted[1]):
            self._L = self._luminance_of(self._amounts)
            self._around = self.brightened.surroundings.around(self._L, 0, 0, self.brightened.size)
            self._shown = None

    def _tone(self, adjustments: Adjustments, masks: Sequence[Local], style: Style | None) -> Tone:
        """The luminance that is shown; in a drag of colours it stays, in the Lab picture too."""
        light = Adjustments().with_tone_of(adjustments)
        lit = (mask for mask in adjustments.masks if mask.acts and mask.values.changes_light)
        places = tuple((*mask.place, mask.strength, mask.values.light) for mask in lit)
        matched = style.curve if style else None
        key = light, places, b"" if matched is None else matched.tobytes()
        if self._shown is None or self._shown[0] != key:
            input_L = self.brightened.bright.input_L
            tone = adjust_luminance(input_L, self._L, self._around, adjustments, masks, matched)
            np.multiply(tone.shown[0, 0].numpy(), 100, out=self._lab[..., 0])
            self._shown = key, tone
        return self._shown[1]

    def _weights(self, adjustments: Adjustments, style: Style | None) -> Tensor:
        """The weight of each of the held pictures."""
        strength, guide = 0.0, style.guide if style else None
        B, c = np.eye(2), np.zeros(2)
        if guide is not None:
            strength = adjustments.style_strength
            B = (1 - strength) * B + strength * np.asarray(guide.A)
            c = strength * np.asarray(guide.t)
        scales = np.asarray(adjustments.scales)
        own = np.concatenate(((scales[:, None] * B).ravel(), scales * c))
        ends = [own] if len(self._terms) == _TERMS else [(1 - strength) * own, strength * own]
        return torch.from_numpy(np.concatenate(ends).astype(np.float32))


_TERMS = 6
_ROWS = 96
"""Brought into the gamut at once."""


def _key(adjustments: Adjustments) -> Adjustments:
    """The adjustments without what the matrices do not depend on."""
    strength = 1.0 if adjustments.guiding_references else 0.0
    return replace(adjustments.for_network, saturation=1.0, style_strength=strength)


def _styles(adjustments: Adjustments) -> tuple[AbStatistics, ...]:
    """What tells styles apart: names do not, pasted pictures all have one."""
    return tuple(reference.statistics for reference in adjustments.guiding_references)


def _terms(network: Backend, brightened: Brightened, adjustments: Adjustments, style_of: StyleOf) -> Tensor:
    """The six pictures (6, 2, h/2, w/2): for the entries of B row by row, then for those of c."""
    own, reference = adjust_guidance(brightened, adjustments, style_of(adjustments))
    return network.colour_terms(
        brightened.bright, brightened.guidance, own if reference is None else reference
    )
