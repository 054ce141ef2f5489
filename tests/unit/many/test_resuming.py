"""The folder of a run: names that never meet, terms that must agree, drafts that are swept."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from chainprospect.errors import InputError, OutputError
from chainprospect.resuming import RunFolder, file_stem

TERMS = {"snapshot": "s1", "settings": {"reach": {"upstream": 2, "via": True}}}


@pytest.mark.parametrize("ident", ["K0001", "91319900MAXX00015U", "A-1_B", "X0123456789ab", "X012345678901"])
def test_a_plain_id_is_its_own_name(ident: str) -> None:
    assert file_stem(ident) == ident


HOSTILE = [
    *("k0001", "K0001", "../../etc/passwd", "..", ".", "", "CON", "con", "NUL", "COM1", "a/b", "a\\b", "a:b", "a*b?"),
    *(
        "X0123456789ab",
        "X0123456789AB",
        "x0123456789ab",
        "é",
        "e\u0301",
        "Å",
        "\u212b",
        "株式会社",
        "华衡 电网",
        "华衡_电网",
    ),
    *("A" * 300, "A" * 301, "-o", "~", "名" * 200, "a\nb", "a\0b", "\udce9", "<script>", "=1+1", "K0001.", "K0001 "),
]


def test_no_two_ids_share_a_file_on_any_disk() -> None:
    stems = [file_stem(ident) for ident in HOSTILE]
    # What a disk may take for the same name: without case, and in either form of composed letters.
    told = [unicodedata.normalize("NFD", stem).casefold() for stem in stems]
    assert len(set(told)) == len(set(HOSTILE))
    for stem in stems:
        assert not set(stem) & set('<>:"/\\|?*\0\n. '), stem
        assert len(f".{stem}.jsonl".encode()) < 140


def test_the_same_terms_go_on_and_others_are_refused(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    with run.held(TERMS, fresh=False):
        run.list_of("K1", ".csv").write_text("list")
        run.part_of("K1").write_text("part")
    with run.held(TERMS, fresh=False):
        assert run.list_of("K1", ".csv").exists()
    other = {"snapshot": "s1", "settings": {"reach": {"upstream": 3, "via": True}}, "top": 5}
    told = r"made otherwise \(changed: settings\.reach\.upstream, top\); repeat .* anew with --fresh\.$"
    with pytest.raises(InputError, match=told), run.held(other, fresh=False):
        raise AssertionError
    with run.held(other, fresh=True):
        assert not run.list_of("K1", ".csv").exists()
        assert not run.part_of("K1").exists()
    with run.held(other, fresh=False):
        pass


def test_fresh_leaves_what_the_run_did_not_make(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    with run.held(TERMS, fresh=False):
        pass
    notes = [tmp_path / "out" / "notes.txt", tmp_path / "out" / "lists" / "notes.csv"]
    for note in notes:
        note.write_text("mine")
    with run.held(TERMS, fresh=True):
        pass
    assert [note.read_text() for note in notes] == ["mine", "mine"]


def test_drafts_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    with run.held(TERMS, fresh=False):
        draft = tmp_path / "out" / "lists" / ".chainprospect-0a1b.tmp"
        draft.write_text("half")
    with run.held(TERMS, fresh=False):
        assert not draft.exists()


def test_a_folder_with_other_files_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for fresh in (False, True):
        with pytest.raises(InputError, match="holds other files"), RunFolder(tmp_path).held(TERMS, fresh=fresh):
            raise AssertionError
    with pytest.raises(OutputError, match="is a file"), RunFolder(tmp_path / "mine.txt").held(TERMS, fresh=False):
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_spoilt_terms_are_other_terms(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    with run.held(TERMS, fresh=False):
        pass
    (tmp_path / "out" / ".chainprospect" / "terms.json").write_text("{")
    with pytest.raises(InputError, match="made otherwise"), run.held(TERMS, fresh=False):
        raise AssertionError


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    with (
        run.held(TERMS, fresh=False),
        pytest.raises(OutputError, match="another run is writing these lists"),
        run.held(TERMS, fresh=False),
    ):
        raise AssertionError
