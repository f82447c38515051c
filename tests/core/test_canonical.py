from __future__ import annotations

from pathlib import Path

import pytest

from ccnet_core.canonical import canonical_path, canonical_paths


def test_several_files_are_known_by_the_names_that_each_has_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "real").mkdir(parents=True)
    for name in ("a.png", "b.png"):
        (tmp_path / "deep" / "real" / name).touch()
    (tmp_path / "card").symlink_to(tmp_path / "deep" / "real")
    (tmp_path / "deep" / "real" / "link.png").symlink_to("a.png")
    monkeypatch.chdir(tmp_path / "deep")
    paths = [
        tmp_path / "card" / "a.png",
        tmp_path / "card" / "link.png",
        tmp_path / "card" / ".." / "b.png",
        tmp_path / "card" / "..",
        tmp_path / "deep" / "real" / "gone.png",
        tmp_path / "nowhere" / "a.png",
        Path("real/b.png"),
        Path("../card/b.png"),
        Path("a.png"),
        Path(),
        Path("/"),
        Path("card/a\0.png"),
        Path("n" * 300 + ".png"),
    ]
    assert canonical_paths(paths) == [canonical_path(path) for path in paths]
    assert canonical_paths(paths)[:2] == 2 * [(tmp_path / "deep" / "real" / "a.png").resolve()]
