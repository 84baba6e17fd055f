"""How far a unit says what a term means, by its own words, by the heading or question above it, or as a glossary's row.

A sentence that only uses the term, a heading that has it and a figure of it say nothing of its meaning.
"""

import re
from collections.abc import Iterable

from assistant.asked.terms import AskedTerm
from assistant.passages.definition_forms import (
    HINTED,
    LEAST,
    SAID,
    SURE,
    explains,
    forms_of,
    is_noun,
    says_what_it_does,
)
from assistant.passages.units import Unit, asked_words, plain_heading
from ingest.lines import FIELD
from ingest.table_headers import is_value
from vectorstore.words import searchable

_TELLING_LABEL = re.compile(r"概要|説明|意味|定義|解説|趣旨|目的|内容")
_GLOSSARY_HEADER = re.compile(r"説明|意味|解説|定義|内容|概要|趣旨|目的")
_ASKS_WHAT = r"[」』]?(?:という(?:言葉|用語))?(?:とは|って|の意味|の定義|は?、?(?:何|どのような|どんな|どういう))"
_HEADING_END = re.compile(
    r"(?:とは(?:何か|何ですか)?[?]?|って何[?]?|について|の?(?:概要|定義|説明|意味|内容|ご?案内|お知らせ|よくある(?:ご?質問)|Q&A|FAQ|制度|事業|実施|開催|開設|設置))*"
)
# 見守り事業費 is a row about 見守り事業.
_COSTS = re.compile(r"(?:事業|関係)?(?:経?費|負担金)")
# A cell that goes on from a line before it.
_GOES_ON = re.compile(r"[にをがはへとで、。](?![ぁ-ゖ])")
_HEADING_PLACE = re.compile(r"^[一-龯ァ-ヶー]{1,8}?[都道府県市町村区]の?")
_OF_TERMS = re.compile(r"用語|語句|注釈|(?:ことば|言葉)の(?:説明|意味)")
_QUESTION_END = re.compile(r"(?:か|\?|とは)[。?]?$")


def defines(asked: AskedTerm, unit: Unit) -> float:
    """Return how far a unit says what a term is: 1 where it explains it, 0 where it only uses it.

    Args:
        asked: The term.
        unit: A sentence, a field, a list item or a table's cell.
    """
    if unit.hit.chunk.cells:
        return _of_cell(asked.text, unit)
    # Whatever is asked for if it is no name may stand anywhere.
    return max(_of_text(asked, unit), 0.0 if asked.certain else HINTED)


def _of_text(asked: AskedTerm, unit: Unit) -> float:
    if unit.is_heading:
        return 0.0
    text = unit.text
    if re.search(r"(?:か|\?)[。?]?$", text) or not explains(text):
        return 0.0
    forms = forms_of(asked.text)
    if asked.abbreviation:
        spelt_out = forms.stands_for.search(text) or forms.abbreviated.search(text) or forms.glossed(text)
        return SURE if spelt_out else 0.0
    among_terms = _among_terms(unit)
    explained = (form.search(text) for form in (forms.explained, forms.called, forms.meant, forms.restated))
    entered = max(forms.entered(text, among_terms=among_terms), _entry_above(asked.text, unit))
    if any(explained) or entered == SURE or forms.noted(unit.shown, among_terms=among_terms):
        return SURE
    hinted = HINTED if forms.abbreviated.search(text) or forms.acts(text, widely=not asked.meaning) else 0.0
    return max(hinted, entered, _below_its_name(asked.text, unit), forms.told(text), forms.told_next(unit.before, text))


def undefined(asked: AskedTerm | None, units: Iterable[Unit]) -> str:
    """Return what a reader who asks for a meaning is told where the passages only use the term, else ''."""
    if asked is None or not any(_same(asked.text, unit.text) for unit in units):
        return ""
    return f"「{asked.text}」という言葉は使われていますが、何を指すのかを説明した箇所は見つかりませんでした。"


