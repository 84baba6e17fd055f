"""How far a unit says what a term means: 「〜とは、…をいう」, 「…を〜と呼ぶ」, a glossary's entry, a gloss in brackets.

A sentence that only uses the term, a heading that has it and a figure of it say nothing of its meaning.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.passages.units import Unit, asked_words, plain_heading
from assistant.terms import AskedTerm
from ingest.lines import FIELD
from ingest.numerals import find_quantities
from ingest.table_headers import is_value
from vectorstore.words import searchable

_SURE, _SAID, _HINTED = 1.0, 0.9, 0.5
_LEAST = 6
_NAME_PART = r"一-龯々ァ-ヶーA-Za-z0-9"
# …とは言えない, 〜とは別に: nothing is explained.
_NO_EXPLANATION = r"(?!言[えいわ]|い[えわう]|別|異な|違|関係|限ら|思|無|何|なん|どう|どの|どん)"
_CALLS = (
    r"(?:など|といった)?(?:と|って)(?:(?:い|言)(?:う|います)(?=[。、)]|$)|も?(?:い|言)い(?:、|ます)|も?(?:い|言)われ(?:る|ます|てい)"
    r"|も?呼[びぶばん]|も?称[しすさ]|名付|名づけ|定義|銘打|略[しすさ]|訳[しすさ]|表現し|表現され)"
)
_MEANS = r"(?:をいう|をいいます|を言う|を言います|を指す|を指します|を意味する|を意味します|のこと|の総称|の略|の一種)"
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
_TELLING_LABEL = re.compile(r"概要|説明|意味|定義|解説|趣旨|目的|内容")
_GLOSSARY_HEADER = re.compile(r"説明|意味|解説|定義|内容|概要|趣旨|目的")
_ASKS_WHAT = re.compile(r"とは|って|何(?:です|か|を指|のこと|$)|意味|定義|どのような|どんな|どういう")
_HEADING_END = re.compile(r"|とは(?:何か|何ですか)?[?]?|って何[?]?|について|の(?:概要|定義|説明|意味|内容)")
_QUESTION_END = re.compile(r"(?:か|\?|とは)[。?]?$")
# How a name is read, or spelt elsewhere.
_READING = re.compile(r"[ぁ-ゖー\s・]+|[A-Za-z\s.&-]+")
_UNSAID = re.compile(
    r"^[\d\s./年月日度()~〜:-]*$|^(?:令和|平成|昭和|以下|うち|再掲|担当|電話|仮称|案|新規|拡充|継続|注)"
)


def defines(asked: AskedTerm, unit: Unit) -> float:
    """Return how far a unit says what a term is: 1 where it explains it, 0 where it only uses it.

    Args:
        asked: The term.
        unit: A sentence, a field, a list item or a table's cell.
    """
    if unit.hit.chunk.cells:
        return _of_cell(asked.text, unit)
    # Whatever is asked for if it is no name may stand anywhere.
    return max(_of_text(asked, unit), 0.0 if asked.certain else _HINTED)


def _of_text(asked: AskedTerm, unit: Unit) -> float:
    if unit.is_heading:
        return 0.0
    text = unit.text
    if re.search(r"(?:か|\?)[。?]?$", text):
        return 0.0
    forms = _forms(asked.text)
    if asked.abbreviation:
        spelt_out = forms.stands_for.search(text) or forms.abbreviated.search(text) or forms.glossed(text)
        return _SURE if spelt_out else 0.0
    explained = (form.search(text) for form in (forms.explained, forms.called, forms.meant))
    if any(explained) or forms.entered(text) or forms.noted(unit.shown):
        return _SURE
    hinted = _HINTED if forms.abbreviated.search(text) or forms.acts(text, widely=not asked.meaning) else 0.0
    return max(hinted, _below_its_name(asked.text, unit), forms.told(text), forms.told_next(unit.before, text))


def undefined(asked: AskedTerm | None, units: Iterable[Unit]) -> str:
    """Return what a reader who asks for a meaning is told where the passages only use the term, else ''."""
    if asked is None or not any(_same(asked.text, unit.text) for unit in units):
        return ""
    return f"「{asked.text}」という言葉は使われていますが、何を指すのかを説明した箇所は見つかりませんでした。"


class _Forms:
    """The ways in which a text says what one term means."""

    def __init__(self, term: str) -> None:
        name = r"[\s・]?".join(map(re.escape, re.sub(r"\s", "", term)))
        # 種小名involutus: a name in Latin letters begins where they begin.
        before = "A-Za-z0-9" if term[0].isascii() else _NAME_PART
        lone = rf"(?<![{before}])(?:{name})(?![{_NAME_PART}])"
        whole = rf"[「『\"]?{lone}[」』\"]?(?:\s?\([^()]{{1,40}}\)|\s?〔[^〔〕]{{1,40}}〕)?"
        self.explained = re.compile(
            rf"{whole}(?:(?:または|又は|もしくは|や|、)[^、。は]{{2,20}})?(?:とは|というのは|といいますのは|と申しますのは|って(?:いうのは|のは)?、?)(?:、|,)?{_NO_EXPLANATION}(?=.{{{_LEAST}}})"
        )
        self.called = re.compile(rf".{{{_LEAST},}}{whole}{_CALLS}")
        self.stands_for = re.compile(rf"{whole}(?:は|とは)、?.+の略")
        # デジタル技術による変革(DX), …協議会(以下「協議会」という。)
        self.abbreviated = re.compile(
            rf"[^\s()、。]{{2,}}\s?\((?:以下、?|略称:?\s?|通称:?\s?|いわゆる)?[「『]?(?:{name})[」』]?(?:という。?|と略す。?|[、,:][^()]*)?\)"
        )
        self._gloss = re.compile(rf"{lone}[」』]?\s?\((?P<gloss>[^()]{{2,}})\)")
        # 医者を意味する「スンヌ」, スンヌは医者の意味で
        self.meant = re.compile(
            rf"(?:を(?:意味|示|指)す(?:る|言葉の)?|(?:という|の)意味の)[^。、]{{0,12}}?[「『\"]?{lone}"
            rf"|{whole}(?:は|も)、?[^。]{{2,}}?(?:の意味|という意味|を意味|を指[しす]|の略)"
        )
        entry = whole.replace(lone, rf"(?:{name})")
        self._entry = re.compile(
            rf"^(?:(?:[※*]|\(?注)\s?\d{{0,2}}[).:]?\s?|[・●○◎■◆□]\s?)?{entry}\s?(?:\.\.+|―+|—+|--+|=|:)\s?(?P<said>.{{{_LEAST},}})$"
        )
        self._noted = re.compile(rf"^(?:[※*]|\(?注)\s?\d{{0,2}}[).:]?\s?{entry}\s(?P<said>.{{{_LEAST},}})$")
        self._topic = re.compile(rf"(?:^|[、。※・\s「『]|の|この|(?<!い)また)\s?{whole}は、?(?P<said>[^。]+。?)")
        self._related = re.compile(rf"(?:である|という|といった)[「『]?{lone}")
        self._apposed = re.compile(
            rf"[{_NAME_PART}]{{2,}}[「『]{lone}[」』]|[「『]{lone}[」』]という[{_NAME_PART}]{{2,}}"
        )
        self._active = re.compile(rf"{whole}(?:は|では)、?(?P<said>[^。]+。?)")
        self._acting = re.compile(rf"{whole}(?:は|では|が|により|によって|を通じて)、?(?P<said>[^。]+。?)")
        self._named = re.compile(whole)

    def glossed(self, text: str) -> float:
        """Return how far brackets behind the term explain it: 炭鉄港(石炭、鉄鋼、港湾の総称)."""
        glosses = [found["gloss"] for found in self._gloss.finditer(text)]
        told = [gloss for gloss in glosses if not _UNSAID.match(gloss) and not _READING.fullmatch(gloss)]
        return (_SAID if any(len(gloss) >= _LEAST for gloss in told) else _HINTED) if told else 0.0

    def entered(self, text: str) -> bool:
        """Whether the text is a glossary's entry: the term, a mark, what it means."""
        found = self._entry.match(text)
        return found is not None and not _UNSAID.match(found["said"]) and not is_value(found["said"])

    def noted(self, shown: str) -> bool:
        """Whether the text is a note on the term, which a blank divides from it."""
        found = self._noted.match(shown)
        return found is not None and not _UNSAID.match(found["said"])

    def told(self, text: str) -> float:
        """Return how far the text says what the term is without explaining it as a word."""
        topic = self._topic.search(text)
        if topic is not None and _is_noun(topic["said"]):
            return _SAID
        if self._related.search(text):
            return _SAID
        return max(self.glossed(text), _HINTED if text.endswith("。") and self._apposed.search(text) else 0.0)

    def acts(self, text: str, *, widely: bool) -> bool:
        """Whether the text tells what the term does; widely, also what was done by it."""
        found = (self._acting if widely else self._active).search(text)
        return found is not None and _says_what_it_does(found["said"], widely=widely)

    def told_next(self, before: str, text: str) -> float:
        """Return how far a sentence explains the term that the one before it has named: これは…造語です."""
        if not self._named.search(before):
            return 0.0
        points = _POINTS_BACK.match(text)
        if points is not None:
            return _SAID if _is_noun(text[points.end() :]) else 0.0
        return _SAID if "は" not in text[:_TOPIC_WITHIN] and re.search(_MEANS, text) else 0.0


