"""Who speaks in minutes: heading lines such as ＜羽幌町長＞, turns such as ○市長（…）　… or 会長：…, stage directions.

Takes normalised lines. A role is told from an item (○ 企業説明会) by its ending (長, 議員, 委員, 知事 and the like),
and a role that speaks from one that labels a name or a number (○委員　15名) by the words behind it.
"""

import re

_ROLE_END = (
    "(?:議長|委員長|市長|町長|村長|区長|知事|部長|課長|局長|室長|次長|所長|院長|校長|園長|館長|署長|消防長|会長|会頭|組合長|"
    "理事長|支部長|座長|団長|隊長|係長|教育長|社長|学長|書記長|議員|委員|会員|隊員|理事|監事|参事|主幹|監査委員|管理者|事務局|"
    "書記|司会|司会者|説明員|相談員|参考人|公述人|代表|代表者|教授|顧問|アドバイザー|オブザーバー|コーディネーター|"
    "ファシリテーター|支援官|審議官|調整官|企画官|専門官|政策官|統括官|課長補佐|室長補佐|主査|主任|主事|監|"
    "参加者|発言者|質問者|回答者|出席者|傍聴者|住民|町民|市民|村民|区民|記者|講師|君|さん|氏)"
)
_SEAT = r"(?:\d{1,3}番)"
# With a name behind it a speaker, without one an item of an agenda.
_ROLE_WITH_NAME = re.compile(r"^(?:その他|傍聴人|提案者|請願者|陳情者)$")
_NAME = r"(?:\s?[(](?P<name>[^()]{1,20})[)])"
# ○○委員 stands for a name that is left out; its circles are no mark.
_MARK = r"(?!(?P<mark>[○◎〇●◆◇△])(?P=mark))[○◎〇●◆◇△]"
_TURN = re.compile(
    rf"^{_MARK}[ ]?(?P<role>(?:{_SEAT}[ ]?)?[^\s()、。:]{{0,24}}?{_ROLE_END}?)"
    rf"(?:{_NAME}(?:君|さん|氏|議員|委員)?)(?:[ :]|\s*$)"
)
_TURN_WITHOUT_NAME = re.compile(
    rf"^{_MARK}[ ]?(?P<role>[^\s()、。:]{{0,24}}?(?:{_ROLE_END}[A-Z]?|{_SEAT}))(?:[ :]+)(?P<words>\S.*)$"
)
# ○議長 山野太郎君　…, ◯15番 川田花君　…
_TURN_WITH_LOOSE_NAME = re.compile(
    rf"^{_MARK}[ ]?(?P<role>{_SEAT}|[^\s()、。:]{{0,20}}?{_ROLE_END}) "
    r"(?P<name>[^\s()、。:]{1,8}(?: [^\s()、。:]{1,6})?(?:君|さん|議員|委員))(?:[ :]|\s*$)"
)
# 議長（谷次郎君）　…, without any mark: only the honorific or spoken words tell it from a list of names.
_UNMARKED = re.compile(
    rf"^(?P<role>{_SEAT}|[^\s()、。:・]{{0,16}}?{_ROLE_END})"
    r"[(](?P<name>[^()]{1,14}?)(?P<honour>君|さん|氏)?[)](?P<after>君|さん|氏)?(?:[ :]+(?P<words>\S.*)|\s*)$"
)
# 会長：…, 委員A：…, ・○○委員：…; only before spoken words, since 代表：… also labels a name.
_LABELLED = re.compile(
    rf"^(?:[・-][ ]?)?(?P<role>[^\s()、。:]{{0,16}}?{_ROLE_END}[A-Z]?|{_SEAT}){_NAME}?\s?:\s?(?P<words>\S.*)$"
)
# （委員）…, 【事務局】…, [会長] …: how summaries of meetings name who spoke.
_BRACKETED = re.compile(
    rf"^(?:[・-][ ]?)?[(【\[](?P<role>[^\s()、。:【】\[\]]{{0,16}}?{_ROLE_END}[A-Z]?|{_SEAT})[)】\]][ :]*"
    r"(?P<words>\S.*)$"
)
# 会長　それでは…: bare roles that only a summary of a meeting puts before spoken words.
_BARE = re.compile(
    r"^(?P<role>(?:副?(?:会長|議長|委員長|座長|部会長)|委員|司会|事務局|[^\s()、。:]{1,8}委員)[A-Z]?) (?P<words>\S.*)$"
)
_NO_LABEL = re.compile(
    r"(?:さん|氏|代表|代表者|監|教授|顧問|管理者|講師|住民|市民|町民|村民|区民|会員|社長|主任|主事|主査)$"
)
_SPOKEN = re.compile(r"[ぁ-ん].*[ぁ-ん].*(?:。|[ぁ-ん?]$)")
_LONG_WORDS, _LONG_KANA = 20, 4
_HEADING = re.compile(r"^(?:[<〈《](?P<who>[^<>〈〉《》]{1,30})[>〉》]|【(?P<framed>[^【】]{1,30})】)$")
_ROLE = re.compile(rf"{_ROLE_END}[A-Z]?$")
# Lists of those present are headed as turns are (○出席議員（10名）), and a turn may name its act (○町長（答弁）).
_PRESENT = re.compile(
    r"^(?:出席|欠席|遅刻|早退|説明|傍聴)(?!者)|^(?:議会)?(?:事務局)?(?:職員|出席)|^(?:出席|欠席|傍聴)者"
)
_COUNT = re.compile(r"^\d+\s?[名人]$")
_ACT = re.compile(
    r"質問|質疑|答弁|要望|宣告|説明|報告|討論|動議|朗読|登壇|宣言|挨拶|あいさつ|回答|意見|指名|続|開会|開議|閉会|散会"
)
_NO_NAME = re.compile(r"を|及び|以下|含|除|別紙|資料|参照|予定|年度?|\d月|[\d,]+円|ページ")
# 開議　午前10時, 午後3時15分　散会: the clerk's remark, nobody's words.
_CLOCK = r"(?:午前|午後|正午)[0-9零〇一二三四五六七八九十時分\s]*"
_REMARK = re.compile(
    rf"^\(?\s?(?:(?:開議|開会|再開|休憩|散会|閉会|延会|閉議)\s?{_CLOCK}|{_CLOCK}(?:開議|開会|再開|休憩|散会|閉会|延会|閉議))\s?\)?$"
)
# 〔市長　山野太郎君登壇〕, （拍手）, 〔「異議なし」と呼ぶ者あり〕: what happened in the room, nobody's words.
_DIRECTION = re.compile(
    r"^[〔(\[](?P<what>[^〔〕()\[\]]*(?:登壇|降壇|着席|退席|退場|入場|除斥|拍手|笑声|笑い|呼ぶ者あり|呼ぶ者多し|発言する者あり"
    r"|その他発言する者多し|資料配付|資料配布|暫時休憩|休憩|朗読省略)(?:する者あり)?)[〕)\]]$"
)
_ENTERS = re.compile(
    rf"^(?P<role>{_SEAT}|[^\s]{{0,20}}?{_ROLE_END})(?:\s?(?P<name>[^\d\s].{{0,12}}?)(?:君|議員|さん)?)?\s?登壇$"
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
    if line[:1] in "○◎〇●◆◇△" and line[:1] != line[1:2]:
        return _marked(line)
    match = _UNMARKED.match(line)
    if match and (match["honour"] or match["after"] or _spoken(match["words"] or "")):
        honour = match["honour"] or match["after"] or ""
        return None if _PRESENT.match(match["role"]) else _named(match["role"], f"{match['name']}{honour}")
    for pattern in (_LABELLED, _BRACKETED, _BARE):
        match = pattern.match(line)
        if match and not _NO_LABEL.search(match["role"]) and _SPOKEN.search(match["words"]):
            return _named(match["role"], match.groupdict().get("name"))
    return None


def is_remark(line: str) -> bool:
    """Whether a line of minutes is the clerk's note of the hour, which ends whatever turn stands before it."""
    return _REMARK.match(line) is not None


def is_direction(line: str) -> bool:
    """Whether a line tells what happened in the room, which is nobody's speech and ends none."""
    return _DIRECTION.match(line) is not None


def speaker_entering(line: str) -> str | None:
    """Return who takes the floor by a stage direction (〔市長　…君登壇〕), as role(name), or None."""
    direction = _DIRECTION.match(line)
    match = _ENTERS.match(direction["what"].strip()) if direction else None
    return _named(match["role"], match["name"]) if match else None


def _marked(line: str) -> str | None:
    match = _TURN.match(line)
    if match and (
        _ROLE.search(match["role"]) or _ROLE_WITH_NAME.match(match["role"]) or re.search(r"\d番$", match["role"])
    ):
        if _PRESENT.match(match["role"]) or _COUNT.match(match["name"]) or _NO_NAME.search(match["name"]):
            return None
        return _named(match["role"].replace(" ", ""), match["name"])
    match = _TURN_WITH_LOOSE_NAME.match(line)
    if match:
        return None if _PRESENT.match(match["role"]) else f"{match['role']}({match['name']})"
    match = _TURN_WITHOUT_NAME.match(line)
    if match and not _PRESENT.match(match["role"]) and _spoken(match["words"]):
        return match["role"]
    return None


def _spoken(words: str) -> bool:
    """Whether words are what somebody said, as far as the first line tells: a sentence, or the start of a long one."""
    if _SPOKEN.search(words) or words.endswith("。"):
        return True
    return len(words) >= _LONG_WORDS and len(re.findall(r"[ぁ-ん]", words)) >= _LONG_KANA


def _named(role: str, name: str | None) -> str:
    return role if not name or _ACT.search(name) else f"{role}({name})"
