"""The controls: what is declared once is the same wherever it is used."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields, replace

import pytest

from ccnet_core.adjustments import SCHEMA, Adjustments
from ccnet_core.cli.options import add_adjustment_options, read_adjustments
from ccnet_core.controls import CONTROLS, SWITCHES, TONE, Control, Section, Stage, Switch
from ccnet_core.presets import Preset, read_preset, write_preset
from ccnet_core.sidecar import read_sidecar, write_sidecar

every = pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
every_switch = pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)


def parse(*arguments: str) -> Adjustments:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_adjustment_options(parser)

    def unused(_: object) -> None:
        raise AssertionError

    return read_adjustments(parser.parse_args(arguments), unused)  # type: ignore[arg-type]


def test_adjustments_are_the_controls_the_switches_and_the_references() -> None:
    names = [declared.name for declared in (*CONTROLS, *SWITCHES)]
    assert len(set(names)) == len(names)
    assert {f.name for f in fields(Adjustments)} == {
        *names,
        "references",
        "transfer",
        "geometry",
        "curve",
        "mixer",
        "looks",
        "masks",
    }
    neutral = {c.name: c.neutral for c in CONTROLS} | {s.name: s.default for s in SWITCHES}
    assert {name: getattr(Adjustments(), name) for name in names} == neutral


def test_the_lights_controls_come_in_the_order_of_the_hand() -> None:
    order = ["brightness", "exposure", "contrast", "highlights", "shadows", "whites", "blacks"]
    order += ["clarity", "range"]
    assert list(TONE) == order
    assert next(c.label for c in CONTROLS if c.section is Section.BRIGHTEN) == "Brighten"


@every
def test_a_control_takes_its_ends_and_nothing_beyond(control: Control) -> None:
    for value in (control.low, control.high):
        assert getattr(Adjustments(**{control.name: value}), control.name) == value
    for value in (control.low - 0.01, control.high + 0.01, float("nan"), "1", True):
        with pytest.raises(ValueError, match=control.name):
            Adjustments(**{control.name: value})


@every
def test_a_control_that_has_no_value_is_the_photos_own_or_refused(control: Control) -> None:
    if control.neutral is None:
        assert getattr(Adjustments(**{control.name: None}), control.name) is None
    else:
        with pytest.raises(ValueError, match=control.name):
            Adjustments(**{control.name: None})


@every
def test_an_option_sets_its_control(control: Control) -> None:
    for name in (control.option, *control.options):
        for value in (control.low, control.high):
            assert parse(f"--{name}={value}") == Adjustments(**{control.name: value})
        with pytest.raises(argparse.ArgumentError, match="is not between"):
            parse(f"--{name}={control.high + 0.5}")


@every
def test_what_is_not_given_is_left_as_the_preset_has_it(control: Control, tmp_path) -> None:
    (tmp_path / "look.json").write_text(Adjustments(**{control.name: control.high}).to_json())
    given = parse("--preset", str(tmp_path / "look.json"), "--tint", "0.25")
    assert getattr(given, control.name) == (0.25 if control.name == "tint" else control.high)


def test_brighten_and_brightness_are_one_option_and_the_photos_own_range_can_be_asked_for(tmp_path) -> None:
    assert parse("--brighten", "1.2") == parse("--brightness", "1.2") == Adjustments(brightness=1.2)
    (tmp_path / "look.json").write_text(Adjustments(range=0.5).to_json())
    preset = ("--preset", str(tmp_path / "look.json"))
    assert parse(*preset).range == 0.5
    assert parse(*preset, "--range", "auto").range is None
    assert parse(*preset, "--range", "0").range == 0
    with pytest.raises(argparse.ArgumentError, match="'wide' is no number"):
        parse("--range", "wide")


@every
def test_presets_and_photos_keep_a_control(control: Control, tmp_path) -> None:
    adjustments = Adjustments(**{control.name: control.low})
    write_preset(tmp_path / "a.json", Preset("A", adjustments), overwrite=False)
    write_sidecar(tmp_path / "night.jpg", adjustments)
    assert read_preset(tmp_path / "a.json").adjustments == adjustments
    assert read_sidecar(tmp_path / "night.jpg") == adjustments


@every
def test_only_what_the_network_is_given_is_its_affair(control: Control) -> None:
    changed = Adjustments(**{control.name: control.low})
    kept = changed.for_network == changed
    assert kept == (control.stage is Stage.GUIDANCE)
    if not kept:
        assert changed.for_network == Adjustments()


@every
def test_light_is_taken_from_another_photo_and_colour_is_not(control: Control) -> None:
    other = Adjustments(**{control.name: control.low})
    taken = getattr(Adjustments().with_tone_of(other), control.name)
    assert (taken == control.low) == control.is_tone


@every
def test_files_of_older_schemas_know_what_there_was(control: Control) -> None:
    for schema in range(1, SCHEMA + 1):
        text = json.dumps({"schema": schema, control.name: control.low})
        if schema >= control.schema:
            assert Adjustments.from_json(text) == Adjustments(**{control.name: control.low})
        else:
            with pytest.raises(ValueError, match=f"unknown entries {control.name}$"):
                Adjustments.from_json(text)


@every_switch
def test_a_switch_is_on_or_off_everywhere(switch: Switch, tmp_path) -> None:
    assert parse() == Adjustments()
    assert parse(f"--no-{switch.option}") == Adjustments(**{switch.name: False})
    assert parse(f"--{switch.option}") == Adjustments(**{switch.name: True})
    for value in (0, None, "yes"):
        with pytest.raises(ValueError, match=f"{switch.name} must be true or false"):
            Adjustments(**{switch.name: value})
    changed = Adjustments(**{switch.name: not switch.default})
    write_preset(tmp_path / "a.json", Preset("A", changed), overwrite=False)
    write_sidecar(tmp_path / "night.jpg", changed)
    assert read_preset(tmp_path / "a.json").adjustments == read_sidecar(tmp_path / "night.jpg") == changed
    assert changed.for_network == Adjustments(), "the network is given another photo, no other values"
    for schema in range(1, SCHEMA + 1):
        text = json.dumps({"schema": schema, switch.name: not switch.default})
        assert Adjustments.from_json(json.dumps({"schema": schema})) == Adjustments()
        if schema >= switch.schema:
            assert Adjustments.from_json(text) == changed
        else:
            with pytest.raises(ValueError, match=f"unknown entries {switch.name}$"):
                Adjustments.from_json(text)


def test_a_file_of_schema_2_is_read_as_it_was_meant() -> None:
    text = """{"schema": 2, "brightness": 0.6, "exposure": -1.5, "highlights": -0.4, "shadows": 0.2,
        "saturation": 1.3, "green_magenta": 0.9, "blue_yellow": 1.1, "vibrance": 0.1, "temperature": 0.2,
        "tint": -0.1, "references": [], "style_strength": 0.5, "transfer": "monge-kantorovich"}"""
    expected = Adjustments(
        brightness=0.6,
        exposure=-1.5,
        highlights=-0.4,
        shadows=0.2,
        saturation=1.3,
        green_magenta=0.9,
        blue_yellow=1.1,
        vibrance=0.1,
        temperature=0.2,
        tint=-0.1,
    )
    assert Adjustments.from_json(text) == expected
    assert (expected.range, expected.contrast, expected.whites, expected.blacks) == (None, 0, 0, 0)
    assert expected.clarity == 0
    assert json.loads(expected.to_json())["schema"] == SCHEMA
    assert replace(expected, range=0.3) != expected