@lru_cache(maxsize=256)
def _forms(term: str) -> _Forms:
    return _Forms(term)


def _is_noun(said: str) -> bool:
    """Whether a predicate names what something is (…の制度です), not how it is (好調です, 20件です)."""
    ends = [found for found in _ENDS_AS_NOUN.finditer(said) if found.end() == len(said) or _copular(found[0])]
    if not ends or len(said) < _LEAST:
        return False
    last = ends[-1]
    head = last["head"]
    return head is None or not (_TOLD_OF.search(head) or _is_figure(said[: last.end("head")]))


def _copular(found: str) -> bool:
    return re.search(r"(?:であり|でして|で)、$", found) is not None


def _is_figure(text: str) -> bool:
    return any(quantity.end == len(text) for quantity in find_quantities(text)) or text[-1:].isdigit()


def _says_what_it_does(said: str, *, widely: bool = False) -> bool:
    """Whether it is told what something does or is for: …を貸し出しています."""
    if re.search(r"を|でき", said) is None or _ASSESSES.search(said):
        return False
    return widely or (bool(_PRESENT.search(said)) and not _REPORTS.search(said) and not list(find_quantities(said)))


def _below_its_name(term: str, unit: Unit) -> float:
    """Return how far a unit explains the term that stands above it: as a heading, as a title, as a question."""
    chunk = unit.hit.chunk
    if re.search(rf"{re.escape(term)}[」』]?とは$", re.sub(r"\s", "", unit.before)):
        return _SURE
    if any(_same(term, above) and _ASKS_WHAT.search(above) for above in _questions_above(unit)):
        return _SURE if unit.index == 0 or _QUESTION_END.search(unit.before) else 0.0
    section = plain_heading(chunk.section[-1]) if chunk.section else ""
    explains = (
        _names(term, unit.heading) or (not unit.heading and _names(term, section)) or _names(term, unit.hit.title)
    )
    if not explains:
        return 0.0
    field = FIELD.match(unit.text)
    if field is not None:
        return _SAID if _TELLING_LABEL.search(field["label"]) else 0.0
    opens = unit.index == 0 or not unit.before
    noun = _is_noun(unit.text) if unit.is_sentence else len(unit.text) >= 2 * _LEAST
    return (_SAID if noun else _HINTED) if opens and (noun or _says_what_it_does(unit.text)) else 0.0


