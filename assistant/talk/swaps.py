"""What a short follow-up puts in the place of its like in the previous question.

A year, a column, a town, a speaker, or one of a kind: 「市外の会員は？」 behind 「市内の会員は何名ですか」 asks how
many members live outside, 「丘の家だといくら」 puts 丘の家 for 浜の家.
"""

import re

from assistant.asked.terms import asked_term
from assistant.questions import AnalyzedQuestion, Kind, analyze
from ingest.places import find_places
from ingest.wareki import find_years
from vectorstore.words import Word, WordAnalyzer

_NOW = re.compile(r"(?:現在|いま|今|最新|直近)の?")
_ASPECT = re.compile(r"実績値?|目標値?|基準値?|進捗率|達成率")
# 実績と目標をそれぞれ教えて: the columns that were asked for, all of them.
ASPECTS = re.compile(rf"(?:{_ASPECT.pattern})(?:と(?:{_ASPECT.pattern}))*(?:[をのは]?それぞれ)?")
_YEAR_ONLY = re.compile(
    r"^(?:は|の|では|には|のときは|の時は|時点では?|の場合は|実績値?|目標値?|どうですか|いくつですか|いくらですか|何.{0,4}ですか|でしたか|[??、。\s])*$"
)
ASKING_TAIL = re.compile(
    r"(?:は|を|が|って|とは)?(?:(?:いつ|どこ|誰|だれ|何|なに|なん|いくら|いくつ|どれ|どの|どう|どなた|なぜ).*"
    r"|(?:教えて|知りたい|お知らせ|挙げて|聞かせて).*)?[??。]*$"
)
_SHORT_NAME = 3
# マイ・タイムラインは？: quoted, or in letters that nouns of common use seldom have.
_TERM_ONLY = re.compile(
    r"^(?P<term>[「『][^「」『』]+[」』]|[^はがを、。]*(?:[ァ-ヶー]{4,}|[A-Za-z]{2,})[^はがを、。]*)(?:は|って|とは)?[?。]*$"
)
# 目標は達成しましたか: more than another column is asked for.
_WHETHER = re.compile(r"(?:達成|達し|届|上回|下回|超え|足り|増え|減|上が|下が).*か[??。]*$")
# 中学校のほうは, 丘の家だといくら, 市外の会員は: a noun phrase, and at most the same question again.
_NOUN = r"(?:[一-龯々ァ-ヶーA-Za-z0-9]|子ども|こども)"
_ALTERNATIVE = re.compile(
    rf"^(?P<new>(?:{_NOUN}+の)*(?:{_NOUN}|[()])+?)"
    r"(?:の(?:ほう|方|場合|分)|だと|なら(?:ば)?|では)?"
    r"(?P<tail>(?:は|って)?、?(?:(?:どう|いくら|いくつ|何|いつ|どこ|誰|だれ|どれ|どの)[^。?]{0,12})?)[?。]*$"
)
_NOTHING_ASKED = re.compile(r"(?:は|って)?、?(?:どう(?:です|でしょう|なり?ますか)?か?)?")
# Ends that make two names of a kind although they share no word: 小学校 and 中学校, 子育て課 and 税務課.
_LIKE_ENDS = re.compile(
    r"(?:校|課|部|局|室|所|館|園|場|費|率|数|額|料|税|線|号|型|期|部門|家|棟|班|区|組|隊|店|機|車|券|証)$"
)
_OPPOSITES = (
    ("内", "外"),
    ("男", "女"),
    ("夏", "冬"),
    ("春", "秋"),
    ("昼", "夜"),
    ("平日", "休日"),
    ("大人", "子ども"),
    ("大人", "小人"),
    ("個人", "団体"),
    ("新規", "継続"),
    ("収入", "支出"),
    ("歳入", "歳出"),
    ("前期", "後期"),
    ("北", "南"),
    ("東", "西"),
)


