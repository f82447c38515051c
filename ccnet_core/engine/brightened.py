"""A photo after brightening: everything that does not depend on the adjustments."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ccnet_core.colour.statistics import AbStatistics
from ccnet_core.engine.tone import Surroundings
from ccnet_core.network import BrightLuminance
from ccnet_core.photo import Photo


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Brightened:
    """Made once per photo and device by :meth:`Engine.brighten`.

    Tone and colour are decided on the working picture: the whole photo, reduced to a bounded size.

    Attributes:
        photo: the photo.
        bright: its working picture's luminance (1, 1, h, w), and the cached features.
        guidance: the working picture's chrominance (1, 2, h, w), (a*, b*) / 110.
        neutral: statistics of the neutral result's chrominance, where styles start from.
        surroundings: of its luminance, where the brightness of a place decides.
    """

    photo: Photo
    bright: BrightLuminance
    guidance: Tensor
    neutral: AbStatistics
    surroundings: Surroundings

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the working picture."""
        return self.guidance.shape[-2], self.guidance.shape[-1]

    @property
    def own_range(self) -> float:
        """How far light and dark are brought together, 0 to 1, unless adjustments choose another range."""
        return self.surroundings.own_range

    @property
    def nbytes(self) -> int:
        """Memory it holds in bytes, on whatever device: the photo's pixels and all its tensors."""
        tensors = [self.bright.L, self.bright.input_L, *self.bright.prepared, self.guidance]
        context = self.bright.context
        tensors += [self.surroundings.maps, *([] if context is None else [context])]
        # A view holds all of its storage, and several may share one.
        storages = {
            storage.data_ptr(): storage.nbytes() for storage in (t.untyped_storage() for t in tensors)
        }
        return self.photo.nbytes + sum(storages.values())

    @property
    def device(self) -> torch.device:
        """Where its tensors are."""
        return self.guidance.device

    def to(self, device: torch.device) -> Brightened:
        """The same on another device."""
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
        )
