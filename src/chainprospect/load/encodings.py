"""
Bytes to text, strictly: a wrong guess fails loudly and never corrupts a name.

A byte order mark decides; else UTF-8 if every byte fits; else GB18030 or Big5, whichever makes text of common
characters. GB18030 decodes almost anything, so that decoding alone proves nothing.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Final, cast

from chainprospect.errors import InputError

_BLOCK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
# Characters judged are the first so many beyond ASCII; a text needs these shares of common and of trade characters.
_JUDGED: Final = 200_000
_COMMON_SHARE: Final = 0.8
_FREQUENT_SHARE: Final = 0.05
_MARGIN: Final = 0.1
_FREQUENT: Final = frozenset(
    "有限公司科技股份集团技术实业发展机械设备电子气力能源材料工程贸易商国际中华上海北京广东江苏浙江山东南西湖州市省区县大新高建金安"
    "信达华宏兴成天和方平工业产品供应采购客户企名称行类型日期金额年月收入营资总人数银关系度说明来地址编号代码状态主要别是否报告票经销"
    "生产制造服务研究院所事务会计律师协园区开发深圳重庆川河福建安徽陕辽宁吉林黑龙云贵甘肃海内蒙古新疆元万亿占比增长率存续注销民营"
    "單業產國際電華臺灣團機導體網路設備半零件晶圓廠務與應用戶關聯鏈營運東經類說編號採購買賣訊慧億萬資開發銀行額稱處環礎來係統邏輯"
    "车路铁钢铜铝化纤药食农水土石油煤矿光芯片线缆阀泵轴承模具板管件配零部总成包装物流仓储运输环保智能软网络信息数据"
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a file's bytes become text, and how many lines they hold."""

    encoding: str
    lines: int


def compression_of(path: Path) -> str | None:
    """`gzip` or `zstd` by the file's first bytes, whatever its name; None when it is neither."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head[:2] == _GZIP:
        return "gzip"
    return "zstd" if head == _ZSTD else None


def open_bytes(path: Path) -> IO[bytes]:
    """Bytes of a file, unpacked where it is packed by gzip or zstd."""
    packed = compression_of(path)
    if packed == "gzip":
        return cast("IO[bytes]", io.BufferedReader(_Unpacked(path, _gunzip(path)), _BLOCK))
    if packed == "zstd":
        return cast("IO[bytes]", io.BufferedReader(_Unpacked(path, _unzstd(path)), _BLOCK))
    return path.open("rb", buffering=_BLOCK)


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Text of a file, strictly decoded, line ends as they stand."""
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, errors="strict", newline="")


def sniff(path: Path) -> Decoding:
    """
    Tell the encoding of a text file by reading all of it.

    Raises
    ------
    InputError
        The file is empty, no text, cut off, or in an encoding that cannot be told.
    """
    with open_bytes(path) as stream:
        head = stream.read(_BLOCK)
    if not head:
        raise InputError("the file is empty; export it again.", path=path)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            found = _try(path, encoding)
            if isinstance(found, int):
                message = f"has a byte order mark of {encoding}, but is not; save it as UTF-8."
                raise InputError(message, path=path, row=found)
            return Decoding(encoding, found.lines)
    _refuse_binary(path, head)
    found = _try(path, "utf-8")
    if not isinstance(found, int):
        return Decoding("utf-8", found.lines)
    return _guess(path, found)


def _refuse_binary(path: Path, head: bytes) -> None:
    zeros = head.count(0)
    if not zeros:
        return
    # Latin letters and commas of UTF-16 have their zeros all on one side.
    if zeros >= 4 and zeros > 0.03 * len(head) and min(head[::2].count(0), head[1::2].count(0)) < 0.1 * zeros:
        raise InputError("looks like UTF-16 without a byte order mark; save it as UTF-8.", path=path)
    row = head[: head.index(0)].count(b"\n") + 1
    raise InputError("holds NUL bytes, so it is no text; export it again as CSV or xlsx.", path=path, row=row)


def _guess(path: Path, utf8_row: int) -> Decoding:
    """Choose between GB18030 and Big5 by what the text would look like."""
    likely: list[tuple[float, str, int]] = []
    for family in (("gb18030",), ("big5", "cp950", "big5hkscs")):
        for encoding in family:
            found = _try(path, encoding)
            if not isinstance(found, int):
                if found.common >= _COMMON_SHARE and found.frequent >= _FREQUENT_SHARE:
                    likely.append((found.common + found.frequent, encoding, found.lines))
                break
    likely.sort(reverse=True)
    if not likely or (len(likely) > 1 and likely[0][0] - likely[1][0] < _MARGIN):
        message = "is neither UTF-8 nor clearly GB18030 or Big5, so names would be garbled; save it as UTF-8."
        raise InputError(message, path=path, row=utf8_row)
    return Decoding(likely[0][1], likely[0][2])


@dataclass(frozen=True, slots=True)
class _Look:
    """Lines of a text, and what share of its characters beyond ASCII is common, and is frequent in trade."""

    lines: int
    common: float
    frequent: float


def _try(path: Path, encoding: str) -> _Look | int:
    """Decode the whole file; the row of the first byte that does not fit when it cannot be."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    judge = encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    lines, seen, common, frequent = 0, 0, 0, 0
    with open_bytes(path) as stream:
        while True:
            block = stream.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n") + 1
            if "\0" in text:
                row = lines + text[: text.index("\0")].count("\n") + 1
                raise InputError("holds NUL characters, so it is no text; export it again.", path=path, row=row)
            lines += text.count("\n")
            if judge and seen < _JUDGED:
                signs = [sign for sign in text if sign > "\x7f"]
                seen += len(signs)
                common += sum(sign in _common() for sign in signs)
                frequent += sum(sign in _FREQUENT for sign in signs)
            if not block:
                break
    return _Look(lines, common / max(seen, 1), frequent / max(seen, 1))


@cache
def _common() -> frozenset[str]:
    """Return what GB 2312 and Big5 put first as common characters, with punctuation and full-width forms."""
    lead_trail = [(0xB0, 0xD8, "gb2312"), (0xA1, 0xA4, "gb2312"), (0xA4, 0xC6, "big5"), (0xA1, 0xA4, "big5")]
    signs = set()
    for first, last, encoding in lead_trail:
        for lead in range(first, last):
            for trail in range(0x40, 0xFF):
                sign = bytes((lead, trail)).decode(encoding, "ignore")
                if len(sign) == 1:
                    signs.add(sign)
    signs.update("·—–€£¥°×±®™éèüöäñç")
    return frozenset(signs)


class _Unpacked(io.RawIOBase):
    """Blocks of an unpacked file as a stream."""

    def __init__(self, path: Path, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._path, self._blocks, self._rest = path, blocks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _gunzip(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except EOFError as error:
        raise InputError("the gzip file is cut off; copy or export it again.", path=path) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"the gzip file is damaged ({error}); copy or export it again.", path=path) from error


def _unzstd(path: Path) -> Iterator[bytes]:
    import zstandard

    frame = None
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK // 8):
                while block:
                    frame = frame or zstandard.ZstdDecompressor().decompressobj()
                    yield frame.decompress(block)
                    block = frame.unused_data
                    if frame.eof:
                        frame = None
    except zstandard.ZstdError as error:
        raise InputError(f"the zstd file is damaged ({error}); copy or export it again.", path=path) from error
    if frame is not None:
        raise InputError("the zstd file is cut off; copy or export it again.", path=path)
