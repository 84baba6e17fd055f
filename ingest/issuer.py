"""Who published a document: an organisation that stands where a document signs, never one that is merely named."""

import re
from collections.abc import Sequence

from ingest.lines import Line

_KANJI = "一-龯々ヶノァ-ヶー"
# A municipality, bureau or assembly; the department behind it (汐別町企画財政課) is left out.
_OFFICE = (
    rf"(?:[{_KANJI}]{{1,12}}?(?:総合振興局|振興局)"
    rf"|[{_KANJI}]{{1,8}}?[都道府県市町村](?:庁|役所|役場|議会|教育委員会)?(?=[\s(]|$|.{{0,14}}(?:課|部|係|室|局|センター)))"
)
_ASSOCIATION = (
    rf"(?:[{_KANJI}A-Za-z]{{2,24}}(?:協議会|協会|連盟|連合会|協同組合|商工会議所|商工会|機構|財団|実行委員会)"
    r"|(?:株式会社|\(株\)|一般(?:社団|財団)法人|公益(?:社団|財団)法人)[^\s、。]{2,20})"
)
_LABEL = r"(?:発\s?信|発\s?行者?|編\s?集|作\s?成|担\s?当(?:窓口|課)?|お?問い?合わ?せ先?|連絡先|公\s?表|配\s?布\s?元)"
_SIGNED = re.compile(rf"^(?:{_LABEL}\s?:?\s?(?:[(].*?[)])?\s?)(?P<name>{_OFFICE}|{_ASSOCIATION})")
_LABEL_ALONE = re.compile(rf"^(?:\d+\s)?{_LABEL}\s?:?$")
_ALONE = re.compile(
    rf"^(?P<name>{_OFFICE}|{_ASSOCIATION})(?:\s?\S{{0,20}}(?:課|部|係|室|局|センター|役場))?(?:\s.{{0,45}})?$"
)
_DATED = re.compile(r"^(?:令和|平成)\s?\S{1,3}\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?\s")
_ASSEMBLY = re.compile(rf"(?P<name>[{_KANJI}]{{1,8}}?[都道府県市町村]議会)")
_AFTER_COUNT = re.compile(r"^.*第\d+回")
_TITLE_WORD = re.compile(r"会議録|議事録|計画|報告書|方針|一覧|について|概要")
_PERSON = re.compile(r"^担当者?\s")
_TELEPHONE = re.compile(r"電話|TEL|\d{2,4}-\d{2,4}-\d{4}")
_CONTACT_WITHIN = 4


def find_issuer(title: str, head: Sequence[Line], tail: Sequence[Line]) -> str | None:
    """Return the organisation that signs a document, or None.

    Args:
        title: The document's title; an assembly's minutes name the assembly there.
        head: The first lines.
        tail: The lines around the contact, and the last lines.
    """
    assembly = _ASSEMBLY.search(_AFTER_COUNT.sub("", title))
    if assembly:
        return assembly["name"]
    return _signed(head) or _alone(head[1:]) or _signed(tail) or _contact(tail)


def _signed(lines: Sequence[Line]) -> str | None:
    matches = (_SIGNED.match(line.text) for line in lines)
    return next((match["name"] for match in matches if match), None)


def _alone(lines: Sequence[Line]) -> str | None:
    for line in lines:
        found = _ALONE.match(_DATED.sub("", line.text))
        if found and not _TITLE_WORD.search(line.text) and len(line.text) <= 70:
            return found["name"]
    return None


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
