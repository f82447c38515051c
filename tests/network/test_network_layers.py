"""Asking between layers: whoever waits for a network is answered within a pass."""

from __future__ import annotations

import pytest
import torch
from ccnet_samples import random_lab, tiny_detail

from ccnet_core.network.layers import asked_between_layers
from ccnet_core.noise import KNOTS

_TOLD = torch.full((1, len(KNOTS) + 1), 0.01)


class _NotWantedError(Exception):
    pass


def test_what_is_asked_may_run_the_same_network_and_is_not_asked_within_that() -> None:
    network, (L, ab) = tiny_detail(), random_lab(16, 24)
    expected = network(L, ab, _TOLD)
    found: list[torch.Tensor] = []
    with asked_between_layers(network, lambda: found.append(network(L, ab, _TOLD))):
        assert torch.equal(network(L, ab, _TOLD), expected)
    asked = len(found)
    assert asked > 10
    assert all(torch.equal(x, expected) for x in found)
    network(L, ab, _TOLD)
    assert len(found) == asked


def test_what_is_raised_ends_the_pass_and_leaves_the_network_as_it_was() -> None:
    network, (L, ab) = tiny_detail(), random_lab(16, 24)
    expected, asked = network(L, ab, _TOLD), 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        if asked == 4:
            raise _NotWantedError

    with pytest.raises(_NotWantedError), asked_between_layers(network, ask):
        network(L, ab, _TOLD)
    assert torch.equal(network(L, ab, _TOLD), expected)
    assert asked == 4


def test_of_what_is_no_module_nothing_is_asked() -> None:
    with asked_between_layers(torch.neg, pytest.fail):
        assert torch.neg(torch.ones(1)) == -1
