"""What ships in resources/translations: complete, in step with the code, and short enough for the window."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QMimeData, QSize, QTranslator
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, open_and_wait, show_batch

from app.dialogs.about import AboutDialog, ShortcutsDialog
from app.dialogs.error import ErrorDialog
from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.dialogs.preset_name import PresetNameDialog
from app.document.preferences import Preferences
from app.translation import TRANSLATIONS
from app.window.window import MainWindow
from ccnet_core.batch import Outcome, State
from ccnet_core.engine import Engine
from ccnet_core.masks import MaskKind
from ccnet_core.paths import ROOT
from ccnet_core.photo import open_photo
from ccnet_core.sidecar import read_sidecar

APP = [*sorted((ROOT / "app").rglob("*.py")), ROOT / "ccnet_core" / "controls.py"]
Text = tuple[str, str, str]
"""Context, source, and what tells apart texts that are the same in English."""
both = pytest.mark.parametrize("language", ["de", "zh"])


def read_texts(path: Path) -> dict[Text, ElementTree.Element]:
    """The translations of a .ts file by their text."""
    texts: dict[Text, ElementTree.Element] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            names = (context.findtext("name"), message.findtext("source"), message.findtext("comment"))
            translation = message.find("translation")
            assert translation is not None
            texts[names[0] or "", names[1] or "", names[2] or ""] = translation
    return texts


def source_of(language: str) -> Path:
    return TRANSLATIONS / f"ccnet_{language}.ts"


def tool(name: str) -> Path:
    found = Path(sys.executable).parent / name
    if not found.is_file():
        pytest.skip(f"{name} is not installed beside Python")
    return found


def placeholders(text: str) -> Counter[tuple[str | None, str | None, str | None]]:
    return Counter((field, spec, kind) for _, field, spec, kind in Formatter().parse(text) if field)


@both
def test_every_text_is_translated(language: str) -> None:
    texts = read_texts(source_of(language))
    assert texts
    assert [text for text, t in texts.items() if t.get("type") or not (t.text or "").strip()] == []


@both
def test_translations_keep_what_the_program_relies_on(language: str) -> None:
    for (_, source, _), translation in read_texts(source_of(language)).items():
        text = translation.text or ""
        assert placeholders(text) == placeholders(source), source
        assert len(re.findall(r"&\w", text)) == len(re.findall(r"&\w", source)), source
        assert text.endswith("…") == source.endswith("…"), source
        assert re.findall(r"</?\w+>", text) == re.findall(r"</?\w+>", source)
        assert (text[0] == " ", text[-1] == " ") == (source[0] == " ", source[-1] == " "), source


@both
def test_the_files_hold_every_text_of_the_code(language: str) -> None:
    """Seen by Python's own parser: lupdate passes over what it does not understand, as f-strings."""
    known = {source for _, source, _ in read_texts(source_of(language))}
    lost = []
    for path in APP:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in ("tr", "translate", "QT_TRANSLATE_NOOP"):
                text = call.args[name != "tr"]
                if ast.unparse(text) in ("text.template", "words", "text"):
                    continue  # one of the tables, here or where controls are declared
                if not isinstance(text, ast.Constant) or text.value not in known:
                    lost.append(f"{path.name}:{call.lineno}")
    assert lost == []


@both
def test_the_files_are_in_step_with_the_code(language: str, tmp_path: Path) -> None:
    lupdate = tool("pyside6-lupdate")
    fresh = tmp_path / source_of(language).name
    subprocess.run([lupdate, "-locations", "none", *APP, "-ts", fresh], check=True, capture_output=True)
    found, kept = set(read_texts(fresh)), set(read_texts(source_of(language)))
    assert found - kept == set(), "run make translations, and translate these"
    assert kept - found == set(), "run make translations: these are gone from the code"


@both
def test_what_the_window_reads_is_built_from_the_texts(language: str, tmp_path: Path) -> None:
    lrelease = tool("pyside6-lrelease")
    fresh = tmp_path / "fresh.qm"
    build = [lrelease, "-nounfinished", source_of(language), "-qm", fresh]
    subprocess.run(build, check=True, capture_output=True)
    assert fresh.read_bytes() == source_of(language).with_suffix(".qm").read_bytes(), "run make translations"


