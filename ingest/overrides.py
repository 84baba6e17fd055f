"""Settings of a sidecar: their values checked, and put in the place of what was read from a document."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ingest.document_date import readable_years
from ingest.document_place import own_place_of
from ingest.document_version import DRAFT, FINAL, REVISED, VERSIONS
from ingest.documents import Confidence, DocumentMetadata, Finding, Source
from ingest.errors import ShirubeError
from ingest.gazetteer import Place, look_up
from ingest.metadata import KINDS
from ingest.normalize import normalize_text
from ingest.wareki import find_years, fiscal_year_of

Setting = str | int | tuple[str, ...]
_KIND_LABELS = dict(zip(("会議録", "指標", "計画", "報道発表", "施策", "広報誌", "通知", "その他"), KINDS, strict=True))
_VERSION_LABELS = {
    **dict.fromkeys(("案", "素案", "改定案", "改訂案"), DRAFT),
    **dict.fromkeys(("改定", "改訂", "改定版", "改訂版", "一部改正"), REVISED),
    **dict.fromkeys(("確定", "確定版", "策定", "決定"), FINAL),
}
_ISO = re.compile(r"(?:19|20)\d{2}(?:-\d{2}(?:-\d{2})?)?")
_FIRST_YEAR, _LAST_YEAR = 1868, 2200
_SIDECAR = Finding(Source.SIDECAR, Confidence.HIGH)


class SettingError(ShirubeError):
    """A setting cannot be used; the message is Japanese and says what to write."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What sidecars set for one file: fields of the metadata and their values, by name."""

    settings: tuple[tuple[str, Setting], ...] = ()

    @property
    def fingerprint(self) -> str:
        """A short text that differs when the settings do; empty where there are none."""
        if not self.settings:
            return ""
        return hashlib.sha256(json.dumps(self.settings, ensure_ascii=False).encode()).hexdigest()[:16]

    def apply(self, metadata: DocumentMetadata) -> DocumentMetadata:
        """Return metadata with the settings in it; what follows from a set field follows from it anew."""
        given = dict(self.settings)
        if not given:
            return metadata
        changes: dict[str, Any] = dict(given)
        found = {**metadata.found, **dict.fromkeys(given, _SIDECAR)}
        if "place" in given:
            changes |= _located(str(given["place"]), look_up(str(given["place"])))
        elif "issuer" in given and _follows(metadata, "place"):
            name, place = own_place_of(str(given["issuer"]))
            if name is not None:
                changes |= _located(name, (place,) if place else ())
                found["place"] = Finding(Source.ISSUER, Confidence.HIGH)
        date = str(given.get("date", ""))
        if "fiscal_year" not in given and len(date) > len("2024") and _follows(metadata, "fiscal_year"):
            changes["fiscal_year"] = fiscal_year_of(int(date[:4]), int(date[5:7]))
            found["fiscal_year"] = Finding(Source.DATE, Confidence.HIGH)
        if "revised" in given and "version" not in given and metadata.version is None:
            changes["version"], found["version"] = REVISED, _SIDECAR
        return replace(metadata, **changes, found=found)


NOTHING_SET = Overrides()


def read_setting(key: str, value: object) -> Setting:
    """Return the checked value of a setting.

    Raises:
        SettingError: There is no such setting, or the value is not of its form.
    """
    reader = _READERS.get(key)
    if reader is None:
        raise SettingError(f"知らない項目です（使える項目: {'、'.join(FIELDS)}）")
    return reader(value)


def _follows(metadata: DocumentMetadata, name: str) -> bool:
    """Whether a field was not stated by the document itself."""
    finding = metadata.found.get(name)
    return finding is None or finding.source in (Source.ISSUER, Source.DATE, Source.TEXT)


def _located(name: str, places: tuple[Place, ...]) -> dict[str, str | None]:
    if len(places) == 1:
        return {"place": places[0].name, "prefecture": places[0].prefecture, "place_code": places[0].code or None}
    return {"place": name, "prefecture": None, "place_code": None}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SettingError('文字を引用符で囲んで書いてください（例: "汐別町"）')
    return normalize_text(value).strip()


def _texts(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    values = [normalize_text(v).strip() for v in given if isinstance(v, str)]
    if not all(values) or not 0 < len(values) == len(given):
        raise SettingError('地名を引用符で囲んで並べてください（例: ["留萌市", "小平町"]）')
    return tuple(values)


def _date(value: object) -> str:
    if isinstance(value, dt.date):  # a date and time is a date too
        return value.isoformat()[:10]
    if isinstance(value, str):
        text = readable_years(normalize_text(value)).strip()
        mentions = [m for m in find_years(text) if not m.fiscal]
        if len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (0, len(text)):
            return mentions[0].iso
        if _ISO.fullmatch(text) and 1 <= int(text[5:7] or 1) <= 12 and len(text) <= len("2024-05"):
            return text
    raise SettingError('日付は "2024-05-01"、"2024-05" か "令和6年5月1日" のように書いてください')


def _fiscal_year(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return value
    if isinstance(value, str):
        text = readable_years(normalize_text(value)).strip()
        mentions = [m for m in find_years(text) if not m.month]
        if len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (0, len(text)):
            return mentions[0].year
    raise SettingError('年度は 2024 か "令和6年度" のように書いてください')


def _named(labels: Mapping[str, str], names: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and (value in names or value in labels):
            return labels.get(value, value)
        raise SettingError(f"次のどれかを書いてください: {'、'.join((*labels, *names))}")

    return read


_READERS: Mapping[str, Callable[[object], Setting]] = {
    "title": _text,
    "issuer": _text,
    "place": _text,
    "places": _texts,
    "date": _date,
    "fiscal_year": _fiscal_year,
    "kind": _named(_KIND_LABELS, KINDS),
    "version": _named(_VERSION_LABELS, VERSIONS),
    "revised": _date,
}
FIELDS = tuple(_READERS)
