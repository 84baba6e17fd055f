"""JUnit XML: one test a case, in the form that the Ant task's schema demands."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from eval_cases import TEXTS, dataset, rate_case, record, two_groups_case, unanswerable_case
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from evals.gate import Verdict
from evals.junit import to_junit, write_junit
from evals.results import CaseResult, Report
from evals.runner import run

NOW = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)
# What the schema demands, in our own words: elements, their order, attributes and types.
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:simpleType name="time"><xs:restriction base="xs:dateTime">
  <xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"/></xs:restriction></xs:simpleType>
 <xs:simpleType name="name"><xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
 <xs:complexType name="problem"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/>
 </xs:extension></xs:simpleContent></xs:complexType>
 <xs:complexType name="property"><xs:attribute name="name" type="name" use="required"/>
  <xs:attribute name="value" type="xs:string" use="required"/></xs:complexType>
 <xs:complexType name="properties"><xs:sequence>
  <xs:element name="property" type="property" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
 <xs:complexType name="case"><xs:choice minOccurs="0">
   <xs:element name="error" type="problem"/><xs:element name="failure" type="problem"/></xs:choice>
  <xs:attribute name="name" type="xs:token" use="required"/>
  <xs:attribute name="classname" type="xs:token" use="required"/>
  <xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType>
 <xs:complexType name="suite"><xs:sequence>
   <xs:element name="properties" type="properties"/>
   <xs:element name="testcase" type="case" minOccurs="0" maxOccurs="unbounded"/>
   <xs:element name="system-out" type="xs:string"/><xs:element name="system-err" type="xs:string"/></xs:sequence>
  <xs:attribute name="name" type="name" use="required"/><xs:attribute name="package" type="xs:token" use="required"/>
  <xs:attribute name="id" type="xs:int" use="required"/><xs:attribute name="timestamp" type="time" use="required"/>
  <xs:attribute name="hostname" type="name" use="required"/><xs:attribute name="tests" type="xs:int" use="required"/>
  <xs:attribute name="failures" type="xs:int" use="required"/><xs:attribute name="errors" type="xs:int" use="required"/>
  <xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType>
 <xs:element name="testsuites"><xs:complexType><xs:sequence>
  <xs:element name="testsuite" type="suite" minOccurs="0" maxOccurs="unbounded"/>
 </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


def predict(question: str, history: list[str]) -> Mapping[str, Any]:
    if question == rate_case().question:
        return record("answered", "60.3％ <b>&\x00\x1b[31m\ud800です", cited=[("kpi.txt", "52.0% (R5)")])
    if question == unanswerable_case().question:
        return record("declined")
    raise ValueError("だめ\x0bでした")


def report() -> Report:
    return run(dataset(), predict, TEXTS)


def checked(text: str) -> ET.Element:
    etree.XMLSchema(etree.fromstring(SCHEMA)).assertValid(etree.fromstring(text.encode("utf-8")))
    return ET.fromstring(text)


def test_every_case_is_a_test_and_a_missed_one_says_what_was_expected_and_what_came() -> None:
    suite = checked(to_junit([(report(), Verdict())], now=NOW))[0]
    assert (suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors")) == (
        "tiny",
        "3",
        "1",
        "1",
    )
    assert suite.get("timestamp") == "2025-04-01T09:30:00"
    wrong, crashed, right = suite.findall("testcase")
    assert (wrong.get("classname"), wrong.get("name")) == ("tiny.table_cell", f"cell-01 {rate_case().question}")
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.get("message") == "期待: 52.0%"
    assert "回答: 60.3％ <b>&\ufffd\ufffd[31m\ufffdです" in (failure.text or "")
    assert "誤った値: 60.3%" in (failure.text or "")
    error = crashed.find("error")
    assert error is not None
    assert "期待: 3000時間、2分の1 または 半額" in (error.text or "")
    assert "ValueError: だめ\ufffdでした" in (error.text or "")
    assert list(right) == []


def test_a_question_that_should_be_declined_says_so() -> None:
    only = run(dataset(unanswerable_case()), lambda question, history: record("answered", "60.9％"), TEXTS)
    failure = checked(to_junit([(only, Verdict())], now=NOW)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "期待: 資料にないと答える"
    assert two_groups_case().question not in (failure.text or "")


def test_what_the_gate_says_stands_beside_the_cases() -> None:
    verdict = Verdict(("fact recall: 低い",), ("質問集が違います",), regressed=("cell-01",), fixed=("none-01",))
    suites = checked(to_junit([(report(), verdict), (report(), Verdict(refusals=("違う",)))], now=NOW))
    assert [suite.get("id") for suite in suites] == ["0", "1"]
    assert suites[0].findtext("system-err") == "fact recall: 低い\n質問集が違います"
    assert "誤り: cell-01" in (suites[0].findtext("system-out") or "")
    gates = [suite.find("properties/property[@name='gate']") for suite in suites]
    assert [gate.get("value") for gate in gates if gate is not None] == ["failed", "refused"]


@given(st.text(), st.text())
def test_any_text_makes_a_document_that_can_be_read(question: str, answer: str) -> None:
    case = type(rate_case())("a", question, rate_case().kind, True, facts=((answer,),))
    odd = Report("tiny", question, (CaseResult(case, "answered", answer=answer, error=question),))
    checked(to_junit([(odd, Verdict((answer,)))], now=NOW))


def test_the_file_is_utf8_in_a_folder_made_for_it(tmp_path: Path) -> None:
    write_junit(tmp_path / "新しい" / "junit.xml", [], now=NOW)
    assert (
        (tmp_path / "新しい" / "junit.xml")
        .read_text(encoding="utf-8")
        .startswith('<?xml version="1.0" encoding="UTF-8"?>')
    )
