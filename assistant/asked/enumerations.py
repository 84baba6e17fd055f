"""Questions about things named side by side: 「AとBは、それぞれ何件ですか」, 「日時と場所を教えて」, 「AとBの違いは」.

Each of them becomes a question of its own; what stands before the first and behind the last holds for all.
"""

import re
from collections.abc import Sequence

# What may be asked of a thing: it stands behind の, and is the thing asked for rather than a part of a name.
_ATTRIBUTES = (
    "日時|日程|期日|時期|時刻|時間|期間|期限|締め?切り?|(?:開催|締結|施行|開始|終了|受付)(?:日|場所|時間|期間)",
    "場所|会場|所在地|住所|電話番号|連絡先|担当[課者]?|(?:申し?込み?|申請|提出|問い?合わ?せ)(?:の?方法|先)",
    "料金|運賃|費用|金額|額|予算額?|事業費|定員|人数|件数|人口|面積|(?:基準|現状|実績|目標)値?|進捗率|達成度",
    "対象者?|(?:利用|参加|来場|応募|申請|受講)者|条件|内容|目的|理由|原因|名称|名前|設備|特徴|仕組み|役割|[一-龯]{1,4}(?:料|費|額|率|数|日)",
)
_ATTRIBUTE = f"(?:{'|'.join(_ATTRIBUTES)})"
_YEAR_NAME = r"(?:令和|平成|昭和)?[\d元]{1,4}年度?"
_OF_ATTRIBUTE = re.compile(rf"(?:^|の){_ATTRIBUTE}$")
# …の令和5年の実績: what all the things named share.
_SHARED = re.compile(rf"(?:の(?:[夏冬春秋]|{_YEAR_NAME}|{_ATTRIBUTE}))+$")
_TOPIC = r"(?:は|を|が|で(?!の)|に(?!つい|関し))"
# A、BとCの人口は: the names of things, up to the particle that ends their phrase.
_LIST = re.compile(rf"^(?P<names>[^はをが]+?(?:と|、)[^はをが、]+?)(?P<topic>{_TOPIC})、?(?P<rest>.*)$")
_BETWEEN = re.compile(r"と(?!し)、?|、")
_MOST = 4
# それぞれの区域を…, それぞれ分けていたのは: nothing is asked of each.
_ABOUT_ALL = re.compile(r"^の|のは|^[^、。か]*は、")
_ASKED = r"(?:何|いくら|いくつ|いつ|どこ|どう|どの|どんな|教え|知りたい|知らせ|示し|[?。])"
_PAIR = re.compile(
    rf"^(?P<head>.*?)(?P<first>{_ATTRIBUTE})(?:と|、|および|及び|並びに)(?P<second>{_ATTRIBUTE})"
    rf"(?P<end>(?:は|を|が|って)?、?(?:{_ASKED}.*)?)$"
)
_IN_WORDS = r"(?:は|を|が)?(?:(?:何|なん|どこ|どう)(?:です|でしょう|[?]|$)|教え|説明|知りたい|[?。]|$).*"
_DIFFERENCE = re.compile(
    rf"^(?P<first>[^、。]+?)と(?P<second>[^、。]+?)(?:の(?P<of>{_ATTRIBUTE}(?:[やと]{_ATTRIBUTE})?))?"
    rf"の(?:違い|相違点)(?:{_IN_WORDS}|について.*|に関して.*)$"
)
_DIFFERS = re.compile(
    r"^(?P<first>[^、。]+?)と(?P<second>[^、。]+?)(?:で(?!の)は?|は)、?(?:(?P<of>[^、。]+?)[はが])?"
    r"(?:どう|どのように|何が|どこが)違(?:い|う)"
)
# The place and the year at the head of a question hold for all that is named behind it.
_PLACE_OF = re.compile(r"^[^の、]{1,15}?(?:市|町|村|区|県|道|府|管内|地域|議会|計画)の")
_YEAR_OF = re.compile(rf"^{_YEAR_NAME}(?:\d+月末?)?の")
_PLACE, _YEAR = re.compile(r"[一-龯ァ-ヶー](?:市|町|村|区|県)(?=の|$)"), re.compile(r"[\d元]年度?")


