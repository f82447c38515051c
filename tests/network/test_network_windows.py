"""Means over the surroundings of pixels."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.network.windows import mean_around


@pytest.mark.parametrize("inference", [False, True], ids=["trained", "used"])
@pytest.mark.parametrize(
    ("repeated", "expected"),
    [
        (False, [[2.5, 3.0, 3.5], [2.5, 3.0, 3.5]]),
        (True, [[2.0, 8 / 3, 10 / 3], [8 / 3, 10 / 3, 4.0]]),
    ],
)
def test_beyond_its_border_a_picture_is_left_out_or_as_at_its_border(
    repeated: bool, expected: list[list[float]], inference: bool
) -> None:
    picture = torch.tensor([[[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]]]])
    with torch.inference_mode(inference):
        found = mean_around(picture, 1, repeated=repeated)
    torch.testing.assert_close(found, torch.tensor([[expected]]))


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 20), st.booleans(), st.booleans())
def test_a_network_that_is_used_has_the_means_it_was_trained_with(
    height: int, width: int, radius: int, repeated: bool, last: bool
) -> None:
    picture = torch.rand((2, 3, height, width), generator=torch.Generator().manual_seed(height))
    if last:
        picture = picture.to(memory_format=torch.channels_last)
    trained = mean_around(picture, radius, repeated=repeated)
    with torch.inference_mode():
        torch.testing.assert_close(mean_around(picture, radius, repeated=repeated), trained)


def test_gradients_go_through_it() -> None:
    picture = torch.zeros((1, 1, 5, 5), requires_grad=True)
    mean_around(picture, 1)[0, 0, 2, 2].backward()
    assert picture.grad is not None
    torch.testing.assert_close(picture.grad[0, 0, 1:4, 1:4], torch.full((3, 3), 1 / 9))
