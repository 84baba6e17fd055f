import pytest
from passages import read

from assistant.answers import Answer, Status, Verdict

RULES = """潮見町水路条例

（定義）
第2条　この条例において「水路」とは、町が管理する用水又は排水のための水の通り道をいう。
２　この条例において「準用水路」とは、水路に準じて町長が指定するものをいう。
３　この条例において「利用者」とは、水路の水を使う者をいう。

（責務）
第3条　利用者は、水路を清潔に保たなければならない。
"""
SERVICES = """# 子育ての案内

潮見町

## 一時預かり
保護者の用事のときに、理由を問わず預かります。料金は1時間400円です。

## 病後児保育
病気の治りかけで集団生活が難しいこどもを預かります。前日までに申し込みます。
"""
HOUSES = "体験住宅\n\n潮見町\n\n住宅\t1泊\t定員\n松の家\t2,000円\t4人\n梅の家\t1,500円\t2人\n"


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


def test_each_of_two_terms_is_told_by_its_definition_though_one_contains_the_other() -> None:
    answer = read(RULES).answer("水路と準用水路の違いは何ですか")
    assert answer.status is Status.ANSWERED
    assert [c.quote[:12] for c in answer.citations] == ["第2条　この条例において", "２　この条例において「準"]
    assert "利用者" not in answer.text
    assert proved(answer)


@pytest.mark.parametrize(
    "asked", ["一時預かりと病後児保育はどう違いますか", "病後児保育と一時預かりの違いを教えてください"]
)
def test_what_stands_under_a_heading_tells_of_it(asked: str) -> None:
    answer = read(SERVICES).answer(asked)
    assert answer.status is Status.ANSWERED
    assert "理由を問わず" in answer.text
    assert "治りかけ" in answer.text
    assert "料金" not in answer.text
    assert proved(answer)


def test_an_item_that_begins_with_a_term_defines_it() -> None:
    items = (
        "潮見町広場条例\n\n（定義）\n第2条　用語の意義は、次のとおりとする。\n"
        "　(1)　広場　住民の憩いのために町が設ける土地をいう。\n"
        "　(2)　広場施設　広場の効用を高めるために設ける施設をいう。\n"
        "第3条　広場は、町長が管理する。\n"
    )
    answer = read(items).answer("広場と広場施設の違いは何ですか")
    assert answer.status is Status.ANSWERED
    assert "憩いのために" in answer.text
    assert "効用を高める" in answer.text
    assert "管理する" not in answer.text


def test_rows_are_shown_whole() -> None:
    answer = read(HOUSES).answer("松の家と梅の家の違いは何ですか")
    assert answer.status is Status.ANSWERED
    assert all(value in answer.text for value in ("2,000円", "4人", "1,500円", "2人"))
    assert proved(answer)


def test_a_thing_that_nothing_is_said_of_is_named() -> None:
    answer = read(RULES).answer("準用水路と普通河川の違いは何ですか")
    assert answer.status is Status.PARTIAL
    assert [c.quote[:12] for c in answer.citations] == ["２　この条例において「準"]
    assert "「普通河川」についての説明は、資料に見当たりませんでした。" in answer.notice


def test_the_attribute_asked_for_is_told_of_either() -> None:
    answer = read(HOUSES).answer("松の家と梅の家の定員の違いは何ですか")
    assert "4人" in answer.text
    assert "2人" in answer.text
