import pytest
from passages import Reading, document, hits_of, question, read

from assistant.answers import Status, Verdict
from assistant.passages.definitions import defines
from assistant.passages.units import units_of

GUIDE = """浜風町 海とくらしの手引き

令和6年4月　浜風町

１　磯の再生
磯焼け対策の予算を増やします。磯焼けは年々広がっています。
町は「藻場の里親」というしくみを設けました。これは、町外の方が年3,000円で藻場の手入れを支える寄附の制度です。
海辺の空き倉庫を直した仕事場を「波止場ラボ」と呼んでいます。

２　体験住宅
体験住宅の利用は好調です。
体験住宅は、移住を考える方が1か月まで暮らせる家具付きの住宅です。

３　用語
磯焼け：海藻が減って岩肌が白く見えるようになる現象。
浜風燻製　浜で干した流木の煙を使い、町内で仕上げた燻製。
※1　ビーチコーミング　浜に流れ着いた物を集めて調べる活動。
"""
INDICATORS = """浜風町の推進状況

指標\tR4\tR5\tR6
灯台カフェの来店者数\t270人\t320人\t355人
"""
GLOSSARY = """# 用語の一覧

| 用語 | 説明 |
|---|---|
| 渚ポイント | 清掃に参加した方に配る町内の買い物券 |
| 渚の日 | 毎月第3日曜日 |
"""


@pytest.fixture(scope="module")
def guide() -> Reading:
    return read(GUIDE)


def said(term: str, text: str) -> float:
    asked = question(f"{term}とは何ですか").term
    assert asked is not None
    units = [unit for hit in hits_of(document(text)) for unit in units_of(hit)]
    return max(defines(asked, unit) for unit in units)


@pytest.mark.parametrize(
    "text",
    [
        "磯焼けとは、海藻が減る現象をいいます。",
        "海藻が減って岩肌が見えることを磯焼けといいます。",
        "海藻が減って岩肌が見えることを「磯焼け」と呼びます。",
        "磯焼け（海藻が減って岩肌が見える現象）の対策を進めます。",
        "磯焼け…海藻が減って岩肌が白く見える現象",
        "※2　磯焼け：海藻が減って岩肌が白く見える現象",
        "磯焼けは、海藻が減って岩肌が白く見える現象です。",
        "この条例において「磯焼け」とは、海藻の減少をいう。",
        "海藻が減る現象である磯焼けを防ぎます。",
        "藻場の保全の必要性、すなわち磯焼け、つまり海藻が減る現象を防ぎます。",
        "海藻が減って魚も減る現象を「磯焼け」と位置付けます。",
        "沿岸の海藻を守る運動、磯焼けゼロを広げます。".replace("磯焼けゼロ", "磯焼け"),
    ],
)
def test_a_sentence_that_says_what_a_term_is_defines_it(text: str) -> None:
    assert said("磯焼け", text) >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "磯焼けの対策を進めます。",
        "磯焼けは年々広がっています。",
        "磯焼けは深刻です。",
        "磯焼けは漁業の大きな課題です。",
        "磯焼けは32か所です。",
        "磯焼けは令和5年に減少しました。",
        "磯焼けとは別に赤潮も起きました。",
        "磯焼けとは言えません。",
        "磯焼けとは何ですか。",
        "磯焼け対策協議会とは、漁協と町がつくる組織です。",
        "磯焼け（令和5年度）の調査を行いました。",
        "磯焼け：関東沿岸地区管内",
        "5 磯焼け 12",
        "町民が利用する磯焼けの資料です。",
        "赤潮は、磯焼けと同じころに起きる現象です。",
    ],
)
def test_a_sentence_that_only_uses_a_term_does_not(text: str) -> None:
    assert said("磯焼け", text) == 0.0