@pytest.fixture(params=["en", "de", "zh"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The application speaks a language during a test."""
    if request.param == "en":
        yield "en"
        return
    translator = QTranslator(qapp)
    assert translator.load(QLocale(request.param), "ccnet", "_", str(TRANSLATIONS))
    qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)


def clipped(widget: QWidget) -> list[str]:
    """The labels, buttons and boxes in a widget that are narrower than their text."""
    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisibleTo(widget) or not isinstance(child, QLabel | QPushButton | QCheckBox):
            continue
        elides = child.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
        wraps = isinstance(child, QLabel) and child.wordWrap()
        needed: QSize = child.sizeHint()
        if child.text() and not elides and not wraps and needed.width() > child.width():
            found.append(f"{child.text()}: {child.width()} of {needed.width()} px")
    return found


def mnemonics(texts: list[str]) -> Counter[str]:
    return Counter(key.casefold() for text in texts for key in re.findall(r"&(\w)", text))


def test_the_window_has_room_for_the_texts(
    spoken: str,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Callable[..., Path],
    qtbot: QtBot,
) -> None:
    window = make_window(network.load)
    open_and_wait(window, make_photo(), qtbot)
    labels = {label.text() for label in window.panel.findChildren(QLabel)}
    assert {"en": "Saturation", "de": "Sättigung", "zh": "饱和度"}[spoken] in labels
    assert clipped(window.panel) == []
    assert clipped(window.welcome) == []
    scroll = window.panel.findChild(QScrollArea, "panelScroll")
    assert isinstance(scroll, QScrollArea)
    assert scroll.widget().width() <= scroll.viewport().width()
    window.cropping.begin()
    crop = window.cropping.panel
    assert clipped(crop) == []
    of_crop = crop.findChild(QScrollArea, "panelScroll")
    assert isinstance(of_crop, QScrollArea)
    assert of_crop.widget().minimumSizeHint().width() <= crop.minimumWidth()
    window.cropping.give_up()
    window.masking.begin()
    for kind in (MaskKind.LUMINANCE, MaskKind.BRUSH):
        window.masking.panel.add[kind].click()
    masks = window.masking.panel
    assert clipped(masks) == []
    of_masks = masks.findChild(QScrollArea, "panelScroll")
    assert isinstance(of_masks, QScrollArea)
    assert of_masks.widget().minimumSizeHint().width() <= masks.minimumWidth()
    window.masking.end()
    menus = [action.text() for action in window.menuBar().actions()]
    keys = mnemonics(menus)
    assert len(keys) == sum(keys.values()) == len(menus)


def test_the_dialogs_have_room_for_the_texts(
    spoken: str,
    window: MainWindow,
    make_photo: Callable[..., Path],
    qtbot: QtBot,
) -> None:
    preferences = PreferencesDialog(Preferences(), window)
    batch = show_batch(window)
    export = ExportDialog(open_photo(make_photo()))
    shortcuts = ShortcutsDialog(window.menuBar(), window)
    others = (
        export,
        AboutDialog("CPU"),
        ErrorDialog("what happened"),
        PresetNameDialog("", "night", lambda _: ("", True)),
    )
    for dialog in (preferences, batch, shortcuts, *others):
        qtbot.addWidget(dialog)
        dialog.show()
        assert clipped(dialog) == []

    assert shortcuts.list.sizeHintForColumn(0) <= shortcuts.list.columnWidth(0)
    menu = shortcuts.list.topLevelItem(0)
    assert menu is not None
    assert menu.text(0) == {"en": "File", "de": "Datei", "zh": "文件"}[spoken]
    batch.table.list_photos([Path("night.png")])
    for state in (None, *State):
        if state is not None:
            batch.table.show_outcome(0, Outcome(Path("night.png"), state))
        assert batch.table.sizeHintForColumn(1) <= batch.table.columnWidth(1)
    for dialog in (preferences, batch, export):
        labels = [label.text() for label in dialog.findChildren(QLabel) if label.buddy() is not None]
        keys = mnemonics(labels + [button.text() for button in dialog.findChildren(QAbstractButton)])
        assert keys
        assert max(keys.values()) == 1, keys


def test_styles_and_pasted_pictures_are_shown_in_the_window_s_language_and_kept_in_english(
    spoken: str,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Callable[..., Path],
    qtbot: QtBot,
) -> None:
    window = make_window(network.load)
    night = make_photo()
    open_and_wait(window, night, qtbot)
    styles = [button.text() for button in window.panel.gallery.buttons]
    blue = styles.index({"en": "Blue hour", "de": "Blaue Stunde", "zh": "蓝调时刻"}[spoken])
    window.panel.gallery.buttons[blue].click()
    assert window.panel.gallery.buttons[blue].isChecked()
    assert styles[blue] in window.studio.document.history.undoText()
    data = QMimeData()
    data.setImageData(QImage(str(night)))
    with qtbot.waitSignal(window.studio.reference_measured, timeout=TIMEOUT):
        window.opening.take(data, as_reference=True)
    pasted = {"en": "Pasted picture", "de": "Eingefügtes Bild", "zh": "粘贴的图片"}[spoken]
    assert [row.weight.box.accessibleName() for row in window.panel.references.rows] == [
        styles[blue],
        pasted,
    ]
    window.studio.autosave.flush()
    kept = read_sidecar(night)
    assert kept is not None
    assert [reference.name for reference in kept.references] == ["Blue hour", "Pasted picture"]
    device = window.status.device
    assert device.startswith({"en": "CPU, ", "de": "CPU, ", "zh": "CPU，"}[spoken])
    assert device.endswith({"en": ("thread", "threads"), "de": ("Thread", "Threads"), "zh": "个线程"}[spoken])
