"""What is said in a meeting and tells nothing: calls to speak, thanks, openings of a speech, the record's own tail.

Pure functions of a unit's searchable text.
"""

import re

_QUALIFIED = r"(?:(?:一般|代表|個人|関連|総括|緊急)(?:質問|質疑)|再(?:々|再)?質(?:問|疑))"
_POLITE = (
    r"(?:を|に)?(?:いた|致)?(?:させていただき|さ?せてもらい|申し上げ|し|行い|始め|移り)?(?:たいと(?:思い|存じ))?ます"
)
_TURN = (
    r"(?:(?:まず|初めに|始めに|はじめに|最初に|次に|続い?て|続きまして|最後に|それでは|では|ただいまの?"
    r"|私から(?:は|も)?)、?)*"
)
# 御質問にお答えいたします。 answers nothing yet.
_COURTESY = re.compile(
    r"(?:質問|質疑)に(?:対し(?:て|まして)?、?)?(?:順次、?)?お答え(?:を?いた|を?させていただき|申し上げ)?(?:し)?ます。?$"
    r"|(?:^|\s)お答え(?:いた)?します。?$|^[^、。]{2,40}について(?:、|は)?お答え(?:いた|申し上げ)?(?:し)?ます。?$"
)
# 動画はこちらからご覧いただけます。: where to look, not what is there.
_LINK_LINE = re.compile(
    r"(?:こちら|下記(?:の)?(?:URL|リンク|ページ)|以下(?:の)?(?:URL|リンク|ページ))(?:から|を|より|で|にて)"
    r"(?:ご|御)?(?:覧|視聴|確認|参照)(?:に)?(?:いただけ|頂け|なれ|ください|下さい)"
)
_OFFICE = r"(?:長|知事|議員|委員|監|官|管理者|参事|主幹|理事|事務局|主査|補佐|担当者)"
# 建設部長。 and 7番、川田花議員。: the chair gives somebody the floor.
_CALL = re.compile(
    rf"^(?:\d{{1,3}}番、?)?[一-龯々ァ-ヶーぁ-ゖ\s]{{0,20}}?{_OFFICE}(?:\s?[一-龯々ァ-ヶー\s]{{1,8}}(?:君|さん|氏|議員))?。?$"
    r"|^\d{1,3}番(?:、?[一-龯々ァ-ヶーぁ-ゖ\s]{1,12}(?:君|さん|氏))?。?$|^[一-龯々]{1,6}\s?[一-龯々]{1,6}\s?君。?$"
)
_PARTICLE_INSIDE = re.compile(r"[一-龯々ァ-ヶー](?:は|が|を|も|で|と|の|に|から)[一-龯々ァ-ヶー]")
_ANSWERING = (
    r"(?:お答え|(?:御|ご)?(?:答弁|回答))(?:を)?(?:いた|致)?(?:させていただき|させ|申し上げ|し)?"
    r"(?:たいと(?:思い|存じ))?ます。?$"
)
# 今期最後の一般質問を行います。 names no matter, 歩道橋の整備を求めて質問します。 does.
_OPENS = (
    rf"^(?!.*(?:について|に関し|求め))(?:[^。]{{0,40}}(?:、|の))?{_QUALIFIED}{_POLITE}。?$"
    rf"|^{_TURN}(?:御|ご)?(?:質問|質疑){_POLITE}。?$|^{_QUALIFIED}です。?$"
)
_CLOSES = (
    rf"^(?:[^。]{{0,30}}、)?(?:私の|全ての|すべての)?(?:{_QUALIFIED}|質問|質疑)(?:を|は)?[^。、]{{0,8}}"
    r"(?:終わ|終え|終了)[^。]{0,12}。?$|^(?:私から(?:は)?)?以上(?:で(?:ございます|あります|す))?。?$"
)
# 次に、除雪について御質問がありました。
_REPEATS_MATTER = (
    rf"^{_TURN}(?:[^。]{{2,80}}?(?:について|に関(?:して|する)|に関連(?:して|する)|の関係で|の件で)(?:の)?)?、?"
    r"(?:御|ご)?(?:質問|質疑|お?尋ね)(?:が|を)(?:ありました|ございました|いただきました|頂きました|頂戴しました)。?$"
)
# 私からは、除雪について御答弁させていただきます。
_ANNOUNCES = (
    rf"^{_TURN}[^。]{{0,60}}?(?:について|につきまして|に関して|(?:質問|質疑|尋ね)に)(?:は)?、?(?:順次、?|まず、?)?{_ANSWERING}"
    rf"|(?:質問|質疑)(?:を|が)[^。、]{{2,16}}ので、[^。]{{0,12}}{_ANSWERING}"
)
# 水道については、後ほど水道事業管理者から答弁いたします。
_PASSES_ON = (
    r"^(?!.*(?:ており|ますが|ましたが|ですが|ので|けれども)、)[^。]{0,100}?"
    rf"(?:後ほど|後刻|この後、?|[長者監官]から|[課局部]から|委員会から|担当から)[^。]{{0,60}}{_ANSWERING}"
)
_ASKS_POLITELY = r"^説明員の答弁を求めます。?$|^(?:どうぞ)?(?:よろしく)?お願い(?:いた|致|申し上げ)?します。?$"
_EMPTY = re.compile(f"{_OPENS}|{_CLOSES}|{_REPEATS_MATTER}|{_ANNOUNCES}|{_PASSES_ON}|{_ASKS_POLITELY}")
# No formula is longer.
_LONGEST = 160
# 散会 午後5時11分: the clerk notes it, and what follows is signed by the chair, not said.
_CLOCK_NOTE = re.compile(r"^(?:散会|閉会|延会|休憩|開議|再開|開会)\s?午[前後]\s?\d")
_SIGNED = re.compile(r"会議録署名議員(?![はがをにのと])")


def is_courtesy(text: str) -> bool:
    """Whether a sentence announces an answer, or where to look, and says no more."""
    return bool(_COURTESY.search(text) or _LINK_LINE.search(text))


def says_nothing(text: str) -> bool:
    """Whether a sentence of a speech only gives the floor, opens, passes on or closes: nobody is quoted with it."""
    formula = len(text) <= _LONGEST and _EMPTY.search(text) is not None
    return formula or is_call(text) or is_courtesy(text)


def is_call(text: str) -> bool:
    """Whether a sentence only calls somebody to speak: an office or a name by itself (建設部長。)."""
    return len(text) <= 30 and bool(_CALL.match(text)) and not _PARTICLE_INSIDE.search(text)


def is_noted(text: str) -> bool:
    """Whether the clerk notes the hour or who signs the record, which no speaker says."""
    return bool(_CLOCK_NOTE.match(text) or _SIGNED.match(text))
