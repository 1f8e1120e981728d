"""Kaldi's and OpenFst's binary files, as far as the model needs them."""

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.testmodel.features import Floats
from scripts.testmodel.network import Network

FST_MAGIC, FST_VERSION = 2125659606, 2
EXPANDED_MUTABLE, INPUT_SORTED, OUTPUT_SORTED = 0x3, 0x10000000, 0x40000000
NON_LINEAR = ("RectifiedLinearComponent", "LogSoftmaxComponent")


@dataclass(frozen=True, slots=True)
class Arc:
    """A transition between two states of a graph; label 0 is none, cost is a negative natural logarithm."""

    source: int
    target: int
    input: int
    output: int
    cost: float = 0.0


class _Binary:
    """Bytes in Kaldi's binary form: each number after its size, each token followed by a space."""

    def __init__(self) -> None:
        self.bytes = bytearray(b"\0B")

    def token(self, name: str) -> None:
        self.bytes += name.encode() + b" "

    def integer(self, value: int) -> None:
        self.bytes += b"\x04" + struct.pack("<i", value)

    def integers(self, values: Sequence[int]) -> None:
        self.integer(len(values))
        self.bytes += np.asarray(values, "<i4").tobytes()

    def single(self, value: float) -> None:
        self.bytes += b"\x04" + struct.pack("<f", value)

    def double(self, value: float) -> None:
        self.bytes += b"\x08" + struct.pack("<d", value)

    def vector(self, values: Floats) -> None:
        self.token("FV")
        self.integer(len(values))
        self.bytes += values.astype("<f4").tobytes()

    def matrix(self, values: Floats) -> None:
        self.token("FM")
        for size in values.shape:
            self.integer(size)
        self.bytes += np.ascontiguousarray(values, "<f4").tobytes()


def write_acoustic_model(path: Path, classes: Sequence[int], network: Network, offsets: Sequence[int]) -> None:
    """am/final.mdl. `classes` gives the network's class for each phone of the graph, the first phone being number 1."""
    out = _Binary()
    out.token("<TransitionModel>")
    _topology(out, len(classes))
    out.token("<Triples>")
    out.integer(len(classes))
    for phone, place in enumerate(classes, 1):
        for value in (phone, 0, place):
            out.integer(value)
    out.token("</Triples>")
    out.token("<LogProbs>")
    out.vector(np.array([0.0] + [math.log(0.5)] * (2 * len(classes)), np.float32))
    out.token("</LogProbs>")
    out.token("</TransitionModel>")
    _network(out, network, offsets)
    out.token("<LeftContext>")
    out.integer(-min(offsets))
    out.token("<RightContext>")
    out.integer(max(offsets))
    out.token("<Priors>")
    out.vector(network.priors)
    path.write_bytes(out.bytes)


def _topology(out: _Binary, phones: int) -> None:
    """One emitting state for each phone: stay or go on, each with probability a half."""
    out.token("<Topology>")
    out.integers(range(1, phones + 1))
    out.integers([-1] + [0] * phones)
    for value in (1, 2, 0, 2):
        out.integer(value)
    for target in (0, 1):
        out.integer(target)
        out.single(0.5)
    out.integer(-1)
    out.integer(0)
    out.token("</Topology>")


def _network(out: _Binary, network: Network, offsets: Sequence[int]) -> None:
    names = [f"layer{number}" for number in range(len(network.layers))]
    kinds = [NON_LINEAR[name == names[-1]] for name in names]
    out.token("<Nnet3>")
    out.bytes += ("\n" + _wiring(names, network, offsets) + "\n\n").encode()
    out.token("<NumComponents>")
    out.integer(2 * len(names))
    for name, kind, layer in zip(names, kinds, network.layers, strict=True):
        out.token("<ComponentName>")
        out.token(f"{name}.affine")
        out.token("<FixedAffineComponent>")
        out.token("<LinearParams>")
        out.matrix(layer.weights)
        out.token("<BiasParams>")
        out.vector(layer.biases)
        out.token("</FixedAffineComponent>")
        _non_linear(out, name, kind, len(layer.biases))
    out.token("</Nnet3>")


def _wiring(names: Sequence[str], network: Network, offsets: Sequence[int]) -> str:
    spliced = ", ".join("input" if offset == 0 else f"Offset(input, {offset})" for offset in offsets)
    width = network.layers[0].weights.shape[1] // len(offsets)
    lines, source = [f"input-node name=input dim={width}"], f"Append({spliced})"
    for name in names:
        lines.append(f"component-node name={name}.affine component={name}.affine input={source}")
        lines.append(f"component-node name={name}.bend component={name}.bend input={name}.affine")
        source = f"{name}.bend"
    return "\n".join([*lines, f"output-node name=output input={source} objective=linear"])


def _non_linear(out: _Binary, name: str, kind: str, size: int) -> None:
    empty = np.zeros(0, np.float32)
    out.token("<ComponentName>")
    out.token(f"{name}.bend")
    out.token(f"<{kind}>")
    out.token("<Dim>")
    out.integer(size)
    out.token("<ValueAvg>")
    out.vector(empty)
    out.token("<DerivAvg>")
    out.vector(empty)
    out.token("<Count>")
    out.double(0.0)
    out.token(f"</{kind}>")


def write_graph(path: Path, arcs: Sequence[Arc], finals: Mapping[int, float], *, by_output: bool) -> None:
    """An OpenFst `vector` graph that starts in state 0, its arcs sorted as composition wants them."""
    count = 1 + max(max(arc.source, arc.target) for arc in arcs)
    leaving: list[list[Arc]] = [[] for _ in range(count)]
    for arc in arcs:
        leaving[arc.source].append(arc)
    properties = EXPANDED_MUTABLE | (OUTPUT_SORTED if by_output else INPUT_SORTED)
    data = bytearray(struct.pack("<i", FST_MAGIC) + _text("vector") + _text("standard"))
    data += struct.pack("<iiQqqq", FST_VERSION, 0, properties, 0, count, len(arcs))
    for state, its in enumerate(leaving):
        data += struct.pack("<fq", finals.get(state, math.inf), len(its))
        for arc in sorted(its, key=lambda arc: (arc.output if by_output else arc.input, arc.input, arc.target)):
            data += struct.pack("<iifi", arc.input, arc.output, arc.cost, arc.target)
    path.write_bytes(data)


def _text(value: str) -> bytes:
    return struct.pack("<i", len(value)) + value.encode()
