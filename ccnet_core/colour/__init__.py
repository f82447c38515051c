"""Colour: sRGB and CIE Lab, the gamut, and the statistics that carry a style."""

from ccnet_core.colour.gamut import limit_chroma
from ccnet_core.colour.lab import AB_SCALE, lab_to_srgb, srgb_to_lab
from ccnet_core.colour.luminance import chroma_gain
from ccnet_core.colour.statistics import AbMap, AbStatistics, TransferMethod, mix_maps, transfer_map, wasserstein

__all__ = [
    "AB_SCALE",
    "AbMap",
    "AbStatistics",
    "TransferMethod",
    "chroma_gain",
    "lab_to_srgb",
    "limit_chroma",
    "mix_maps",
    "srgb_to_lab",
    "transfer_map",
    "wasserstein",
]
