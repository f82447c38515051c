import sys

from PySide6.QtCore import QObject


def test_calls_without_result_keep_the_count_of_none() -> None:
    # A binding that loses a reference at each of them brings the process down after some thousands.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 100
