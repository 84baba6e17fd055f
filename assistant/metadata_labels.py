"""What a document's metadata is called in Japanese: kinds, versions, and how each field was found."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.gazetteer import gazetteer

KINDS = {
    "plan": "計画",
    "kpi": "指標",
    "minutes": "会議録",
    "press_release": "報道発表",
    "programme": "施策",
    "magazine": "広報誌",
    "notice": "通知",
}
VERSIONS = {"draft": "案", "revised": "改定版", "final": "確定版"}
_FIELDS = {
    "title": "題名",
    "kind": "種類",
    "issuer": "発行者",
    "place": "地域",
    "places": "文中の地名",
    "date": "日付",
    "fiscal_year": "年度",
    "version": "版",
    "revised": "改定日",
}
_SOURCES = {
    "sidecar": "shirube.toml",
    "declared": "ファイルの書式",
    "title": "題名",
    "heading": "文書の初めの行",
    "issuer line": "発行者の行",
    "contact": "問い合わせ先",
    "file name": "ファイル名",
    "folder name": "フォルダー名",
    "derived from date": "日付から",
    "derived from issuer": "発行者から",
    "text": "本文全体から",
}
_CONFIDENCE = {"high": "確か", "medium": "おおむね確か", "low": "推定"}


def described(metadata: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each known field of a document's metadata, with how it was found and how sure it is."""
    for field, label in _FIELDS.items():
        value = _value(field, metadata)
        if value:
            finding = metadata["found"].get(field)
            how = f"（{_SOURCES[finding['source']]}、{_CONFIDENCE[finding['confidence']]}）" if finding else ""
            yield f"{label}: {value}{how}"


def _value(field: str, metadata: Mapping[str, Any]) -> str:
    value = metadata[field]
    if value is None or value == ():
        return ""
    texts = {
        "kind": lambda: KINDS.get(value, "その他"),
        "version": lambda: VERSIONS[value],
        "fiscal_year": lambda: f"{value}年度",
        "places": lambda: "、".join(value),
        "place": lambda: _in_prefecture(value, metadata["prefecture"]),
    }
    return texts.get(field, lambda: str(value))()


def _in_prefecture(place: str, prefecture: str | None) -> str:
    if prefecture is None and len(gazetteer().get(place, ())) > 1:
        return f"{place}（同じ名前が複数あり、都道府県は決められません）"
    return place if prefecture in (None, place) else f"{prefecture}{place}"
