"""Adjustments: a frozen value that is always valid and survives its file."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from ccnet_samples import CONTROL_VALUES
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import SCHEMA, Adjustments, Reference
from ccnet_core.batch import BatchJob
from ccnet_core.colour import AbStatistics, TransferMethod

_STATISTICS = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))


@st.composite
def _references(draw: st.DrawFn) -> Reference:
    sa, sb = draw(st.floats(0, 0.5)), draw(st.floats(0, 0.5))
    mean = (draw(st.floats(-1, 1)), draw(st.floats(-1, 1)))
    statistics = AbStatistics(mean, (sa * sa, draw(st.floats(-1, 1)) * sa * sb, sb * sb))
    # Of a path with a NUL, which no file can have, nothing is kept.
    path = draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    return Reference(draw(st.text()), statistics, draw(st.floats(0, 1e6)), path)


_adjustments = st.builds(
    Adjustments,
    **CONTROL_VALUES,
    references=st.lists(_references(), max_size=3).map(tuple),
    transfer=st.sampled_from(TransferMethod),
)


def _document(**changes: object) -> str:
    return json.dumps(json.loads(Adjustments().to_json()) | changes)


@given(_adjustments)
def test_adjustments_survive_json(adjustments: Adjustments) -> None:
    assert Adjustments.from_json(adjustments.to_json()) == adjustments


def test_of_a_path_that_no_file_can_have_nothing_is_kept() -> None:
    adjustments = Adjustments(references=(Reference("old town", _STATISTICS, path="a\0b.jpg"),))
    (reference,) = Adjustments.from_json(adjustments.to_json()).references
    assert (reference.name, reference.path) == ("old town", "")


def test_a_thumbnail_survives_json_and_decides_nothing() -> None:
    plain, shown = (
        Adjustments(references=(Reference("old town", _STATISTICS, thumbnail=data),))
        for data in (b"", b"\xff")
    )
    assert Adjustments.from_json(shown.to_json()).references[0].thumbnail == b"\xff"
    assert "thumbnail" not in plain.to_json()
    assert (plain, hash(plain)) == (shown, hash(shown))
    jobs = (BatchJob((), Path("out"), adjustments=adjustments) for adjustments in (plain, shown))
    assert len({job.settings_digest(job.adjustments) for job in jobs}) == 1


@pytest.mark.parametrize("text", ["?", "é", "A" * 10**6, 7, None])
def test_what_cannot_be_a_thumbnail_is_done_without(text: object) -> None:
    values = json.loads(Adjustments(references=(Reference("old town", _STATISTICS),)).to_json())
    values["references"][0]["thumbnail"] = text
    (reference,) = Adjustments.from_json(json.dumps(values)).references
    assert reference.statistics == _STATISTICS
    assert reference.thumbnail == b""


def test_adjustments_can_neither_be_changed_nor_lose_their_hash() -> None:
    adjustments = Adjustments(references=(Reference("old town", _STATISTICS),))
    with pytest.raises(FrozenInstanceError):
        adjustments.saturation = 2.0
    assert hash(adjustments) == hash(Adjustments(references=(Reference("old town", _STATISTICS),)))


@pytest.mark.parametrize(
    "name", ["brightness", "style_strength", "saturation", "green_magenta", "blue_yellow"]
)
@pytest.mark.parametrize(
    "value",
    [-0.01, 3.01, float("nan"), float("inf"), "1", None, True, 10**400],
    ids=lambda value: str(value)[:9],
)
def test_values_out_of_range_are_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Adjustments(**{name: value})


@pytest.mark.parametrize("weight", [-1.0, float("nan"), "1"])
def test_weights_out_of_range_are_named(weight: object) -> None:
    with pytest.raises(ValueError, match="weight"):
        Reference("old town", _STATISTICS, weight)


@pytest.mark.parametrize(
    ("mean", "covariance", "told"),
    [
        ((1e300, 0), (0.01, 0, 0.01), "mean of a must lie between -2 and 2"),
        ((0, -3), (0.01, 0, 0.01), "mean of b must lie between -2 and 2"),
        ((0, 0), (0.01, 0, 1e30), "variance of b must lie between 0 and 4"),
    ],
)
def test_statistics_that_no_picture_has_are_named(mean: tuple, covariance: tuple, told: str) -> None:
    reference = {"name": "x", "statistics": {"mean": mean, "covariance": covariance}}
    with pytest.raises(ValueError, match=told):
        Adjustments.from_json(_document(references=[reference]))


@given(_references())
def test_transfer_by_its_name_and_references_in_a_list_are_the_same_value(reference: Reference) -> None:
    loose = Adjustments(references=[reference], transfer="reinhard")  # type: ignore[arg-type]
    strict = Adjustments(references=(reference,), transfer=TransferMethod.REINHARD)
    assert loose.transfer is TransferMethod.REINHARD
    assert loose == strict
    assert hash(loose) == hash(strict)


def test_transfer_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="'average' is not a valid TransferMethod"):
        Adjustments(transfer="average")  # type: ignore[arg-type]


def test_references_without_weight_or_strength_have_no_effect() -> None:
    counts, silent = Reference("a", _STATISTICS), Reference("b", _STATISTICS, weight=0)
    assert Adjustments(references=(counts, silent)).active_references == (counts,)
    assert Adjustments(references=(counts,), style_strength=0).active_references == ()


def test_newer_schemas_are_refused_with_the_one_that_is_read() -> None:
    with pytest.raises(ValueError, match=f"schema {SCHEMA + 1}.*up to {SCHEMA}"):
        Adjustments.from_json(_document(schema=SCHEMA + 1))


@pytest.mark.parametrize("schema", [None, "1", 1.0, True, 0, -1])
def test_what_is_no_schema_is_refused(schema: object) -> None:
    with pytest.raises(ValueError, match="schema"):
        Adjustments.from_json(_document(schema=schema))


_REFERENCE = {"name": "old town", "statistics": _STATISTICS.to_dict()}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "not adjustments"),
        ("{", "not adjustments"),
        ("[" * 100_000, "not adjustments"),
        ("[]", "an object"),
        ("null", "an object"),
        ("{}", "schema None"),
        (_document(magic=1, blur=2), "not adjustments: unknown entries blur, magic$"),
        (_document(saturation=None), "saturation"),
        (_document(saturation=4), "saturation"),
        (_document(transfer="magic"), "magic"),
        (_document(transfer=[]), "TransferMethod"),
        (_document(references=3), "a list of references"),
        (_document(references=["old town"]), "a name and statistics"),
        (_document(references=[{"name": "old town"}]), "statistics"),
        (_document(references=[_REFERENCE | {"statistics": {"mean": [0, 0]}}]), "covariance"),
        (_document(references=[_REFERENCE | {"weight": "1"}]), "weight"),
    ],
    ids=range(16),
)
def test_broken_documents_are_refused_in_words(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Adjustments.from_json(text)


def test_document_without_optional_entries_takes_the_defaults() -> None:
    assert Adjustments.from_json(json.dumps({"schema": SCHEMA})) == Adjustments()
