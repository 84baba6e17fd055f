"""The ways in which a text says what a term means: 「〜とは、…をいう」, 「…を〜と呼ぶ」, 「〜は…の制度です」.

Patterns over the searchable form of a sentence, a list item or a line.
"""

import re
from functools import lru_cache, partial

from ingest.numerals import find_quantities

# The term is explained; it is said what it is; it is only hinted at.
SURE, SAID, HINTED = 1.0, 0.7, 0.4
LEAST = 6
_NAME_PART = r"一-龯々ァ-ヶーA-Za-z0-9"
# …とは言えない, 〜とは別に: nothing is explained.
_NO_EXPLANATION = r"(?!言[えいわ]|い[えわう]|別|異な|違|関係|限ら|思|無|何|なん|どう|どの|どん)"
_CALLS = (
    r"(?:など|といった)?(?:と|って)(?:(?:い|言)(?:う|います)(?=[。、)]|$)|も?(?:い|言)い(?:、|ます)|も?(?:い|言)われ(?:る|ます|てい)"
    r"|も?(?:呼[びぶばん]|称[しすさ])(?!(?:ば|さ)?れ(?:る|た|ている)[一-龯ァ-ヶーA-Zこ])|名付|名づけ|定義|銘打|略[しすさ]|訳[しすさ]|表現し|表現され)"
)
_MEANS = r"(?:をいう|をいいます|を言う|を言います|を指す|を指します|を意味する|を意味します|のこと|の総称|の略|の一種)"
_KIND_OF_THING = (
    r"(?:プロジェクト|事業|制度|取組|取り組み|運動|計画|構想|施設|サービス|イベント|組織|団体|しくみ|仕組み|活動"
    r"|システム|教室|拠点)"
)
# What is done to a thing says nothing of what it is: 町民が利用する渚便.
_DONE_TO_IT = re.compile(
    r"利用|活用|使|運営|実施|行|進め|始め|開催|検討|予定|整備|設置|導入|推進|含|占め|担|構成|紹介|受け|する(?<![ァ-ヶ一-龯]する)"
)
_COPULA = r"(?:です|である|であります|でございます|だ|であり|で|でして)"
_ENDS_AS_NOUN = re.compile(
    rf"(?P<head>[{_NAME_PART}]+|もの|こと|まち|しくみ|ところ|つながり|取り組み)(?:{_MEANS})?{_COPULA}?(?:[。、]|$)|{_MEANS}"
)
# What is told of a thing, and not what it is.
_TOLD_OF = re.compile(
    r"(?:好調|順調|必要|重要|大切|肝要|急務|可能|不可欠|有効|有利|無料|有料|困難|大変|深刻|明らか|同様|同じ|不明|未定|様々|良好|課題|問題|状況"
    r"|状態|見込み?|予定|傾向|最中|現状|以上|以下|程度|未満|通り|とおり|次第|対象外?|中止|廃止|終了|開始|実施|限り|[一-龯]中|増加|減少|横ばい"
    r"|最多|最大|最小|初めて|以外|ため|先|後|前|別|有|無|可|不可|うち|ほう|方|よう|はず|わけ|たくさん|多数|盛ん|人気|話題)$"
)
_ASSESSES = re.compile(
    r"増[えや加]|減[っらり少]|伸び|必要|課題|思[いうっ]|考え|検討|お願い|ください|たい(?:。|$|と)|ません|ない|しょう"
)
_REPORTS = re.compile(r"予定|まし(?:た|て)|でした|た。|いただ")
_POINTS_BACK = re.compile(r"(?:これ|それ|この[一-龯ァ-ヶー]{1,6}|同[一-龯]{1,4})(?:は|とは)、?")
_TOPIC_WITHIN = 12
_PRESENT = re.compile(r"(?:ます|[るうくすつぶむ])(?:。|$)")
# How a name is read, or spelt elsewhere.
_READING = re.compile(r"[ぁ-ゖー\s・]+|[A-Za-z\s.&-]+")
_UNSAID = re.compile(
    r"^[\d\s./年月日度()~〜:-]*$|^(?:令和|平成|昭和|以下|うち|再掲|担当|電話|仮称|案|新規|拡充|継続|注)"
)


