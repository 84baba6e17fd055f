"""Who published a document: an organisation that stands where a document signs, never one that is merely named."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.documents import Confidence, Finding, Source
from ingest.gazetteer import gazetteer, prefectures
from ingest.lines import Line

_KANJI = "一-龯々ヶノァ-ヶー"
# What follows an office's name in a line of its own: nothing, or a department (汐別町企画財政課), which is left out.
_DEPARTMENT = r"(?=[\s(]|$|.{0,14}(?:課|部|係|室|局|センター))"
_ASSOCIATION = (
    rf"(?:[{_KANJI}A-Za-z]{{2,24}}(?:協議会|協会|連盟|連合会|協同組合|商工会議所|商工会|機構|財団|実行委員会)"
    r"|(?:株式会社|\(株\)|一般(?:社団|財団)法人|公益(?:社団|財団)法人)[^\s、。]{2,20})"
)
_BOARD = "教育委員会|農業委員会|選挙管理委員会|監査委員"
_LABEL = (
    r"(?:発\s?信|(?:編\s?集\s?・\s?)?発\s?行者?(?:・\s?編\s?集)?|編\s?集|作\s?成|担\s?当(?:窓口|課)?|お?問い?合わ?せ先?|連絡先|公\s?表|配\s?布\s?元"
    r"|発\s?表)"
)
_LABEL_ALONE = re.compile(rf"^(?:\d+\s)?{_LABEL}\s?:?$")
_DATED = re.compile(r"^(?:令和|平成)\s?\S{1,3}\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?(?:現在)?\s")
_AFTER_COUNT = re.compile(r"^.*第\d+回")
_TITLE_WORD = re.compile(r"会議録|議事録|計画|報告書|方針|一覧|について|概要")
_PERSON = re.compile(r"^担当者?\s")
# 西村 春子, a name of a person.
_FAMILY_NAME = re.compile(r"^[一-龯]村\s[一-龯ぁ-ん]{1,4}(?:[\s、,(]|$)")
_TELEPHONE = re.compile(r"電話|TEL|\d{2,4}-\d{2,4}-\d{4}")
_CONTACT_WITHIN, _LETTER_LINES = 4, 6


@cache
def _signed_line() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_LABEL}\s?:?\s?(?:[(].*?[)])?\s?)(?P<name>{_office()}|(?:{_listed()})?{_ASSOCIATION})")


@cache
def _line_alone() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<name>{_office()}|(?:{_listed()})?{_ASSOCIATION})(?:\s?\S{{0,20}}(?:課|部|係|室|局|センター|役場))?(?:\s.{{0,45}})?$"
    )


@cache
def _mayor_alone() -> re.Pattern[str]:
    return re.compile(rf"^(?P<name>{_listed()}|[{_KANJI}]{{1,8}}?[市町村])長$")


@cache
def _assembly() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>(?:{_listed()}|[{_KANJI}]{{1,8}}?[都道府県市町村])議会)")


@cache
def _office() -> str:
    """Return a pattern of a municipality, bureau or assembly with what may follow it."""
    return (
        rf"(?:[{_KANJI}]{{1,12}}?(?:総合振興局|振興局)|(?:(?:{'|'.join(prefectures())})?(?:{_listed()})"
        rf"|[{_KANJI}]{{1,8}}?[都道府県市町村])(?:庁|役所|役場|議会|{_BOARD})?{_DEPARTMENT})"
    )


@cache
def _listed() -> str:
    """Return the names that have no shape of their own: those in hiragana, and wards, which 地区 looks like."""
    names = [name for name in gazetteer() if name.endswith("区") or re.search("[ぁ-ん]", name)]
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def find_issuer(title: str, head: Sequence[Line], tail: Sequence[Line]) -> tuple[str | None, Finding | None]:
    """Return the organisation that signs a document and how it was found, or twice None.

    Args:
        title: The document's title; an assembly's minutes name the assembly there.
        head: The first lines.
        tail: The lines around the contact, and the last lines.
    """
    assembly = _assembly().search(_AFTER_COUNT.sub("", title))
    for name, source, confidence in (
        (assembly["name"] if assembly else None, Source.TITLE, Confidence.HIGH),
        (_signed(head), Source.ISSUER_LINE, Confidence.HIGH),
        (_alone(head[1:]), Source.HEADING, Confidence.MEDIUM),
        (_mayor(head[1:_LETTER_LINES]), Source.HEADING, Confidence.MEDIUM),
        (_signed(tail), Source.ISSUER_LINE, Confidence.HIGH),
        (_contact(tail), Source.CONTACT, Confidence.MEDIUM),
    ):
        if name:
            return name, Finding(source, confidence)
    return None, None


def _signed(lines: Sequence[Line]) -> str | None:
    matches = (_signed_line().match(line.text) for line in lines)
    return next((match["name"] for match in matches if match), None)


def _alone(lines: Sequence[Line]) -> str | None:
    for line in lines:
        found = _line_alone().match(_DATED.sub("", line.text))
        if found and not _TITLE_WORD.search(line.text) and not _FAMILY_NAME.match(line.text) and len(line.text) <= 70:
            return found["name"]
    return None


def _mayor(lines: Sequence[Line]) -> str | None:
    """Return the municipality whose mayor signs a letter (汐別町長)."""
    matches = (_mayor_alone().match(line.text) for line in lines)
    return next((match["name"] for match in matches if match), None)


def _contact(lines: Sequence[Line]) -> str | None:
    """Return the organisation below 担当窓口, right above 担当者, or beside a telephone number."""
    for index, line in enumerate(lines):
        if _LABEL_ALONE.match(line.text):
            name = _alone(lines[index + 1 : index + 1 + _CONTACT_WITHIN])
        elif _PERSON.match(line.text):
            name = _alone(lines[max(0, index - 1) : index])
        else:
            name = _alone([line]) if _TELEPHONE.search(line.text) else None
        if name:
            return name
    return None