def each(text: str) -> tuple[str, ...]:
    """Return a question for each thing of which the same is asked (それぞれ); empty where there are not several.

    Args:
        text: The question in its searchable form.
    """
    before, found, after = text.partition("それぞれ")
    phrase = before.rstrip("、")
    listed = _LIST.match(phrase if phrase.endswith(tuple("はをがでに")) else f"{phrase}は")
    if not found or listed is None or _ABOUT_ALL.search(after):
        return ()
    names = [name for name in _BETWEEN.split(listed["names"]) if name]
    if not 1 < len(names) <= _MOST or any(not _is_noun(name) for name in names):
        return ()
    *others, last = names
    shared = _SHARED.search(last)
    tail = shared[0] if shared and not all(_OF_ATTRIBUTE.search(name) for name in others) else ""
    tail = tail if tail or shared is None else _without(shared[0])
    rest = f"{tail}{listed['topic']}{listed['rest']}{after.removeprefix('は').removeprefix('、')}"
    things = [*others, last.removesuffix(tail)]
    owner = _OF_ATTRIBUTE.sub("", names[0])
    if owner and owner != names[0]:
        # 相談件数の実績と目標: the second is asked of the same thing as the first.
        things = [things[0], *(f"{owner}の{t}" if _OF_ATTRIBUTE.fullmatch(t) else t for t in things[1:])]
    return tuple(f"{thing}{rest}" for thing in [things[0], *(f"{_scope(things[0], t)}{t}" for t in things[1:])])


def attributes(text: str) -> tuple[str, ...]:
    """Return a question for each of two things that are asked of one (日時と場所を教えて); empty where it is one.

    Args:
        text: The question in its searchable form.
    """
    match = _PAIR.match(text)
    if match is None or not match["head"].endswith(("の", "、")) or match["first"] == match["second"]:
        return ()
    head = match["head"]
    return f"{head}{match['first']}{match['end']}", f"{head}{match['second']}{match['end']}"


def differences(text: str) -> tuple[str, ...]:
    """Return what is to be told of either of two things whose difference is asked for in words; else empty.

    How far figures differ is reckoned elsewhere, from the whole question.

    Args:
        text: The question in its searchable form.
    """
    match = _differing(text)
    if match is None:
        return ()
    first, second = match["first"], match["second"]
    asked = f"の{match['of']}を教えてください" if match["of"] else "について教えてください"
    return f"{first}{asked}", f"{_scope(first, second)}{second}{asked}"


def told_apart(text: str) -> tuple[str, str] | None:
    """Return the two things whose difference as a whole is asked for in words, without what holds for both.

    Args:
        text: The question in its searchable form.
    """
    match = _differing(text)
    if match is None or match["of"]:
        return None
    first, second = match["first"], match["second"]
    return first.removeprefix(scope_of(first)), second.removeprefix(scope_of(second))


def _differing(text: str) -> re.Match[str] | None:
    match = _DIFFERENCE.match(text) or _DIFFERS.match(text)
    names = (match["first"], match["second"]) if match else ()
    return match if all(_is_noun(name) or _is_verbal(name) for name in names) else None


def scope_of(text: str) -> str:
    """Return the place and the year at the head of a question (小樽市の令和5年の), empty where it names neither."""
    return "".join(_scopes(text))


def is_attribute(phrase: str) -> bool:
    """Whether a phrase ends in something that can be asked of a thing: 〜の目標値, 日時."""
    return _OF_ATTRIBUTE.search(phrase) is not None


def without_attribute(phrase: str) -> str:
    """Return a phrase without the attributes and years at its end: ホタテ水揚量の令和5年の実績値 → ホタテ水揚量."""
    return _SHARED.sub("", phrase)


def _without(shared: str) -> str:
    """Drop the first attribute of a shared tail, where every thing named is an attribute itself."""
    return "の".join(["", *shared.split("の")[2:]])


def _scope(first: str, second: str) -> str:
    """Return the place and year before the first thing that hold for the second, too."""
    return "".join(
        part
        for part in _scopes(first)
        if not (_PLACE.search(second) if _PLACE_OF.match(part) else _YEAR.search(second))
    )


def _scopes(text: str) -> Sequence[str]:
    found: list[str] = []
    while match := _PLACE_OF.match(text) or _YEAR_OF.match(text):
        found.append(match[0])
        text = text[match.end() :]
    return found


def _is_noun(phrase: str) -> bool:
    return re.search(r"[一-龯々ァ-ヶーA-Za-z0-9」)]$", phrase) is not None


def _is_verbal(phrase: str) -> bool:
    """Whether a phrase ends in a noun made of a verb: 一時預かり, 見守り."""
    return re.search(r"[一-龯々][ぁ-ん]?[りみしきちえけせ]$", phrase) is not None