def _questions_above(unit: Unit) -> list[str]:
    """Return the questions that a unit may answer: that of its chunk, of its heading, the one right before it."""
    section = unit.hit.chunk.section
    above = [asked_words(unit.hit.chunk), unit.heading, searchable(section[-1]) if section else "", unit.before]
    return [text for text in above if _QUESTION_END.search(text)]


def _same(term: str, text: str) -> bool:
    return re.sub(r"\s", "", term) in re.sub(r"\s", "", text)


def _names(term: str, heading: str) -> bool:
    """Whether a heading is the term itself, or says that it explains it."""
    compact = re.sub(r"[\s「」『』※*]|^\d+[.)]?", "", searchable(heading))
    name = re.sub(r"\s", "", term)
    return compact.startswith(name) and _HEADING_END.fullmatch(compact.removeprefix(name)) is not None


def _of_cell(term: str, unit: Unit) -> float:
    """Return 1 for the explanation in a glossary's row about the term, 0 for any other cell."""
    cells = unit.hit.chunk.cells
    label = searchable(cells[0].text)
    cell = next((c for c in cells if (c.start, c.end) == (unit.start, unit.end)), None)
    if cell is None or cell is cells[0] or is_value(cell.text) or len(cell.text) < _LEAST:
        return 0.0
    bare = re.sub(r"[\s「」『』※*]|\(.*?\)", "", label)
    if bare != re.sub(r"\s", "", term) and f"({term})" not in label.replace(" ", ""):
        return 0.0
    return _SURE if _GLOSSARY_HEADER.search(searchable(cell.header)) else _HINTED
