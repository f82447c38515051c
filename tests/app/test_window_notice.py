from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.elided import ElidedLabel
from app.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def test_messages_lie_over_the_photo_and_do_not_move_it(opened: MainWindow) -> None:
    before, geometry = opened.canvas.photo_rect(), opened.canvas.geometry()
    opened.notice.show_error("night.jpg: cannot be read.")
    assert opened.notice.isVisible()
    assert opened.canvas.geometry() == geometry
    assert opened.canvas.photo_rect() == before
    top = opened.notice.mapTo(opened, opened.notice.rect().topLeft())
    assert opened.canvas.rect().contains(opened.canvas.mapFrom(opened, top))


def test_failures_stay_until_each_is_dismissed(opened: MainWindow) -> None:
    names = [f"{n}.jpg: cannot be read." for n in range(5)]
    for name in names:
        opened.notice.show_error(name)
    opened.notice.show_error(names[4])
    assert opened.notice.messages == names[::-1]
    visible = [line for line in opened.notice._lines if line.isVisible()]
    assert [line.text.text() for line in visible] == names[:1:-1]
    assert "2" in opened.notice._more.text()
    QTest.mouseClick(visible[1].close_button, LEFT)
    assert opened.notice.messages == [names[4], names[2], names[1], names[0]]
    assert opened.notice._lines[2].isVisible()
    opened.notice.clear()
    assert not opened.notice.isVisible()


def test_news_take_the_place_of_older_news_but_not_of_failures(opened: MainWindow) -> None:
    opened.notice.show_error("failed")
    opened.notice.show_message("one is written")
    opened.notice.show_message("two is written")
    assert opened.notice.messages == ["two is written", "failed"]


def test_what_an_older_message_offers_still_works(opened: MainWindow) -> None:
    done: list[str] = []
    opened.notice.show_error("first", "Try again", lambda: done.append("first"))
    opened.notice.show_error("second", "Try again", lambda: done.append("second"))
    QTest.mouseClick(opened.notice._lines[1].action, LEFT)
    assert done == ["first"]
    assert opened.notice.messages == ["second"]


def test_messages_follow_a_narrower_window_and_show_all_their_text(opened: MainWindow, qtbot: QtBot) -> None:
    opened.notice.show_error("a rather long message that needs more than one line in a narrow window " * 2)
    height = opened.notice.height()
    opened.resize(760, 600)
    qtbot.waitUntil(lambda: opened.notice.height() > height)
    assert opened.notice.width() <= opened.canvas.width()
    text = opened.notice.text
    assert text.height() >= text.heightForWidth(text.width())


def test_a_label_that_is_too_narrow_ends_in_an_ellipsis_and_tells_all_in_its_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Exporting a-file-with-a-long-name.jpg")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.shown == label.text()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < label.sizeHint().width()
    label.resize(90, label.height())
    qtbot.waitUntil(lambda: label.toolTip() == label.text())
    assert label.shown.endswith("…")
