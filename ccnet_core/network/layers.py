"""Asking between the layers of a network whether its work is still wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from torch import nn


@contextmanager
def asked_between_layers(network: object, ask: Callable[[], None]) -> Iterator[None]:
    """While this lasts, ``ask`` is called before each layer of a network that runs.

    A pass over a large picture takes half a second, a layer of it some hundredths. What ``ask`` raises ends
    the pass; the network is as before. Whoever is asked may run the same network for something else: nobody
    is asked within that.

    Args:
        network: a module of PyTorch; of anything else nothing is known to ask between.
        ask: takes no time where nothing else is to be done.
    """
    asking = False

    def before_layer(*_: object) -> None:
        nonlocal asking
        if asking:
            return
        asking = True
        try:
            ask()
        finally:
            asking = False

    layers = network.modules() if isinstance(network, nn.Module) else iter(())
    handles = [
        layer.register_forward_pre_hook(before_layer) for layer in layers if not list(layer.children())
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
