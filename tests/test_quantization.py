import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from vectorstore.embedder import unit_rows
from vectorstore.quantization import cosines, lengths_of, quantized, restored

ROWS = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.floats(-1, 1, width=16))


@given(ROWS)
def test_a_vector_keeps_its_direction_to_half_a_step(rows: np.ndarray) -> None:
    unit = unit_rows(rows)
    again = restored(quantized(unit))
    step = np.abs(unit).max(axis=1, keepdims=True) / 127
    assert np.abs(again - unit).max() <= (step * np.sqrt(unit.shape[1])).max() + 1e-6


@given(ROWS)
def test_what_was_rounded_once_is_rounded_no_further(rows: np.ndarray) -> None:
    codes = quantized(unit_rows(rows))
    assert np.array_equal(quantized(restored(codes)), codes)


def test_rows_of_zeros_stay() -> None:
    codes = quantized(np.zeros((2, 3), np.float32))
    assert np.array_equal(codes, np.zeros((2, 3), np.int8))
    assert np.array_equal(restored(codes), np.zeros((2, 3), np.float32))
    assert quantized(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_cosines_are_those_of_the_restored_vectors_however_many() -> None:
    chance = np.random.default_rng(0)
    codes = quantized(chance.normal(size=(3_000, 8)).astype(np.float32))
    vector = unit_rows(chance.normal(size=(1, 8)).astype(np.float32))[0]
    assert cosines(codes, lengths_of(codes), vector) == pytest.approx(restored(codes) @ vector, abs=1e-6)
