"""Errors that are raised without a window are told in its language, and on the command line in English."""

from __future__ import annotations

import ast
import errno
import pickle
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.dialogs.export import ExportDialog
from app.translation import TRANSLATIONS
from app.widgets.messages import NAMES, TEMPLATES, named, photo_name, reference_name, told, translated
from app.widgets.numbers import decimal
from ccnet_core.adjustments import Reference
from ccnet_core.batch import BatchJob, BatchProgress, Outcome, State
from ccnet_core.batch.processes import ProcessError, run_in_processes
from ccnet_core.engine.devices import choose_device, describe_device
from ccnet_core.errors import cannot_open, cannot_save
from ccnet_core.messages import Message
from ccnet_core.network import WeightsError, load_network
from ccnet_core.paths import ROOT
from ccnet_core.photo import WRITABLE_SUFFIXES, ExportOptions, Photo, PhotoError, open_photo
from ccnet_core.styles import load_styles

_ERRORS = {
    *("PhotoError", "FolderError", "CutShortError", "SidecarError", "PresetError", "WeightsError"),
    *("DocumentKind", "Message", "unsupported"),
}
_TEXTS = {"advice", "problem", "reason", "_SAVING", "_OPENING", "_SAVING_ADVICE", "SAVE_OTHERWISE", "_ADVICE"}
_FILES = [
    *(ROOT / "ccnet_core" / "photo").glob("*.py"),
    *(
        ROOT / "ccnet_core" / "batch" / f"{name}.py"
        for name in ("job", "ledger", "processes", "record", "run")
    ),
    ROOT / "ccnet_core" / "errors.py",
    ROOT / "ccnet_core" / "sidecar.py",
    ROOT / "ccnet_core" / "presets.py",
    ROOT / "ccnet_core" / "documents.py",
    ROOT / "ccnet_core" / "network" / "checkpoint.py",
    *(ROOT / "ccnet_core" / "engine" / f"{name}.py" for name in ("devices", "engine")),
]


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator, before = QTranslator(qapp), QLocale()
    assert translator.load(QLocale("de"), "ccnet", "_", str(TRANSLATIONS))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale("de_DE"))
    yield
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def failure(path: Path) -> PhotoError:
    with pytest.raises(PhotoError) as caught:
        open_photo(path)
    return caught.value


@pytest.mark.usefixtures("german")
def test_photos_that_cannot_be_opened_are_told_in_german(tmp_path: Path) -> None:
    (tmp_path / "leer.jpg").touch()
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    error = failure(tmp_path / "leer.jpg")
    assert str(error) == "leer.jpg: the file is empty. Copy it again from where it came from."
    assert (
        told(error) == "leer.jpg: die Datei ist leer. Kopieren Sie sie noch einmal von dort, woher sie kam."
    )
    assert told(failure(tmp_path / "fort.jpg")).startswith("fort.jpg: die Datei existiert nicht. ")
    assert told(failure(tmp_path / "text.jpg")).startswith("text.jpg: das ist kein Bild")
    assert "Ordner" in told(failure(tmp_path))


@pytest.mark.usefixtures("german")
def test_values_are_filled_into_the_german_text() -> None:
    error = cannot_save(Path("a{b}.png"), OSError(errno.EIO, "Input/output error"))
    assert str(error).startswith("a{b}.png: it could not be saved (Input/output error). ")
    assert told(error).startswith("a{b}.png: sie konnte nicht gespeichert werden (Input/output error). ")
    assert "sie konnte nicht gelesen werden (broken)" in told(cannot_open(Path("x"), OSError("broken")))


@pytest.mark.usefixtures("german")
def test_weights_that_cannot_be_used_are_told_in_german(tmp_path: Path) -> None:
    for name, begin in (("a.safetensors", "kann nicht als Gewichte"), ("b.pth", "enthält keine Gewichte")):
        (tmp_path / name).write_bytes(b"nothing")
        with pytest.raises(WeightsError, match=rf"{name}: (cannot|is no)") as caught:
            load_network(tmp_path / name)
        assert told(caught.value).startswith(f"{name}: {begin}")


@pytest.mark.usefixtures("german")
def test_the_export_dialog_tells_in_german_of_a_format_that_cannot_be_saved(
    make_photo: Callable[..., Path], qtbot: QtBot
) -> None:
    dialog = ExportDialog(open_photo(make_photo()))
    qtbot.addWidget(dialog)
    dialog.path.setText("out.bmp")
    assert not dialog.export.isEnabled()
    assert dialog.problem.text() == (
        "out.bmp: zur Endung .bmp gehört kein Format, in dem gespeichert werden kann. "
        f"Verwenden Sie eine dieser Endungen: {', '.join(WRITABLE_SUFFIXES)}."
    )


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("template", "english", "begin"),
    [
        (
            "a{",
            "The name 'a{' has a lone brace. Use",
            "Im Namen 'a{' steht eine einzelne geschweifte Klammer.",
        ),
        (
            "{title}",
            "The name '{title}' has an unknown placeholder {title}. Use",
            "Im Namen '{title}' steht ein unbekannter Platzhalter {title}.",
        ),
        (" ", "The results need a name. Use", "Die Ergebnisse brauchen einen Namen."),
        ("../x", "The name '../x' leads into", "Der Name '../x' führt in einen anderen Ordner."),
    ],
    ids=["brace", "placeholder", "nothing", "folder"],
)
def test_names_that_a_batch_cannot_give_are_told_in_german(template: str, english: str, begin: str) -> None:
    with pytest.raises(PhotoError) as caught:
        BatchJob((Path("night.jpg"),), Path(), template=template)
    assert str(caught.value).startswith(english)
    advice = "Verwenden Sie {name}, {number} und {date}, zum Beispiel {name}-hell."
    assert told(caught.value) == f"{begin} {advice}"