class DefinitionForms:
    """The ways in which a text says what one term means."""

    def __init__(self, term: str) -> None:
        compiled = partial(re.compile, flags=re.IGNORECASE)
        name = r"[\s・]?".join(map(re.escape, re.sub(r"\s", "", term)))
        # 種小名involutus: a name in Latin letters begins where they begin.
        before = "A-Za-z0-9" if term[0].isascii() else _NAME_PART
        lone = rf"(?<![{before}])(?:{name})(?![{_NAME_PART}])"
        whole = rf"[「『\"]?{lone}[」』\"]?(?:\s?\([^()]{{1,40}}\)|\s?〔[^〔〕]{{1,40}}〕)?"
        self.explained = compiled(
            rf"{whole}(?:(?:または|又は|もしくは|や|、)[^、。は]{{2,20}})?(?:とは|というのは|といいますのは|と申しますのは|って(?:いうのは|のは)?、?)(?:、|,)?{_NO_EXPLANATION}(?=.{{{LEAST}}})"
        )
        self.called = compiled(rf".{{{LEAST},}}{whole}{_CALLS}")
        # 原則、すなわち、…; …を「渚便」と位置付けます
        self.restated = compiled(
            rf"{whole}、?(?:すなわち|つまり)、?(?=.{{{LEAST}}})|[をは]、?{whole}と(?:して)?位置[付づ]け"
            rf"|{whole}[をは]、?[^。]{{{LEAST},}}と(?:して)?位置[付づ]け"
        )
        self.stands_for = compiled(rf"{whole}(?:は|とは)、?.+の略")
        # デジタル技術による変革(DX), …協議会(以下「協議会」という。)
        self.abbreviated = compiled(
            rf"[^\s()、。]{{2,}}\s?\((?:以下、?|略称:?\s?|通称:?\s?|いわゆる)?[「『]?(?:{name})[」』]?(?:という。?|と略す。?|\s?[、,:][^()]*)?\)"
        )
        self._in_capitals = term.isascii() and term.isupper()
        # 渚便と呼ばれる取組: what it is stands behind it, if anywhere.
        self._so_called = compiled(rf"{whole}と(?:呼ば|いわ|言わ|称さ)れ(?:る|た|ている)[一-龯ァ-ヶーA-Zこ]")
        self._gloss = compiled(rf"{lone}[」』]?\s?\((?P<gloss>[^()]{{2,}})\)")
        # 医者を意味する「スンヌ」, スンヌは医者の意味で
        self.meant = compiled(
            rf"(?:を(?:意味|示|指)す(?:る|言葉の)?|(?:という|の)意味の)[^。、]{{0,12}}?[「『\"]?{lone}"
            rf"|{whole}(?:は|も)、?[^。]{{2,}}?(?:の意味|という意味|を意味|を指[しす]|の略)"
        )
        entry = whole.replace(lone, rf"(?:{name})")
        self._entry = compiled(
            rf"^(?P<mark>(?:[※*]|\(?注)\s?\d{{0,2}}[).:]?\s?)?[・●○◎■◆□]?\s?{entry}\s?(?:\.\.+|―+|—+|--+|=|:)\s?(?P<said>.{{{LEAST},}})$"
        )
        self._noted = compiled(rf"^(?P<mark>(?:[※*]|\(?注)\s?\d{{0,2}}[).:]?\s?)?{entry}\s(?P<said>.{{{LEAST},}})$")
        # (1) 空家等 …をいう。: an item of an ordinance's definitions
        self._item = compiled(rf"^[\W\d一二三四五六七八九十]*{entry}\s+\S.{{{LEAST},}}(?:をいう|こと|もの)。?$")
        self._topic = compiled(rf"(?:^|[、。※・\s「『]|の|この|(?<!い)また)\s?{whole}は、?(?P<said>[^。]+。?)")
        self._related = compiled(rf"(?:である|という|といった)[「『]?{lone}")
        self._apposed = compiled(
            rf"[{_NAME_PART}]{{2,}}[「『]{lone}[」』]|[「『]{lone}[」』]という[{_NAME_PART}]{{2,}}"
        )
        # 暮らしを支えるしくみ、渚便; 買い物を支える渚便
        self._typed = compiled(rf"[^、。]{{{LEAST},}}{_KIND_OF_THING}(?:、|である|の)?[「『]?{lone}")
        self._described = compiled(rf"[^、。]{{2,}}を(?P<verb>[^、。を]{{1,8}}[るうくすつぶむ])[「『]?{lone}")
        self._active = compiled(rf"{whole}(?:は|では)、?(?P<said>[^。]+。?)")
        self._acting = compiled(rf"{whole}(?:は|では|が|により|によって|を通じて)、?(?P<said>[^。]+。?)")
        self._named = re.compile(whole)

    def glossed(self, text: str) -> float:
        """Return how far brackets behind the term explain it: 炭鉄港(石炭、鉄鋼、港湾の総称)."""
        glosses = [found["gloss"] for found in self._gloss.finditer(text)]
        told = [gloss for gloss in glosses if not _UNSAID.match(gloss) and not _READING.fullmatch(gloss)]
        # DFFT(Data Free Flow with Trust): what the letters stand for.
        if self._in_capitals and any(re.search(r"[A-Za-z]\s[A-Za-z]", gloss) for gloss in glosses):
            return SAID
        return (SAID if any(len(gloss) >= LEAST for gloss in told) else HINTED) if told else 0.0

    def entered(self, text: str, *, among_terms: bool) -> float:
        """Return how far the text is a glossary's entry: the term, a mark, what it means; a label may stand so too."""
        found = self._entry.match(text)
        if found is None or _UNSAID.match(found["said"]) or not explains(found["said"]):
            return 0.0
        return SURE if among_terms or found["mark"] or found["said"].endswith("。") else SAID

    def noted(self, shown: str, *, among_terms: bool) -> bool:
        """Whether the text is a note on the term, or its entry among other terms, which a blank divides from it."""
        if self._item.match(shown):
            return True
        found = self._noted.match(shown)
        return found is not None and bool(among_terms or found["mark"]) and not _UNSAID.match(found["said"])

    def told(self, text: str) -> float:
        """Return how far the text says what the term is without explaining it as a word."""
        topic = self._topic.search(text)
        if topic is not None and is_noun(topic["said"]):
            return SAID
        if self._related.search(text):
            return SAID
        if self._typed.search(text):
            return SAID
        described = self._described.search(text)
        so_called = self._so_called.search(text) is not None
        tells = described is not None and not _DONE_TO_IT.search(described["verb"])
        apposed = text.endswith("。") and self._apposed.search(text) is not None
        return max(self.glossed(text), HINTED if tells or apposed or so_called else 0.0)

    def acts(self, text: str, *, widely: bool) -> bool:
        """Whether the text tells what the term does; widely, also what was done by it."""
        found = (self._acting if widely else self._active).search(text)
        return found is not None and says_what_it_does(found["said"], widely=widely)

    def told_next(self, before: str, text: str) -> float:
        """Return how far a sentence explains the term that the one before it has named: これは…造語です."""
        if not self._named.search(before):
            return 0.0
        points = _POINTS_BACK.match(text)
        if points is not None:
            return SAID if is_noun(text[points.end() :]) else 0.0
        of_its_own = "は" in text[:_TOPIC_WITHIN] or "とは" in text
        return SAID if not of_its_own and re.search(_MEANS, text) else 0.0


