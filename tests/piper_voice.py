"""A voice for Piper, small enough to be made by the tests: each phoneme is 20 ms of a tone."""

import json
from pathlib import Path

import onnx
from onnx.parser import parse_model

RATE = 22_050
_MODEL = """
<ir_version: 8, opset_import: ["": 17]>
tone (int64[1, n] input, int64[1] input_lengths, float[3] scales) => (float[1, 1, t] output)
<float[1] hop = {441.0}, float step = {0.0285}, float zero = {0.0}, float one = {1.0}, float[1] loud = {0.3}>
{
    slowly = Constant <value = int64[1] {1}> ()
    scale = Gather (scales, slowly)
    phonemes = Cast <to = 1> (input_lengths)
    long = Mul (phonemes, hop)
    longer = Mul (long, scale)
    end = Squeeze (longer)
    at = Range (zero, end, one)
    phase = Mul (at, step)
    wave = Sin (phase)
    softer = Mul (wave, loud)
    places = Constant <value = int64[2] {0, 1}> ()
    output = Unsqueeze (softer, places)
}
"""
_IPA = "\u00e6\u00f0\u014b\u0251\u0254\u0259\u025a\u025b\u025c\u0261\u026a\u0279\u0283\u028a\u0292\u02c8\u02cc\u02d0"
_LETTERS = f"abcdefghijklmnopqrstuvwxyz{_IPA} .,:?!"


def write(folder: Path, name: str = "en_US-tone-low", *, voice: str = "en-us", **changed: object) -> Path:
    """The model's file, with its description beside it; `changed`: fields of that."""
    model = folder / f"{name}.onnx"
    onnx.save(parse_model(_MODEL), str(model))
    described = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": voice},
        "inference": {"noise_scale": 0.6, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": 64,
        "num_speakers": 1,
        "phoneme_id_map": {letter: [place] for place, letter in enumerate(["_", "^", "$", *_LETTERS])},
    }
    model.with_name(f"{model.name}.json").write_text(json.dumps(described | changed), encoding="utf-8")
    return model
