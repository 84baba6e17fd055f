"""The labelled documents: how often each field is read right, and what the table says of a miss."""

from dataclasses import replace

import pytest

from evals.metadata_table import FIELDS, accuracy, misses, read_cases

CASES = read_cases()
FLOORS = {"fiscal_year": 0.95, "place": 0.95, "issuer": 0.95, "version": 0.95, "revised": 0.95, "kind": 0.95}


def test_there_are_enough_labelled_documents_and_each_stands_once():
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)
    assert sum(case.part == "unseen" for case in CASES) >= 20
    assert all(set(case.expected) == set(FIELDS) for case in CASES)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_read_right_as_often_as_it_was(field):
    assert accuracy(CASES)[field] >= FLOORS[field], [miss.case.id for miss in misses(CASES) if miss.field == field]


def test_a_wrong_field_is_listed_and_counted():
    case = replace(CASES[0], id="wrong", expected={**CASES[0].expected, "fiscal_year": 1900})
    (miss,) = misses([case])
    assert (miss.field, miss.read) == ("fiscal_year", CASES[0].expected["fiscal_year"])
    assert accuracy([case, CASES[0]])["fiscal_year"] == 0.5
