"""Two versions of a plan's table of indicators, for tests of what documents say differently."""

HEADER = "指標\t基準値（R1）\tR4実績\tR5実績\t目標値（R7）"
ROWS = (
    "観光入込客数\t45,000人\t48,000人\t52,000人\t60,000人",
    "新規就農者数\t3人\t4人\t6人\t12人",
    "水産加工の出荷額\t1.6億円\t1.7億円\t1.8億円\t2.1億円",
)


def table(
    *rows: str,
    title: str = "浜風町総合戦略 重要業績評価指標",
    version: str = "",
    date: str = "令和6年6月",
    place: str = "浜風町",
    heading: str = "基本目標1 しごとをつくる",
    header: str = HEADER,
) -> str:
    """Return a document with one table."""
    return "\n".join([f"{title}{version}", "", date, place, "", heading, "", header, *(rows or ROWS), ""])


def draft(*changed: tuple[str, str]) -> str:
    """Return the draft of the plan, written before `final`, with other texts in its rows."""
    return _changed(table(version="（案）", date="令和6年2月"), changed)


def final(*changed: tuple[str, str]) -> str:
    """Return the final version of the plan, with other texts in its rows."""
    return _changed(table(version="（確定版）"), changed)


def _changed(text: str, changed: tuple[tuple[str, str], ...]) -> str:
    for old, new in changed:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text
