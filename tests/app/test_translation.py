from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator

from app.translation import TRANSLATIONS, spoken_language

SHOW = """
import sys
from PySide6.QtCore import QCoreApplication, QLocale
from app import translation
application = QCoreApplication([])
translation.TRANSLATIONS = sys.argv[2]
print(translation.install_translation(application, sys.argv[1]))
print(QCoreApplication.translate("MainWindow", "Fit"), QCoreApplication.translate("MainWindow", "Quit"))
print(QCoreApplication.translate("QPlatformTheme", "Cancel"))
"""
SOURCE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de_DE"><context>
<name>MainWindow</name><message><source>Fit</source><translation>Einpassen</translation></message>
<message><source>Quit</source><translation type="unfinished"></translation></message></context></TS>"""


def say(language: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SHOW, language, str(folder)], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_translated_texts_are_shown_and_empty_ones_in_english(tmp_path: Path) -> None:
    source = tmp_path / "ccnet_de.ts"
    source.write_text(SOURCE, encoding="utf-8")
    lrelease = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([lrelease, "-nounfinished", source], check=True, capture_output=True)
    assert say("de", tmp_path) == ["de", "Einpassen", "Quit", "Abbrechen"]
    assert say("en", tmp_path) == ["en", "Fit", "Quit", "Cancel"]
    # Its file is missing here.
    assert say("zh", tmp_path)[:3] == ["zh", "Fit", "Quit"]


def test_the_system_speaks_the_first_of_its_languages_that_is_known() -> None:
    assert spoken_language("system", QLocale("de_AT")) == "de"
    assert spoken_language("system", QLocale("zh_CN")) == "zh"
    assert spoken_language("system", QLocale("fr_FR")) == "en"
    assert spoken_language("zh", QLocale("de_DE")) == "zh"


@pytest.mark.parametrize("language", ["de", "zh"])
def test_what_ships_was_built(language: str, qapp: object) -> None:
    assert (TRANSLATIONS / f"ccnet_{language}.ts").is_file()
    assert QTranslator(qapp).load(QLocale(language), "ccnet", "_", str(TRANSLATIONS))  # type: ignore[arg-type]