@lru_cache(maxsize=256)
def forms_of(term: str) -> DefinitionForms:
    """Return the forms for a term."""
    return DefinitionForms(term)


def is_noun(said: str) -> bool:
    """Whether a predicate names what something is (…の制度です), not how it is (好調です, 20件です)."""
    ends = [found for found in _ENDS_AS_NOUN.finditer(said) if found.end() == len(said) or _copular(found[0])]
    if not ends or len(said) < LEAST:
        return False
    last = ends[-1]
    head = last["head"]
    return head is None or not (_TOLD_OF.search(head) or _is_figure(said[: last.end("head")]))


def _copular(found: str) -> bool:
    return re.search(r"(?:であり|でして|で)、$", found) is not None


def _is_figure(text: str) -> bool:
    return any(quantity.end == len(text) for quantity in find_quantities(text)) or text[-1:].isdigit()


def explains(text: str) -> bool:
    """Whether a text is long enough and worded to explain anything: no page number, no value, no bare name."""
    return len(re.findall(r"[ぁ-ゖ一-龯ァ-ヶーA-Za-z]", text)) >= LEAST and re.search("[ぁ-ゖ]", text) is not None


def says_what_it_does(said: str, *, widely: bool = False) -> bool:
    """Whether it is told what something does or is for: …を貸し出しています."""
    if re.search(r"を|でき", said) is None or _ASSESSES.search(said):
        return False
    return widely or (bool(_PRESENT.search(said)) and not _REPORTS.search(said) and not list(find_quantities(said)))
