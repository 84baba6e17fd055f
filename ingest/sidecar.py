"""`shirube.toml`: what an official sets for the files of a folder, in the place of what is read from them.

    [default]                     # every file in this folder and below
    issuer = "汐別町"
    fiscal_year = 2024

    ["計画*.pdf"]                  # a file's name or a pattern, relative to this folder
    version = "案"

The nearer folder wins over the farther one; in one file a name wins over a pattern, a pattern over `[default]`, and of
two patterns the later one. Whatever cannot be used is left out with a remark; nothing here stops a run.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from ingest.gazetteer import look_up
from ingest.os_reasons import os_reason
from ingest.overrides import FIELDS, Overrides, Setting, SettingError, read_setting

NAME = "shirube.toml"
_DEFAULT = "default"
_AT = re.compile(r"\(at line (?P<line>\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class SidecarRemark:
    """What is wrong with a sidecar, in Japanese.

    Attributes:
        path: The sidecar's path, relative as documents' paths are.
        message: What is wrong, where, and what to write.
    """

    path: str
    message: str


@dataclass(slots=True)
class _Sidecar:
    path: str
    tables: dict[str, dict[str, Setting]] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)

    def settings_for(self, relative: str) -> Iterator[Mapping[str, Setting]]:
        """Yield what is set for a file, the stronger later."""
        exact = [table for table in self.tables if table == relative]
        patterns = [table for table in self.tables if table not in (_DEFAULT, *exact) and fnmatchcase(relative, table)]
        if _DEFAULT in self.tables:
            yield self.tables[_DEFAULT]
        for table in (*patterns, *exact):
            self.unused.discard(table)
            yield self.tables[table]


class Sidecars:
    """The sidecars of the folders that are ingested; each is read once."""

    def __init__(self) -> None:
        self._read: dict[Path, _Sidecar | None] = {}
        self._remarks: list[SidecarRemark] = []

    def overrides_of(self, file: Path, path: str, levels: int) -> Overrides:
        """Return what the sidecars set for a file.

        Args:
            file: Where the file lies.
            path: Its path as a document, with forward slashes.
            levels: How many folders above the file may have a sidecar that concerns it.
        """
        parts = path.split("/")
        merged: dict[str, Setting] = {}
        for level in reversed(range(min(levels, len(parts)))):
            place = "/".join((*parts[: len(parts) - 1 - level], NAME))
            sidecar = self._sidecar(file.parents[level] / NAME, place)
            for settings in sidecar.settings_for("/".join(parts[-1 - level :])) if sidecar else ():
                merged.update(settings)
        return Overrides(tuple(sorted(merged.items())))

    def remarks(self, *, complete: bool) -> tuple[SidecarRemark, ...]:
        """Return what is wrong with the sidecars read so far, by path.

        Args:
            complete: Whether every file was asked for, so that a table without one is worth a remark.
        """
        unused = [
            _remark(
                sidecar.path,
                f'["{table}"] に当てはまる文書がありません。ファイル名は、このファイルのあるフォルダーからのパスで'
                "書いてください（下のフォルダーも含めるときは *.pdf のように書きます）",
            )
            for sidecar in self._read.values()
            if sidecar is not None and complete
            for table in sorted(sidecar.unused)
        ]
        return tuple(sorted((*self._remarks, *unused), key=lambda remark: (remark.path, remark.message)))

    def _sidecar(self, file: Path, path: str) -> _Sidecar | None:
        if file not in self._read:
            self._read[file] = self._open(file, path)
        return self._read[file]

    def _open(self, file: Path, path: str) -> _Sidecar | None:
        try:
            if not file.is_file():
                return None
            text = file.read_text(encoding="utf-8-sig")
            tables = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            self._remarks.append(_remark(path, f"{_refusal(error)}。このファイルの設定は使っていません"))
            return None
        sidecar = _Sidecar(path)
        for name, table in tables.items():
            self._take(sidecar, text, name, table)
        sidecar.unused = set(sidecar.tables) - {_DEFAULT}
        return sidecar

    def _take(self, sidecar: _Sidecar, text: str, name: str, table: object) -> None:
        if not isinstance(table, dict):
            where = _line_of(text, None, name)
            self._remarks.append(
                _remark(sidecar.path, f"{where}{name} が表の外にあります。[default] の行の下に書いてください")
            )
            return
        settings: dict[str, Setting] = {}
        for key, value in table.items():
            try:
                settings[key] = read_setting(key, value)
            except SettingError as error:
                where = _line_of(text, name, key)
                hint = f'。ファイル名は引用符で囲みます: ["{name}.{key}"]' if isinstance(value, dict) else ""
                self._remarks.append(_remark(sidecar.path, f"{where}[{name}] の {key}: {error}{hint}"))
        if settings:
            sidecar.tables[name] = settings
        if "place" in settings and (doubt := _doubt(str(settings["place"]))):
            message = f"{_line_of(text, name, 'place')}[{name}] の place: {doubt}、もう一度取り込んでください。"
            self._remarks.append(SidecarRemark(sidecar.path, message))


def _remark(path: str, message: str) -> SidecarRemark:
    return SidecarRemark(path, f"{message}。直してから、もう一度取り込んでください。")


def _doubt(place: str) -> str:
    """Return what is to be known of a place that is used as it is written, though the table does not decide it."""
    places = look_up(place)
    if not places:
        return f"「{place}」は地方公共団体の一覧にありません。そのまま使っています。誤字のときは直して"
    if len(places) > 1:
        names = "、".join(found.full_name for found in places)
        return f"「{place}」は1つに決まりません（{names}）。そのまま使っています。決めるには、このどれかに書き直して"
    return ""


def _refusal(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"開けません（{os_reason(error)}）。読み取り権限を確かめてください"
    if isinstance(error, UnicodeDecodeError):
        return "文字コードがUTF-8ではありません。UTF-8で保存し直してください"
    at = _AT.search(str(error))
    where = f"{at['line']}行目" if at and at["line"] else "末尾"
    return (
        f"{where}がTOMLの書き方に合いません（{_AT.sub('', str(error)).strip()}）。"
        f'ファイル名の表は ["計画.pdf"]、文字は title = "題名" のように引用符で囲んでください'
        f"（使える項目: {'、'.join(FIELDS)}）"
    )


def _line_of(text: str, table: str | None, key: str) -> str:
    """Return where a key stands, 「3行目: 」, or nothing where that cannot be told."""
    inside = table is None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*[\"']?(?P<name>.*?)[\"']?\s*\]\s*(?:#.*)?$", line)
        if header:
            inside = table is not None and header["name"] == table
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return f"{number}行目: "
    return ""
