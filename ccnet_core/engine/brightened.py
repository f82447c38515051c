"""A photo after brightening: everything that does not depend on the adjustments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.statistics import AbStatistics
from ccnet_core.engine.detail import Amounts, WorkingDetail, automatic
from ccnet_core.engine.fullsize import FullLuminance, first_tile
from ccnet_core.engine.tone import Surroundings
from ccnet_core.network import BrightLuminance
from ccnet_core.noise import NoiseProfile
from ccnet_core.photo import Photo


@dataclass(slots=True, eq=False, weakref_slot=True)
class Brightened:
    """Made once per photo and device by :meth:`Engine.brighten`.

    Tone and colour are decided on the working picture: the whole photo, reduced to a bounded size.

    Attributes:
        photo: the photo.
        bright: its working picture's luminance (1, 1, h, w), and the cached features.
        guidance: the working picture's chrominance (1, 2, h, w), (a*, b*) / 110.
        neutral: statistics of the neutral result's chrominance, where styles start from.
        surroundings: of its luminance, where the brightness of a place decides.
        noise: of its luminance at full size.
        detail: what full size takes from the working picture; None where it was not needed yet.
        full: its luminance at full size, as far as it was needed; None where it was not. All else is fixed.
    """

    photo: Photo
    bright: BrightLuminance
    guidance: Tensor
    neutral: AbStatistics
    surroundings: Surroundings
    noise: NoiseProfile
    detail: WorkingDetail | None = None
    full: FullLuminance | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the working picture."""
        return self.guidance.shape[-2], self.guidance.shape[-1]

    @property
    def is_whole(self) -> bool:
        """Whether the working picture is the photo at its full size."""
        return self.size == (self.photo.height, self.photo.width)

    @property
    def own_range(self) -> float:
        """How far light and dark are brought together, 0 to 1, unless adjustments choose another range."""
        return self.surroundings.own_range

    @property
    def own_values(self) -> Mapping[str, float]:
        """What controls are where they are left to the photo, by their names."""
        return {"range": self.own_range, **self._own_detail}

    def amounts(self, adjustments: Adjustments) -> Amounts:
        """The controls of detail, with the photo's own values where adjustments have none."""
        return Amounts.of(adjustments, self._own_detail)

    @property
    def _own_detail(self) -> Mapping[str, float]:
        return automatic(self.noise, whole=self.is_whole)

    @property
    def nbytes(self) -> int:
        """Memory it holds in bytes: the photo's pixels, tensors on any device, luminance at full size."""
        tensors = [self.bright.L, self.bright.input_L, *self.bright.prepared, self.guidance]
        context = self.bright.context
        tensors += [self.surroundings.maps, *([] if context is None else [context])]
        tensors += [] if self.detail is None else self.detail.tensors
        # A view holds all of its storage, and several may share one.
        storages = {
            storage.data_ptr(): storage.nbytes() for storage in (t.untyped_storage() for t in tensors)
        }
        full = 0 if self.full is None else self.full.nbytes
        return self.photo.nbytes + sum(storages.values()) + full

    @property
    def nbytes_with_full(self) -> int:
        """Memory that it holds in bytes once it has its luminance at full size."""
        full = FullLuminance.nbytes_of((self.photo.height, self.photo.width), self.size)
        detail = WorkingDetail.nbytes_of(self.size)
        return self.nbytes + (0 if self.full else full) + (0 if self.detail else detail)

    def begin_full(self) -> FullLuminance:
        """Its luminance at full size, of which nothing need be there yet."""
        if self.full is None:
            tone = self.bright.L[0, 0].clamp(0, 1).float().cpu().numpy()
            size = self.photo.height, self.photo.width
            self.full = FullLuminance(tone, size, first_tile(self.device))
        return self.full

    @property
    def device(self) -> torch.device:
        """Where its tensors are."""
        return self.guidance.device

    def to(self, device: torch.device) -> Brightened:
        """The same on another device, with the same luminance at full size."""
        bright = BrightLuminance(
            self.bright.L.to(device),
            self.bright.input_L.to(device),
            tuple(x.to(device) for x in self.bright.prepared),
            None if self.bright.context is None else self.bright.context.to(device),
        )
        return replace(
            self,
            bright=bright,
            guidance=self.guidance.to(device),
            surroundings=self.surroundings.to(device),
            detail=None,
        )
