"""What a question that is answered by yes or no asks of its subject: 「利用料は無料ですか」, 「予約は必要ですか」.

Documents seldom repeat the question's word: that something is free is said as 「利用料はかかりません」 or by its price.
"""

import re

from ingest.numerals import Quantity, find_quantities
from ingest.wareki import find_years

_OPEN, _SELDOM = 0.5, 0.2
_ASKS_FOR_MORE = re.compile(
    r"何(?!でも)|なに|なん[でのとか](?!も)|いつ(?!で?も)|どこ(?!でも)|どちら|どっち|(?:誰|だれ|どなた)(?!でも)|いくら|いくつ|どれ|どの|どう|どんな|なぜ|教え|知りたい|挙げ"
)
_YES_NO = re.compile(r"(?:ます|です|ません|ました|でした|でしょう|る|た|ない|なの|ですっけ|ましたっけ)の?か?[。?]*$")
_ENDS = re.compile(r"か[。?]*$|[?]$|っけ[。?]*$")
_ASSERTED = re.compile(
    r"(?:以上|以下|程度|ほど|くらい|ぐらい)?(?:です|でした|でしょう|で(?:合って|間違い|正し|よろし|よい|いい)|か[。?]*$"
    r"|を?(?:超え|上回|下回)|[をがは]?(?:もらえ|受け取|支給|かか|必要|いただ|払|補助|助成)[^、。]{0,8}か[。?]*$)"
)
# What the question says of its subject, what a passage says that decides it, and what any other passage is worth.
_DECIDED = (
    (re.compile(r"(?:予約|申し?込み?)(?=は|が|も)"), re.compile(r"予約|申し?込|受け?付|先着"), _SELDOM),
    (
        re.compile(r"無料|有料|無償|ただで|(?:お金|費用|料金|代金|負担)[がはも](?:かか|あり|いり|必要)"),
        re.compile(
            r"無料|有料|無償|\d万?円|かかりません|かかります|負担(?:し|なし|はあり|が|は)|徴収|免除|(?:自己|全額)負担"
        ),
        _SELDOM,
    ),
    (
        re.compile(r"必要(?:です|でしょう|か|なの|があり|ない)|要りますか|いりますか|義務"),
        re.compile(r"必要|不要|要し|要り|いりません|ください|提出|持参|義務|なければ|なしで|いらない|要る"),
        _SELDOM,
    ),
    (
        re.compile(r"(?:あり|い)ま(?:す|せん)か|ある[のん]?(?:です)?か|ないですか|置いて(?:あり)?ますか"),
        re.compile(
            r"ありま|ある|ない|なし|いま[すせ]|設け|設置|置[いく]|備え|そろ|\d(?:か所|軒|棟|台|施設|名|人|室)|開いて|開設"
        ),
        _OPEN,
    ),
    (
        re.compile(
            r"[えけせてねべめれ]ま(?:す|せん)か|でき(?:ます|る|ません)|可能|よい(?:です|の)|いい(?:です|の)|構い|大丈夫"
        ),
        re.compile(
            r"でき|[えけせねべめれ]ません|られ|可能|不可|可$|禁止|限[りる]|遠慮|断り|承って|承り|受け付け|受け入れ|対象|ませ[んぬ]|ください|どなた|自由"
        ),
        _OPEN,
    ),
)
_SIDE = re.compile(r"賛成|反対|賛同|支持")
_TAKES_SIDE = re.compile(
    r"賛成|反対|賛同|支持|異論|異議|べき|慎重|容認|推進|認められ|認めません|同意|中止|撤回|見送|ふさわし|望まし"
)
# Behind a noun: it is done, and may be said in other words (併用でき, 負担し).
_DONE = re.compile(r"(?:を|が|は|も)?(?:でき|し(?:ま|て|た)|する|され|いただ|可能|なさ|可|を入れ)")
# 必要ではないか。 is an opinion.
_QUESTION_END = re.compile(r"(?<!ない)(?<!だろう)(?<!でしょう)か[。?]?$|[?]$")


def is_yes_no(normal: str) -> bool:
    """Whether a question asks whether something is so, and for nothing else."""
    return bool(_YES_NO.search(normal) and _ENDS.search(normal)) and _ASKS_FOR_MORE.search(normal) is None


def asserted_figure(normal: str) -> Quantity | None:
    """Return the figure that a question wants confirmed: 12人 in 「定員は12人ですか」."""
    years = [(year.start, year.end) for year in find_years(normal)]
    figures = [
        found
        for found in find_quantities(normal)
        if found.unit and not any(start <= found.start < end for start, end in years)
    ]
    return figures[-1] if figures and _ASSERTED.match(normal[figures[-1].end :]) else None


def predicate_span(normal: str) -> tuple[int, int] | None:
    """Return where the question says what documents say in other words (無料, 必要), None where it does not."""
    told_otherwise = (asked for asked, _, others in _DECIDED if others == _SELDOM)
    found = next((match for asked in told_otherwise if (match := asked.search(normal))), None)
    return found.span() if found else None


def decides(normal: str, text: str) -> float:
    """Return 1 where a text says what decides a question, 0 where it cannot, 0.5 where it might."""
    if _QUESTION_END.search(text):
        return 0.0
    asked = [(said, others) for pattern, said, others in _DECIDED if pattern.search(normal)]
    return max((1.0 if said.search(text) else others for said, others in asked[:1]), default=_OPEN)


def takes_no_side(normal: str, text: str) -> bool:
    """Whether a question asks if somebody is for or against something, and a speech says neither."""
    return is_yes_no(normal) and _SIDE.search(normal) is not None and _TAKES_SIDE.search(text) is None


def names_an_action(normal: str, end: int) -> bool:
    """Whether the noun that ends there says what is done, as a verb does: 併用 in 「併用できますか」."""
    return _DONE.match(normal, end) is not None