@pytest.mark.usefixtures("german")
def test_a_sentence_begins_with_a_capital_only_where_no_file_is_named() -> None:
    with pytest.raises(PhotoError) as caught:
        ExportOptions(quality=101)
    assert str(caught.value) == "There is no quality 101. Choose one from 1 to 100."
    assert told(caught.value) == "Es gibt keine Qualität 101. Wählen Sie eine von 1 bis 100."
    error = PhotoError(Path("night.jpg"), "the disk is full", "Free some space.")
    assert str(error) == "night.jpg: the disk is full. Free some space."
    assert told(error) == "night.jpg: der Datenträger ist voll. Schaffen Sie Platz."


@pytest.mark.usefixtures("german")
def test_what_is_not_listed_stays_english() -> None:
    assert told(ValueError("nothing known")) == "nothing known"
    assert told(PhotoError(None, "nothing known", "Do this.")) == "Nothing known. Do this."
    assert translated("the file is empty") == "the file is empty"  # a text that happens to be one


@pytest.mark.usefixtures("german")
def test_numbers_have_the_decimal_mark_of_the_language() -> None:
    assert decimal(12.25, 1) in ("12,3", "12,2")
    assert decimal(-0.5, 2).replace("−", "-") == "-0,50"


def test_messages_travel_between_processes() -> None:
    inner = Message("{value} pixels", value=3)
    outcome = Outcome(Path("x"), State.FAILED, reason=Message("{file}: {problem}", file="{x}", problem=inner))
    again = pickle.loads(pickle.dumps(outcome))
    assert again == outcome
    assert again.reason.values["problem"].template == "{value} pixels"
    assert pickle.loads(pickle.dumps(Message("a lone { brace"))) == "a lone { brace"


@pytest.mark.thorough
@pytest.mark.usefixtures("german")
def test_what_another_process_says_is_told_in_german(
    make_photo: Callable[..., Path], tiny_weights: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    (tmp_path / "empty.jpg").touch()
    sources = tmp_path / "text.jpg", make_photo("dies.png"), tmp_path / "empty.jpg", make_photo("lives.png")
    job = BatchJob(sources, tmp_path / "out")

    def kill(progress: BatchProgress) -> None:
        if progress.index == 1 and progress.outcome is None:
            for process in active_children():
                process.kill()

    report = run_in_processes(job, 1, 1, tiny_weights, "cpu", kill)
    reasons = [translated(outcome.reason) for outcome in report.outcomes]
    assert reasons[0].startswith("text.jpg: das ist kein Bild")
    assert reasons[1].startswith("dies.png: der Prozess wurde vom System beendet")
    assert reasons[2].startswith("empty.jpg: die Datei ist leer.")
    assert report.outcomes[3].state is State.WRITTEN
    again = run_in_processes(job, 1, 1, tiny_weights, "cpu")
    finished = again.outcomes[3].reason
    assert isinstance(finished, Message)
    assert finished.template in TEMPLATES
    assert finished.values == {"file": "lives.png", "result": "lives-ccnet.png"}


@pytest.mark.usefixtures("german")
def test_weights_that_another_process_cannot_load_are_told_in_german(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"nothing")
    job = BatchJob((Path("night.jpg"),), tmp_path / "out")
    with pytest.raises(ProcessError, match="cannot be read as weights") as caught:
        run_in_processes(job, 1, 1, tmp_path / "a.safetensors", "cpu")
    assert told(caught.value).startswith("a.safetensors: kann nicht als Gewichte")


@pytest.mark.usefixtures("german")
def test_devices_are_told_in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="is not available here") as caught:
        choose_device("cuda:98")
    assert told(caught.value) == "das Gerät 'cuda:98' ist hier nicht verfügbar; verwenden Sie cpu"
    monkeypatch.setattr(torch, "get_num_threads", lambda: 4)
    assert translated(describe_device(torch.device("cpu"))) == "CPU, 4 Threads"


def literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield ast.unparse(node)  # in no list: what was filled in can no longer be told apart
    elif isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from literals(part)
    elif isinstance(node, ast.Dict):
        for part in node.values:
            yield from literals(part)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_what_opening_and_saving_can_tell_is_listed(path: Path) -> None:
    """Problems, clauses in lower case, and advice, a sentence: wherever they are written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = (
            getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        )
        if isinstance(node, ast.Call) and called in _ERRORS:
            values = [] if called == "Message" else [keyword.value for keyword in node.keywords]
            for value in (*node.args, *values):
                found.update(literals(value))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = target.id if isinstance(target, ast.Name) else ""
            if name in _TEXTS:
                found.update(literals(node.value))
    assert found - set(TEMPLATES) == set()


def test_every_name_that_the_program_gives_is_listed() -> None:
    given = {style.name for style in load_styles()} | {Photo.from_array(np.zeros((2, 2, 3), np.uint8)).name}
    assert set(NAMES) == given


@pytest.mark.usefixtures("german")
def test_names_that_the_program_gives_are_german_and_those_of_files_are_not() -> None:
    statistics = load_styles()[0].statistics
    assert named("Golden hour") == "Goldene Stunde"
    assert named("My preset 2") == "My preset 2"
    assert reference_name(Reference("Pasted picture 2", statistics)) == "Eingefügtes Bild 2"
    assert reference_name(Reference("Canyon 3", statistics, path="/photos/Canyon 3")) == "Canyon 3"
    picture = np.zeros((2, 2, 3), np.uint8)
    assert photo_name(Photo.from_array(picture)) == "Eingefügtes Bild"
    assert photo_name(Photo.from_array(picture, path=Path("Desert"))) == "Desert"