def test_a_clause_before_a_term_hints_at_what_it_is() -> None:
    assert 0.0 < said("渚便", "一人で暮らす方の買い物を支える渚便を続けます。") < 0.7
    assert said("渚便", "町民が車を利用する渚便を続けます。") == 0.0


def test_an_ordinance_s_items_define_each_its_own_term() -> None:
    rules = (
        "潮見町水路条例\n\n（定義）\n第2条　この条例において、次の用語の意義は、次のとおりとする。\n"
        "(1)　水路　水を流すために町が管理する通り道をいう。\n(2)　利用者　水路の水を使う者をいう。\n"
    )
    assert read(rules).answer("利用者とは何ですか").sentences[0].text.endswith("水路の水を使う者をいう。")
    assert "町が管理する通り道をいう" in read(rules).answer("水路とは").sentences[0].text


def test_a_page_s_number_below_the_heading_explains_nothing() -> None:
    page = "浜風町 海の手引き\n\n２.４ 渚便とは\n\n5\n\n渚便とは、買い物を手伝う移動販売の取組です。\n"
    answer = read(page).answer("渚便とは何ですか")
    assert answer.text.startswith("渚便とは、買い物を手伝う移動販売の取組です。")


def test_the_line_above_may_be_the_term_alone() -> None:
    page = "浜風町 用語の一覧\n\n・渚便\n買い物を手伝う移動販売。\n・磯焼け\n海藻が減る現象。\n"
    assert "移動販売" in read(page).answer("渚便とは何ですか").text
    assert "海藻が減る" in read(page).answer("磯焼けとは").text


@pytest.mark.parametrize("text", ["磯焼け対策事業（ISO）を始めます。", "いそやけ対策事業（略称：ISO）を始めます。"])
def test_what_a_term_is_short_for_stands_before_its_brackets(text: str) -> None:
    asked = question("ISOは何の略ですか").term
    assert asked is not None
    assert defines(asked, units_of(hits_of(document(text))[0])[0]) == 1.0


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("磯焼けとは何ですか", "海藻が減って岩肌が白く見えるようになる現象"),
        ("磯焼けの意味は", "海藻が減って岩肌が白く見えるようになる現象"),
        ("藻場の里親とは", "寄附の制度です"),
        ("波止場ラボって何ですか", "空き倉庫を直した仕事場"),
        ("体験住宅とは何ですか", "家具付きの住宅です"),
        ("浜風燻製とは", "町内で仕上げた燻製"),
        ("ビーチコーミングとは", "集めて調べる活動"),
    ],
)
def test_a_meaning_is_answered_with_the_sentence_that_says_it(guide: Reading, asked: str, part: str) -> None:
    answer = guide.answer(asked)
    assert answer.status is Status.ANSWERED
    assert part in answer.text
    assert answer.citations[0].verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "asked", ["灯台カフェとは何ですか", "灯台カフェの意味は", "灯台カフェとはどのような事業ですか"]
)
def test_no_table_cell_tells_what_a_term_means(asked: str) -> None:
    answer = read(INDICATORS).answer(asked)
    assert answer.status is Status.DECLINED
    assert "説明した箇所は見つかりませんでした" in answer.notice


def test_a_figure_of_the_same_row_is_still_answered() -> None:
    assert "320人" in read(INDICATORS).answer("灯台カフェの来店者数は令和5年に何人ですか").text


def test_a_glossary_s_row_explains_its_term() -> None:
    answer = read(GLOSSARY, paths=["terms.md"]).answer("渚ポイントとは何ですか")
    assert answer.status is Status.ANSWERED
    assert "買い物券" in answer.text


def test_what_is_below_a_question_about_the_term_explains_it() -> None:
    faq = "よくある質問\n\nQ. 渚便とはどのような人ですか。\nA. 買い物を手伝う、町が委嘱した方々です。\n"
    answer = read(faq).answer("渚便とは何ですか")
    assert answer.status is Status.ANSWERED
    assert "委嘱した方々" in answer.sentences[0].text
