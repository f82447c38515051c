"""Styles as this photo and this network need them: what comes out has the statistics that were asked for.

Statistical transfer maps the guidance, but the network colours what it is given in its own way, and colours
no screen can show are brought back: the result keeps a third of its distance to the style. So the result is
measured on a small picture of the photo, and what is missing is added to the map.
"""

from __future__ import annotations

import torch

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import (
    AbMap,
    AbStatistics,
    TransferMethod,
    chroma_gain,
    limit_chroma,
    mix_maps,
    transfer_map,
    wasserstein,
)
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.pixels import to_lab
from ccnet_core.network import Backend
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels, reduced_size

SAMPLE_PIXELS = 60_000
"""Size of the picture that is measured."""
_CORRECTIONS = 2
_STATISTICS_PIXELS = 250_000


def picture_statistics(photo: Photo) -> AbStatistics:
    """The style of a reference picture: the mean and covariance of its a, b. No network is needed."""
    size = reduced_size(photo.height, photo.width, _STATISTICS_PIXELS)
    _, ab = to_lab(reduce_pixels(photo.pixels, size), torch.device("cpu"))
    return AbStatistics.of(ab)


class StyleMaps:
    """Maps from one photo's neutral colours to styles; each is made when it is first asked for."""

    def __init__(self, network: Backend, sample: Brightened) -> None:
        """Prepare for a photo.

        Args:
            network: on the sample's device.
            sample: the photo, brightened as a picture of :data:`SAMPLE_PIXELS`, so that a style is the same
                in thumbnails, preview and export.
        """
        self._network = network
        # Not the sample itself, which would hold the whole photo.
        self._bright, self._guidance, self._neutral = sample.bright, sample.guidance, sample.neutral
        self._L = sample.bright.L.clamp(0, 1)
        self._gain = chroma_gain(sample.bright.input_L, sample.bright.L)
        self._maps: dict[tuple[AbStatistics, TransferMethod], AbMap] = {}

    def mix(self, adjustments: Adjustments) -> AbMap:
        """The map to the mix of the active references, of which there must be one."""
        references = adjustments.active_references
        maps = [self._map(reference, adjustments.transfer) for reference in references]
        return mix_maps(maps, [reference.weight for reference in references])

    def _map(self, reference: Reference, method: TransferMethod) -> AbMap:
        key = reference.statistics, method
        if key not in self._maps:
            with torch.inference_mode():
                self._maps[key] = self._make(reference.statistics, method)
        return self._maps[key]

    def _make(self, wanted: AbStatistics, method: TransferMethod) -> AbMap:
        best = transfer_map(self._neutral, wanted, method)
        if not self._network.structure.is_size_independent:
            # What comes out of the sample says little of what comes out of the photo.
            return best
        reached = self._result(best)
        distance = wasserstein(reached, wanted)
        for _ in range(_CORRECTIONS):
            corrected = best.then(transfer_map(reached, wanted, method))
            reached = self._result(corrected)
            if not wasserstein(reached, wanted) < distance:
                break
            best, distance = corrected, wasserstein(reached, wanted)
        return best

    def _result(self, style: AbMap) -> AbStatistics:
        """Statistics of what is shown with a style at full strength."""
        reference = style(self._guidance, self._gain)
        ab = self._network.colorize(self._bright, self._guidance, reference, 1.0)
        return AbStatistics.of(limit_chroma(self._L, ab))