def swapped(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    """Return the previous question with the one thing that a short follow-up names, None when it names another matter.

    Args:
        asked: The follow-up, searchable, without its leading では or また.
        previous: The previous standalone question, searchable.
        analyzer: Splits both into words.
    """
    return (
        _another_year(asked, previous)
        or _another_column(asked, previous, analyzer)
        or _another_name(asked, previous, analyzer)
        or _another_term(asked, previous, analyzer)
        or _another_kind(asked, previous, analyzer)
    )


def _another_year(asked: str, previous: str) -> str | None:
    years, old_years = find_years(asked), find_years(previous)
    if not years or not _YEAR_ONLY.match(asked[: years[0].start] + asked[years[0].end :]):
        return None
    new = asked[years[0].start : years[0].end]
    if old_years:
        return previous[: old_years[0].start] + new + previous[old_years[0].end :]
    now = _NOW.search(previous)
    if now is None:
        return f"{new}の{previous}"
    return _NOW.sub(f"{new}の" if now[0].endswith("の") else new, previous, count=1)


def _another_column(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    aspect = _ASPECT.search(asked)
    question = analyze(asked, analyzer)
    if aspect is None or _WHETHER.search(asked) or any(word.text not in question.asking for word in question.words):
        return None
    subject = ASKING_TAIL.sub("", ASPECTS.sub("", previous)).rstrip("のは、")
    old_years = find_years(previous)
    if old_years and not find_years(asked) and aspect[0].startswith(("目標", "基準", "進捗", "達成")):
        subject = (subject[: old_years[0].start] + subject[old_years[0].end :]).lstrip("の")
    return f"{subject.rstrip('の')}の{aspect[0]}は"


def _another_name(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    new, old = analyze(asked, analyzer), analyze(previous, analyzer)
    named = new.speaker or (f"{new.person}さん" if new.person else None)
    before = old.speaker or _person_in(previous, old)
    if named and before and len(new.words) <= _SHORT_NAME and named != before:
        return previous.replace(before, named, 1)
    places, old_places = list(find_places(f" {asked}")), list(find_places(f" {previous}"))
    if (
        places
        and old_places
        and re.fullmatch(rf"{re.escape(places[0])}(?:は|の場合は|では|だと)?(?:どう(?:ですか)?)?[??。]*", asked)
    ):
        return previous.replace(old_places[0], places[0], 1)
    return None


def _another_term(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    """Return the question for the meaning of another term; 料金は？ asks about the first one instead."""
    old, match = asked_term(previous, analyzer), _TERM_ONLY.match(asked)
    if old is None or match is None:
        return None
    new = asked_term(f"{match['term']}とは", analyzer)
    return previous.replace(old.text, new.text, 1) if new is not None and new.certain else None


def _person_in(previous: str, question: AnalyzedQuestion) -> str | None:
    if question.person is None:
        return None
    found = re.search(rf"{re.escape(question.person)}(?:氏|さん|君)", previous)
    return found[0] if found else None


def _another_kind(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    match = _ALTERNATIVE.match(asked)
    if match is None or (match["tail"] and not _asks_the_same(asked, previous, analyzer, match["tail"])):
        return None
    new = match["new"]
    old = _same_head(new, previous, analyzer) or _like_end(new, previous) or _opposite(new, previous)
    return previous.replace(old, new, 1) if old and old != new and new not in previous else None


def _asks_the_same(asked: str, previous: str, analyzer: WordAnalyzer, tail: str) -> bool:
    """Whether the end of a follow-up asks nothing of its own: は？, どうですか, or the same kind again."""
    if _NOTHING_ASKED.fullmatch(tail):
        return True
    new, old = analyze(asked, analyzer), analyze(previous, analyzer)
    return new.kind is old.kind and new.kind is not Kind.THING and set(new.units) <= set(old.units)


def _same_head(new: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    """Return the phrase of the previous question that ends in the same word and qualifies it otherwise."""
    words = analyzer.words(new)
    if not words or words[-1].end != len(new) or len(words) < 2:
        return None
    head = words[-1]
    for word in analyzer.words(previous):
        if word.text == head.text:
            phrase = _phrase(previous, word, new.count("の"))
            if phrase != word.surface:
                return phrase
    return None


def _phrase(text: str, head: Word, links: int) -> str:
    """Return the nouns that end in a word, over as many の as the phrase that is put in their place has."""
    pattern = rf"(?:{_NOUN}+の){{0,{links}}}{_NOUN}*$"
    before = re.search(pattern, text[: head.start])
    return (before[0] if before else "") + head.surface


def _like_end(new: str, previous: str) -> str | None:
    """Return a name of the previous question with an end of the same kind: 小学校 for 中学校."""
    end = _LIKE_ENDS.search(new)
    if end is None or "の" in new:
        return None
    names = (found[0] for found in re.finditer(rf"{_NOUN}+", previous))
    return next((name for name in names if name.endswith(end[0]) and name != new), None)


def _opposite(new: str, previous: str) -> str | None:
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            old = new.replace(one, other, 1)
            if one in new and old in previous:
                return old
    return None
