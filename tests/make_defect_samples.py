"""`python -m tests.make_defect_samples`: make the files with one real-life defect each, in `tests/data/defects`, anew.

The same program gives the same bytes. What must come out of each file stands in `labels.yaml` beside them.
"""

from pathlib import Path

from tests.defect_documents import DOCUMENTS, pdf_inside

FOLDER = Path(__file__).parent / "data" / "defects"

_LEGACY = "①高﨑商店㈱の除雪車は、延長12㌔を受け持ちます。№3の路線は髙橋の先までです。\n"
_MIXED = ("防災無線の更新は令和六年度に行います。\n" * 3).encode() + "屋外の子局は二十四基です。\n".encode("cp932")
_HEAD = "移住のてびき\n\n空き家バンクに登録した家は五十七戸です。\n改修の補助は上限百五十万円です。\n"
_NESTED = """<!DOCTYPE html><title>ごみの分け方</title><body>
<table><tr><td><table><tr><th>種類</th><th>出す日</th></tr>
<tr><td>燃やすごみ</td><td>月・木</td></tr><tr><td>資源</td><td>第2水曜</td></tr></table></td>
<td>町民課の窓口で表を配っています。</td></tr></table></body>"""
_PREAMBLE = """施設別利用者数,,
谷川町企画課作成,,
（単位：人）,,
施設,R5,R6
温水プール,"12,300","11,870"
スキー場,"40,150","43,020"
"""
_EDGELESS = """# 補助のあらまし

補助 | 上限額 | 対象
--- | --- | ---
雨水タンク | 3万円 | 町内の住宅
薪ストーブ | 15万円 | 町内の事業所
"""

TEXTS: dict[str, bytes] = {
    "broken_head.txt": b"\x82\xe3\x81" + _HEAD.encode(),
    "machine_characters.txt": _LEGACY.encode("cp932"),
    "mixed_encodings.txt": _MIXED,
    "utf16_without_mark.txt": "谷川町の人口は五千八百十二人です。\n世帯は二千四百あります。\n".encode("utf-16-le"),
    "iso2022.txt": "漁港の岸壁を直す工事は、秋に始まります。\n".encode("iso2022_jp"),
    "half_width_kana.txt": "ｺﾐｭﾆﾃｨﾊﾞｽﾉ ｳﾝﾁﾝﾊ 200円 ﾃﾞｽ。\n".encode(),
    "decomposed.txt": "か\u3099ん検診の受診率は、か\u3099けの下の地区て\u3099低いままです。\n".encode(),
    "radicals.txt": "⼈⼝減少の対策として、⼦育ての⽀援を⾏います。\n".encode(),
    "spaced_letters.txt": "町の P R には S N S を使い、2050 年までに来訪者を倍にします。\n".encode(),
    "broken_lines.txt": (
        "路線バスの利用者は、この十年で半\n分に減りました。町は、予約して乗るバ\nスに切り替えます。\n"
    ).encode(),
    "bracketed_speakers.txt": (
        "谷川町議会の記録\n\n‹町長›\n除雪の委託先を増やします。\n\n＜副町長＞\n予算は九月に示します。\n"
    ).encode(),
    "carriage_returns.txt": "公園の遊具を点検しました。\r\r危ない遊具は三基でした。\r".encode(),
    "negatives.csv": "科目,R5,R6,増減\n町税,820,795,△25\n使用料,64,61,▲3\n繰入金,100,140,40\n".encode("cp932"),
    "preamble.csv": _PREAMBLE.encode("utf-8-sig"),
    "line_ends_in_cells.csv": (
        '意見,対応\n"駅前が暗い。\n街灯がほしい。",街灯を増やします\n歩道がせまい,調べます\n'
    ).encode(),
    "ruby.html": (
        "<title>白楡町</title><p><ruby>白楡<rp>（</rp><rt>しらにれ</rt><rp>）</rp></ruby>町の木はニレです。</p>"
    ).encode(),
    "nested_tables.html": _NESTED.encode(),
    "no_body.html": "<title>休館のお知らせ</title><h1>休館のお知らせ</h1><p>町民会館は八月十三日に休みます。".encode(),
    "wrong_charset.html": (
        '<html><meta charset="utf-8"><title>給食</title>'
        "<p>給食費の助成は、一食につき五十円です。来年度も続けます。</p></html>"
    ).encode("cp932"),
    "unclosed_tags.html": (
        "<title>体験住宅</title><body><ul><li>利用は七日から<li>料金は一日二千円<li>暖房費は別<p>申し込みは企画課へ"
    ).encode(),
    "tables_without_edges.md": _EDGELESS.encode(),
}
FILES = {**{name: (lambda data=data: data) for name, data in TEXTS.items()}, **DOCUMENTS, "pdf_inside.txt": pdf_inside}


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in FILES.items():
        (FOLDER / name).write_bytes(made())


if __name__ == "__main__":
    main()