def _below_its_name(term: str, unit: Unit) -> float:
    """Return how far a unit explains the term that stands above it: as a heading, as a title, as a question."""
    chunk = unit.hit.chunk
    if re.search(rf"{re.escape(term)}[」』]?とは$", re.sub(r"\s", "", unit.before)):
        return SURE
    name = re.sub(r"\s", "", term)
    asks = re.compile(re.escape(name) + _ASKS_WHAT)
    if any(asks.search(re.sub(r"\s", "", above)) for above in _questions_above(unit)):
        return SURE if unit.index == 0 or _QUESTION_END.search(unit.before) else 0.0
    section = plain_heading(chunk.section[-1]) if chunk.section else ""
    named = _names(term, unit.heading) or (not unit.heading and _names(term, section)) or _names(term, unit.hit.title)
    quoted = f"「{name}」" in re.sub(r"\s", "", section)
    if not (named or quoted):
        return 0.0
    field = FIELD.match(unit.text)
    if field is not None:
        return (SAID if named else HINTED) if _TELLING_LABEL.search(field["label"]) else 0.0
    if not named:
        return 0.0
    opens = unit.index == 0 or not unit.before or FIELD.match(unit.before) is not None
    noun = is_noun(unit.text) if unit.is_sentence else len(unit.text) >= 2 * LEAST
    return (SAID if noun else HINTED) if opens and (noun or says_what_it_does(unit.text)) else 0.0


def _entry_above(term: str, unit: Unit) -> float:
    """Return how far a unit explains the line above it, which is the term alone: ・渚便."""
    alone = re.sub(r"[\s「」『』]|^[・●○◎■◆□※*]+|\([^()]*\)$", "", unit.before) == re.sub(r"\s", "", term)
    return SAID if alone else 0.0


def _questions_above(unit: Unit) -> list[str]:
    """Return the questions that a unit may answer: that of its chunk, of its heading, the one right before it."""
    section = unit.hit.chunk.section
    above = [asked_words(unit.hit.chunk), unit.heading, searchable(section[-1]) if section else "", unit.before]
    return [text for text in above if _QUESTION_END.search(text)]


def _among_terms(unit: Unit) -> bool:
    section = unit.hit.chunk.section
    return _OF_TERMS.search(f"{unit.heading} {searchable(section[-1]) if section else ''}") is not None


def _same(term: str, text: str) -> bool:
    return re.sub(r"\s", "", term) in re.sub(r"\s", "", text)


def _names(term: str, heading: str) -> bool:
    """Whether a heading is the term itself, or says that it explains it."""
    compact = re.sub(r"[\s「」『』※*■◆○●]|^\(?\d+[.)]?|\([^()]*\)$|\[[^\[\]]*\]$", "", searchable(heading))
    name = re.sub(r"\s", "", term)
    return any(
        text.startswith(name) and _HEADING_END.fullmatch(text.removeprefix(name)) is not None
        for text in (compact, _HEADING_PLACE.sub("", compact))
    )


def _of_cell(term: str, unit: Unit) -> float:
    """Return how far a cell explains the term that its row is about: a glossary's row, an item with a description."""
    cells = unit.hit.chunk.cells
    cell = next((c for c in cells if (c.start, c.end) == (unit.start, unit.end)), None)
    if cell is None or cell is cells[0] or is_value(cell.text) or not explains(searchable(cell.text)):
        return 0.0
    name = re.sub(r"\s", "", term)
    labels = [searchable(label.text) for label in cells[: cells.index(cell)] if not is_value(label.text)]
    bare = [re.sub(r"[\s「」『』※*]|\(.*?\)", "", label) for label in labels]
    of_term = any(
        label == name or _COSTS.fullmatch(label.removeprefix(name)) for label in bare if label.startswith(name)
    )
    if not (of_term or any(f"({name})" in label.replace(" ", "") for label in labels)):
        return 0.0
    if _GOES_ON.match(searchable(cell.text)):
        return 0.0
    return SURE if _GLOSSARY_HEADER.search(searchable(cell.header)) else HINTED
