"""Who speaks in minutes: heading lines such as ＜羽幌町長＞ and turns such as ○市長（…）　….

Takes normalised lines. A role is told from an item (○ 企業説明会) by its ending: 長, 議員, 委員, 知事 and the like.
"""

import re

_ROLE_END = (
    "(?:議長|委員長|市長|町長|村長|区長|知事|部長|課長|局長|室長|次長|所長|院長|校長|館長|署長|会長|会頭|組合長|"
    "理事長|支部長|座長|団長|隊長|係長|教育長|議員|委員|理事|監事|参事|主幹|監査委員|管理者|事務局|書記|司会|"
    "説明員|参考人|公述人|代表|教授|顧問|アドバイザー|支援官|監|君|さん|氏)"
)
_NAME = r"(?:\s?[((](?P<name>[^()()]{1,20})[))])"
_TURN = re.compile(
    rf"^[○◎〇●][ ]?(?P<role>(?:\d{{1,3}}番)?[^\s()()、。:]{{0,24}}?{_ROLE_END}?)(?:{_NAME}(?:君|さん|氏)?)(?:[ :]|\s*$)"
)
_TURN_WITHOUT_NAME = re.compile(rf"^[○◎〇●][ ]?(?P<role>[^\s()()、。:]{{0,24}}?{_ROLE_END})(?:[ :])(?=\S)")
_HEADING = re.compile(r"^[<〈《](?P<who>[^<>〈〉《》]{1,30})[>〉》]$")
_ROLE = re.compile(rf"{_ROLE_END}$")


def speaker_of_heading(line: str) -> str | None:
    """Return the speaker named by a heading line alone in angle brackets, or None."""
    match = _HEADING.match(line)
    if not match:
        return None
    who = match["who"].strip()
    return who if _ROLE.search(re.sub(r"[((].*?[))]$", "", who)) else None


def speaker_of_turn(line: str) -> str | None:
    """Return the speaker whose turn a line opens, as role（name）, or None when the line opens no turn."""
    match = _TURN.match(line)
    if match and (_ROLE.search(match["role"]) or re.search(r"\d番$", match["role"])):
        return f"{match['role']}({match['name']})"
    match = _TURN_WITHOUT_NAME.match(line)
    return match["role"] if match else None
