"""Elements and charts: whatever goes in, well-formed markup comes out."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from evals.charts import histogram, line_chart
from evals.elements import Html, element, join


@given(st.text(), st.text())
def test_any_text_and_any_attribute_survive_a_parser(text: str, value: str) -> None:
    parsed = ET.fromstring(element("p", text, title=value))
    assert not list(parsed)
    assert len(parsed.text or "") >= len(text) - text.count("\r\n")


def test_markup_passes_and_text_is_escaped() -> None:
    inner = element("b", "<i>")
    assert inner == "<b>&lt;i&gt;</b>"
    assert element("p", inner, "&", [inner]) == "<p><b>&lt;i&gt;</b>&amp;<b>&lt;i&gt;</b></p>"
    assert isinstance(join("<", inner), Html)


def test_adding_a_text_to_markup_makes_it_text_again() -> None:
    assert element("p", element("b") + "<") == "<p>&lt;b&gt;&lt;/b&gt;&lt;</p>"


def test_attributes_are_named_as_html_names_them() -> None:
    made = element("p", class_="a", data_measure='"', open=True, hidden=False)
    assert made == '<p class="a" data-measure="&quot;" open="open"></p>'
    assert element("meta", charset="utf-8") == '<meta charset="utf-8"/>'


@given(st.lists(st.floats(0, 1e7), max_size=40))
def test_every_value_stands_in_one_bar(values: list[float]) -> None:
    made = histogram(values, label="<時間>", x_label="ミリ秒", y_label="数")
    svg = ET.fromstring(made)
    heights = [float(bar.get("height", "nan")) for bar in svg.iter("rect")]
    assert len(heights) == 12
    assert all(height >= 0 for height in heights)
    assert (max(heights) > 0) == bool(values)
    assert "nan" not in made


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=30))
def test_a_line_stays_inside_its_picture(points: list[tuple[float, float]]) -> None:
    made = line_chart(points, label="線", x_label="横", y_label="縦", x_range=(0.0, 1.0))
    svg = ET.fromstring(made)
    dots = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in svg.iter("circle")]
    assert len(dots) == len(points)
    assert all(0 <= x <= 420 and 0 <= y <= 250 for x, y in dots)
