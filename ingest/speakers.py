"""Who speaks in minutes: heading lines such as ＜羽幌町長＞ and turns such as ○市長（…）　… or 会長：….

Takes normalised lines. A role is told from an item (○ 企業説明会) by its ending: 長, 議員, 委員, 知事 and the like.
"""

import re

_ROLE_END = (
    "(?:議長|委員長|市長|町長|村長|区長|知事|部長|課長|局長|室長|次長|所長|院長|校長|館長|署長|消防長|会長|会頭|組合長|"
    "理事長|支部長|座長|団長|隊長|係長|教育長|議員|委員|理事|監事|参事|主幹|監査委員|管理者|事務局|書記|司会|"
    "説明員|参考人|公述人|代表|教授|顧問|アドバイザー|支援官|監|君|さん|氏)"
)
# With a name behind it a speaker, without one an item of an agenda.
_ROLE_WITH_NAME = re.compile(r"^(?:その他|発言者|傍聴人|提案者|請願者|陳情者)$")
_NAME = r"(?:\s?[(](?P<name>[^()]{1,20})[)])"
_MARK = "[○◎〇●◆]"
_TURN = re.compile(
    rf"^{_MARK}[ ]?(?P<role>(?:\d{{1,3}}番)?[^\s()、。:]{{0,24}}?{_ROLE_END}?)"
    rf"(?:{_NAME}(?:君|さん|氏|議員|委員)?)(?:[ :]|\s*$)"
)
_TURN_WITHOUT_NAME = re.compile(rf"^{_MARK}[ ]?(?P<role>[^\s()、。:]{{0,24}}?{_ROLE_END})(?:[ :])(?=\S)")
# 会長：…, 委員A：…; only before spoken words, since 代表：… also labels a name.
_LABELLED = re.compile(rf"^(?P<role>[^\s()、。:]{{0,16}}?{_ROLE_END}[A-Z]?){_NAME}?\s?:\s?(?P<words>\S.*)$")
_NO_LABEL = re.compile(r"(?:さん|氏|代表|監|教授|顧問|管理者|事務局)$")
_SPOKEN = re.compile(r"[ぁ-ん].*[ぁ-ん].*(?:。|[ぁ-ん]$)")
_HEADING = re.compile(r"^(?:[<〈《](?P<who>[^<>〈〉《》]{1,30})[>〉》]|【(?P<framed>[^【】]{1,30})】)$")
_ROLE = re.compile(rf"{_ROLE_END}$")
# Lists of those present are headed as turns are (○出席議員（10名）), and a turn may name its act (○町長（答弁）).
_PRESENT = re.compile(r"^(?:出席|欠席|遅刻|早退|説明|傍聴)|^(?:議会)?(?:事務局)?(?:職員|出席)")
_COUNT = re.compile(r"^\d+\s?[名人]$")
_ACT = re.compile(
    r"質問|質疑|答弁|要望|宣告|説明|報告|討論|動議|朗読|登壇|宣言|挨拶|あいさつ|回答|意見|指名|続|開会|開議|閉会|散会"
)
# 開議　午前10時, 午後3時15分　散会: the clerk's remark, nobody's words.
_CLOCK = r"(?:午前|午後|正午)[0-9零〇一二三四五六七八九十時分\s]*"
_REMARK = re.compile(
    rf"^\(?\s?(?:(?:開議|開会|再開|休憩|散会|閉会|延会|閉議)\s?{_CLOCK}|{_CLOCK}(?:開議|開会|再開|休憩|散会|閉会|延会|閉議))\s?\)?$"
)


def speaker_of_heading(line: str) -> str | None:
    """Return the speaker named by a heading line alone in angle or lenticular brackets, or None."""
    match = _HEADING.match(line)
    if not match:
        return None
    who = (match["who"] or match["framed"]).strip()
    return who if _ROLE.search(re.sub(r"\s?[(].*?[)]$", "", who)) else None


def speaker_of_turn(line: str) -> str | None:
    """Return the speaker whose turn a line opens, as role(name), or None when the line opens no turn."""
    match = _TURN.match(line)
    if match and (
        _ROLE.search(match["role"]) or _ROLE_WITH_NAME.match(match["role"]) or re.search(r"\d番$", match["role"])
    ):
        if _PRESENT.match(match["role"]) or _COUNT.match(match["name"]):
            return None
        return _named(match["role"], match["name"])
    match = _TURN_WITHOUT_NAME.match(line)
    if match:
        return None if _PRESENT.match(match["role"]) else match["role"]
    match = _LABELLED.match(line)
    if match and not _NO_LABEL.search(match["role"]) and _SPOKEN.search(match["words"]):
        return _named(match["role"], match["name"])
    return None


def is_remark(line: str) -> bool:
    """Whether a line of minutes is the clerk's note of the hour, which ends whatever turn stands before it."""
    return _REMARK.match(line) is not None


def _named(role: str, name: str | None) -> str:
    return role if not name or _ACT.search(name) else f"{role}({name})"
