"""The text that every leg of the search sees: one form for every year, whatever the document or the question wrote.

令和5年, R5 and 2023.4.1 become Western years, so that a question about 2023年 and a passage that writes 令和5年 meet in
bigrams and vectors as they do in words. What is quoted and shown is never rewritten.
"""

from ingest.wareki import YearMention, find_years
from vectorstore.words import searchable


def index_text(text: str) -> str:
    """Return the text that words, bigrams and vectors of a text or a question are made of."""
    return with_western_years(searchable(text))


def with_western_years(text: str) -> str:
    """Return an already normalised text with every year as 2023年 or 2023年度 and every date as 2023年4月1日."""
    parts, end = [], 0
    for mention in find_years(text):
        parts += [text[end : mention.start], _written(mention)]
        end = mention.end
    return "".join(parts) + text[end:]


def _written(mention: YearMention) -> str:
    month = "" if mention.month is None else f"{mention.month}月"
    day = "" if mention.day is None else f"{mention.day}日"
    return f"{mention.year}年{'度' if mention.fiscal else ''}{month}{day}"
