"""RapidOCR with the PP-OCRv6 models of its wheel, its decoder restricted to what Japanese text is written with.

The models know 18,000 characters of many scripts and confuse Japanese ideographs with their Chinese forms (値 and 值);
ideographs outside of Windows-31J are ruled out before decoding. They also skip marks that open a line (○議長), which
the model rates nearly as high as its blank: the blank's share is reduced.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr_layout import ScannedLine
from ingest.readers.ocr_vertical import is_upright_column, laid_down, punctuated

_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
# What the decoder multiplies the blank's probability by; 0.1 reads every ○ of the pages measured and adds nothing.
_BLANK_SHARE = 0.1
# Higher than any page comes: the engine would shrink it.
_LONGEST_SIDE = 20_000


def is_there() -> bool:
    """Whether the engine and its models are installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime")) and all(p.is_file() for p in _model_paths())


def engine_name() -> str:
    """Return the engine's name and version, empty when it is not installed."""
    return f"RapidOCR {version('rapidocr')}" if is_there() else ""


class RapidRecogniser:
    """Detects lines, then reads each; one thread, so that equal pages give equal text."""

    def __init__(self) -> None:
        rapidocr: Any = import_module("rapidocr")  # an optional dependency of 150 MB
        detection, recognition = _model_paths()
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": _LONGEST_SIDE,
                "Global.text_score": 0.0,
                # Paths of our own: without them a missing model would be fetched.
                "Det.model_path": str(detection),
                "Rec.model_path": str(recognition),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        self._input: Any = import_module("rapidocr.ch_ppocr_rec").TextRecInput
        self._crop: Any = import_module("rapidocr.utils.process_img").get_rotate_crop_image
        # The reader of lines is made at its first use.
        self._engine(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
        self._read: Any = self._engine.text_rec
        self._read.postprocess_op = _JapaneseDecoder(self._read.postprocess_op)

    def lines(self, picture: NDArray[np.uint8]) -> list[ScannedLine]:
        """Return the lines of an upright page; see `Recogniser`."""
        found = self._engine(picture, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None or not len(found.boxes):
            return []
        boxes = np.asarray(found.boxes, np.float32)
        upright = [is_upright_column(box) for box in boxes]
        # A crop that is much higher than wide comes turned by a quarter to the left.
        crops = [self._crop(picture, box.copy()) for box in boxes]
        crops = [laid_down(np.rot90(c, 3)) if column else c for c, column in zip(crops, upright, strict=True)]
        read = self._read(self._input(img=crops))
        return [
            ScannedLine(punctuated(text) if column else text, float(score), _corners(box), is_column=column)
            for text, score, box, column in zip(read.txts, read.scores, boxes, upright, strict=True)
        ]


class _JapaneseDecoder:
    """The engine's own decoder behind a mask over its characters."""

    def __init__(self, decode: Any) -> None:  # noqa: ANN401 - the library has no types
        self._decode = decode
        self._factors = np.array([float(_is_japanese(c)) for c in decode.character], np.float32)
        self._factors[0] = _BLANK_SHARE

    def __call__(self, predictions: NDArray[np.float32], *args: object, **options: object) -> object:
        return self._decode(predictions * self._factors, *args, **options)


def _is_japanese(character: str) -> bool:
    """Whether a character is no ideograph, or one of Windows-31J."""
    if len(character) != 1 or not ("\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\U0003ffff"):
        return True
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _corners(box: NDArray[np.float32]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in box)


@cache
def _model_paths() -> tuple[Path, Path]:
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path("models")
    detection, recognition = (folder / name for name in _MODELS)
    return detection, recognition
