"""Labels of speakers taken apart into role and name."""

import pytest

from ingest.proceedings import Speaker


@pytest.mark.parametrize(
    ("label", "role", "name"),
    [
        ("市長(○○○○)", "市長", "○○○○"),
        ("議員(○○ ○)", "議員", "○○○"),
        ("12番(○○○○君)", "12番", "○○○○"),
        ("12番(○○○○議員)", "12番", "○○○○"),
        ("議長(○○○○君)", "議長", "○○○○"),
        ("15番 ○○○○君", "15番", "○○○○"),
        ("○○委員", "委員", "○○"),
        ("△△議員", "議員", "△△"),
        ("○○さん", "", "○○"),
        ("委員A", "委員A", ""),
        ("3番議員", "3番議員", ""),
        ("羽幌町長", "羽幌町長", ""),
        ("商工会議所 会頭", "商工会議所 会頭", ""),
        ("副会長(代理)", "副会長", ""),
        ("監査委員", "監査委員", ""),
        ("教育委員", "教育委員", ""),
        ("公募委員", "公募委員", ""),
        ("予算特別委員長", "予算特別委員長", ""),
        ("事務局", "事務局", ""),
    ],
)
def test_a_label_is_a_role_with_or_without_a_name(label, role, name):
    assert Speaker.of(label) == Speaker(role, name)
