"""What is shown of a document's metadata, in Japanese."""

from dataclasses import asdict

from assistant.metadata_labels import described
from ingest.documents import Confidence, DocumentMetadata, Finding, Source
from ingest.metadata import KINDS
from ingest.overrides import Overrides

METADATA = DocumentMetadata(
    title="総合計画",
    kind="plan",
    issuer="留萌市",
    places=("留萌市", "小平町"),
    fiscal_year=2024,
    place="留萌市",
    prefecture="北海道",
    version="revised",
    found={
        "issuer": Finding(Source.ISSUER_LINE, Confidence.HIGH),
        "fiscal_year": Finding(Source.FOLDER_NAME, Confidence.MEDIUM),
        "place": Finding(Source.ISSUER, Confidence.LOW),
    },
)


def test_each_known_field_says_how_it_was_found_and_how_sure_it_is():
    assert list(described(asdict(METADATA))) == [
        "題名: 総合計画",
        "種類: 計画",
        "発行者: 留萌市（発行者の行、確か）",
        "地域: 北海道留萌市（発行者から、推定）",
        "文中の地名: 留萌市、小平町",
        "年度: 2024年度（フォルダー名、おおむね確か）",
        "版: 改定版",
    ]


def test_a_name_that_several_have_is_said_to_be_undecided():
    (line,) = [x for x in described(asdict(DocumentMetadata(title="", place="府中市"))) if x.startswith("地域")]
    assert "同じ名前が複数" in line


def test_every_source_confidence_and_kind_has_a_label():
    for source in Source:
        for confidence in Confidence:
            found = {"title": Finding(source, confidence)}
            assert "（" in next(described(asdict(DocumentMetadata(title="題", found=found))))
    for kind in KINDS:
        assert Overrides((("kind", kind),)).apply(METADATA).kind == kind
        assert any(line.startswith("種類: ") for line in described(asdict(DocumentMetadata(title="", kind=kind))))
