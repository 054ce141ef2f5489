"""Bytes to text: what is told apart, and what is refused rather than garbled."""

from __future__ import annotations

import gzip
import random

import pytest
import zstandard

from chainprospect.errors import InputError
from chainprospect.load.encodings import open_text, sniff

SIMPLE = "公司名称,省市\n江苏宏达电气有限公司,江苏省\n南京鑫源机械厂,江苏省\n"
TRADITIONAL = "公司名稱,省市\n鴻海精密工業股份有限公司,臺灣\n聯發科技股份有限公司,臺灣\n"


def _text(path) -> str:
    with open_text(path, sniff(path).encoding) as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLE, "utf-8"),
        (SIMPLE, "utf-8-sig"),
        (SIMPLE, "gb18030"),
        (SIMPLE, "utf-16"),
        (SIMPLE, "utf-32"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-8"),
    ],
)
def test_an_encoding_is_told(tmp_path, text, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert _text(path) == text
    assert sniff(path).lines == 3


def test_real_names_survive_every_encoding(tmp_path, shared):
    text = (shared / "data" / "tw_chain" / "relations.csv").read_text("utf-8")
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("gb18030"))
    assert _text(path) == text
    big5 = text.encode("big5", "ignore")
    path.write_bytes(big5)
    assert _text(path) == big5.decode("big5")


def test_chinese_far_into_a_file_of_latin_letters_is_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,region\n" + b"ACME,US\n" * 300_000 + SIMPLE.encode("gb18030"))
    assert sniff(path).encoding == "gb18030"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("name\nSociété Générale\nBäcker\n".encode("latin-1"), "row 2: is neither UTF-8 nor clearly GB18030 or Big5"),
        ("会社名,都市\nトヨタ自動車株式会社,東京\n".encode("shift_jis"), "row 1: is neither UTF-8"),
        ("회사,이름\n삼성전자,서울\n".encode("euc_kr"), "row 1: is neither UTF-8"),
        (SIMPLE.encode() + b"\xff\xfe\n" + SIMPLE.encode(), "row 4: is neither UTF-8"),
        (SIMPLE.encode("utf-16-le"), "looks like UTF-16 without a byte order mark; save it as UTF-8."),
        (b"\xef\xbb\xbfname\n\xff\n", "row 2: has a byte order mark of utf-8-sig, but is not; save it as UTF-8."),
        (b"a,b\n1,\x002\n", "row 2: holds NUL bytes, so it is no text; export it again as CSV or xlsx."),
        (random.Random(1).randbytes(5000), "holds NUL bytes"),
        (bytes(byte or 1 for byte in random.Random(1).randbytes(5000)), "row 1: is neither UTF-8"),
        (b"", "the file is empty; export it again."),
    ],
)
def test_what_cannot_be_told_is_refused(tmp_path, body, message):
    path = tmp_path / "a.csv"
    path.write_bytes(body)
    with pytest.raises(InputError) as told:
        sniff(path)
    assert message in str(told.value)
    assert str(told.value).startswith(str(path))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor(write_checksum=True).compress])
def test_packed_files(tmp_path, pack):
    text = "name\n" + "".join(f"company {place * 7919 % 10007}\n" for place in range(20_000))
    packed = pack(text.encode())
    path = tmp_path / "a.csv.packed"
    path.write_bytes(packed)
    assert _text(path) == text
    path.write_bytes(packed + pack(b"last\n"))
    assert _text(path) == f"{text}last\n"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match=r"the (gzip|zstd) file is cut off; copy or export it again\."):
        sniff(path)
    path.write_bytes(packed[:2000] + b"\x55" * 64 + packed[2064:])
    with pytest.raises(InputError, match=r"the (gzip|zstd) file is damaged"):
        sniff(path)
