from __future__ import annotations

from pathlib import Path

import pytest

from ccnet_core.canonical import canonical_path, canonical_paths, tidy_path


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


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("work/../a.png", "a.png"),
        ("work/./deeper/../../a.png", "a.png"),
        ("card/a.png", "card/a.png"),
        ("card/real/../a.png", "card/a.png"),
        ("card/../a.png", "deep/a.png"),
        ("work/../card/../real/a.png", "deep/real/a.png"),
        ("nowhere/../gone.png", "gone.png"),
    ],
)
def test_a_name_is_tidied_without_following_more_links_than_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, tidied: str
) -> None:
    folder = tmp_path.resolve()
    for made in ("deep/real/real", "work/deeper"):
        (folder / made).mkdir(parents=True)
    (folder / "card").symlink_to(folder / "deep" / "real")
    assert tidy_path(folder / name) == folder / tidied
    monkeypatch.chdir(folder / "work")
    assert tidy_path(Path("..") / name) == folder / tidied
    assert canonical_path(tidy_path(folder / name)) == canonical_path(folder / name)


def test_what_no_file_can_be_named_is_tidied_too() -> None:
    assert tidy_path(Path("/../../a.png")) == Path("/a.png")
    assert tidy_path(Path("/a\0/../b.png")) == Path("/b.png")
    assert tidy_path(Path("/")) == Path("/")
