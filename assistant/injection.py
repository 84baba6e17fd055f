"""What text may not do to an answer: give orders to whoever answers, hide in letters that nobody sees, or repeat rules.

Passages and questions are wrapped before a model reads them (see `assistant.context`); this is the second line, for a
model that obeys all the same. An order to the one who answers proves nothing, and the rules it works by are no answer.
"""

import re
from collections.abc import Sequence

from ingest.normalize import normalize_text

# Letters without a shape, in which orders have been hidden: zero width, direction marks, tags, variation selectors.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_RULES = "指示|命令|規則|ルール|決まり|制約|設定|プロンプト"
_PLEASE = "してください|して下さい|しなさい|せよ|しろ"
_ORDER = re.compile(
    rf"(?:以前|これまで|今まで|上記|上|前|先|ここまで|すべて|全て)の(?:すべての|全ての)?(?:{_RULES})[をは、]{{0,2}}(?:すべて|全て)?"
    rf"(?:(?:無視|破棄|上書き|無効に)(?:して、|{_PLEASE})|忘れ(?:て(?:、|くだ|下)|ろ|なさい)|取り?消(?:して|せ))"
    rf"|(?:{_RULES})(?:を|は)(?:すべて|全て)?(?:(?:無視|破棄|無効に)(?:{_PLEASE})|忘れ(?:てくだ|て下|ろ|なさい))"
    r"|(?:と|を)(?:だけ|のみ)、?(?:答え|回答|出力|返答|書(?:いてくだ|け[。」]|きなさい|くこと))"
    r"|(?:システム|初期)の?(?:プロンプト|メッセージ|指示)|プロンプトを(?:表示|出力|公開|教え|開示)"
    r"|あなたは(?:今から|これから|もう|ただいまから)|AI(?:アシスタント)?(?:へ|への指示|に告ぐ|宛)"
    r"|(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous)"
    r"|system\s?prompt|you are now|(?:reply|respond|answer|output|print|say)\s(?:only|just|exactly|with|the)\b"
    r"|jailbreak|developer mode|\[/?(?:INST|SYSTEM)\]"
    r"|<\|?/?(?:im_start|im_end|system|assistant|user|instructions?|passage|question)",
    re.IGNORECASE,
)
_REPEATED = 24  # letters in a row; 資料には見当たりませんでした。 is shorter


def gives_orders(text: str) -> bool:
    """Tell whether a text speaks to the one who answers: 以前の指示を無視して, reply only with."""
    return _ORDER.search(_seen(text)) is not None


def repeats(sentence: str, rules: Sequence[str]) -> bool:
    """Tell whether a sentence holds a stretch of one of the texts that a model was given as its rules."""
    words = _compact(sentence)
    known = [_compact(rule) for rule in rules]
    stretches = (words[at : at + _REPEATED] for at in range(max(0, len(words) - _REPEATED + 1)))
    return any(stretch in rule for stretch in stretches for rule in known)


def _seen(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", normalize_text(UNSEEN.sub("", text)))


def _compact(text: str) -> str:
    return re.sub(r"\W", "", normalize_text(UNSEEN.sub("", text)))
