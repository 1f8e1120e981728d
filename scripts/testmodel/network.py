"""The acoustic network, trained in numpy: spliced features, two hidden layers, one class for each phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scripts.testmodel.examples import Example
from scripts.testmodel.features import COEFFICIENTS, Floats
from scripts.testmodel.phones import PhoneSet

OFFSETS = (-12, -9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 12)
"""The frames around the present one that the network sees."""
HIDDEN = 160
EPOCHS = 5
BATCH = 256
LEARNING_RATE = 2e-3
FIRST_MOMENT, SECOND_MOMENT = 0.9, 0.999


@dataclass(frozen=True, slots=True)
class Layer:
    """An affine layer: weights of shape (outputs, inputs), biases (outputs,)."""

    weights: Floats
    biases: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Layers for spliced raw features, and how often each class was seen in training."""

    layers: tuple[Layer, ...]
    priors: Floats


class _Frames:
    """All frames of all examples end to end, and for each the places of the frames around it."""

    def __init__(self, examples: Sequence[Example], phones: PhoneSet) -> None:
        self.phones = phones
        self.features = np.concatenate([example.features for example in examples])
        self.mean, self.spread = self.features.mean(0), self.features.std(0) + 1e-3
        self.features = (self.features - self.mean) / self.spread
        self.classes = np.concatenate([example.classes for example in examples])
        self.unknown = np.concatenate([example.unknown for example in examples])
        lengths = [len(example.classes) for example in examples]
        self.first = np.repeat(np.cumsum([0, *lengths[:-1]]), lengths)
        self.last = self.first + np.repeat(lengths, lengths) - 1

    def inputs(self, places: NDArray[np.int64]) -> Floats:
        """Spliced frames, shape (places, offsets x 40); beyond an end the end frame is repeated, as Kaldi does."""
        around = places[:, None] + np.array(OFFSETS)
        around = around.clip(self.first[places, None], self.last[places, None])
        return np.asarray(self.features[around].reshape(len(places), -1), np.float32)

    def targets(self, places: NDArray[np.int64]) -> Floats:
        """Shape (places, phones), each row a distribution."""
        rows = np.arange(len(places))
        wanted = np.zeros((len(places), len(self.phones.all)), np.float32)
        wanted[rows, self.classes[places]] = 1 - self.unknown[places]
        wanted[rows, self.phones.class_of["SPN"]] += self.unknown[places]
        return wanted


class _Adam:
    def __init__(self, parameters: list[Floats]) -> None:
        self.parameters = parameters
        self.first = [np.zeros_like(parameter) for parameter in parameters]
        self.second = [np.zeros_like(parameter) for parameter in parameters]
        self.step = 0

    def update(self, gradients: list[Floats], rate: float) -> None:
        self.step += 1
        scale = rate * np.sqrt(1 - SECOND_MOMENT**self.step) / (1 - FIRST_MOMENT**self.step)
        for parameter, gradient, first, second in zip(self.parameters, gradients, self.first, self.second, strict=True):
            first += (1 - FIRST_MOMENT) * (gradient - first)
            second += (1 - SECOND_MOMENT) * (gradient * gradient - second)
            parameter -= np.float32(scale) * first / (np.sqrt(second) + np.float32(1e-8))


def train(examples: Sequence[Example], seed: int, phones: PhoneSet, progress: Callable[[str], None]) -> Network:
    """A network for `examples`; the same one for the same examples and seed."""
    random, frames = np.random.default_rng(seed), _Frames(examples, phones)
    adam = _Adam(_initial(random, len(phones.all)))
    count = len(frames.classes)
    # A third of the frames each round: neighbours are much alike, and the recogniser looks at every third one too.
    batches = count // 3 // BATCH
    for epoch in range(EPOCHS):
        order = random.permutation(count)
        loss = 0.0
        for number in range(batches):
            done = (epoch * batches + number) / (EPOCHS * batches)
            places = order[number * BATCH : (number + 1) * BATCH]
            gradients, cost = _gradients(adam.parameters, frames.inputs(places), frames.targets(places))
            adam.update(gradients, LEARNING_RATE * (1 - done) + 1e-5)
            loss += cost
        progress(f"round {epoch + 1} of {EPOCHS}: loss {loss / batches:.3f} over {count} frames")
    return Network(_for_raw_features(adam.parameters, frames), _priors(frames))


def _initial(random: np.random.Generator, classes: int) -> list[Floats]:
    sizes = (len(OFFSETS) * COEFFICIENTS, HIDDEN, HIDDEN, classes)
    parameters = []
    for inputs, outputs in pairwise(sizes):
        parameters.append((random.standard_normal((inputs, outputs)) * np.sqrt(2 / inputs)).astype(np.float32))
        parameters.append(np.zeros(outputs, np.float32))
    return parameters


def _gradients(parameters: list[Floats], inputs: Floats, targets: Floats) -> tuple[list[Floats], float]:
    """Of the mean cross entropy, in the order of `parameters`; and that mean."""
    weights, biases = parameters[0::2], parameters[1::2]
    below = [inputs]
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        below.append(np.maximum(below[-1] @ weight + bias, 0))
    scores = _log_softmax(below[-1] @ weights[-1] + biases[-1])
    error = (np.exp(scores) - targets) / np.float32(len(inputs))
    found: list[Floats] = []
    for layer in reversed(range(len(weights))):
        found = [below[layer].T @ error, error.sum(0), *found]
        error = (error @ weights[layer].T) * (below[layer] > 0)
    return found, -float((targets * scores).sum()) / len(inputs)


def _log_softmax(scores: Floats) -> Floats:
    scores = scores - scores.max(1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)


def _for_raw_features(parameters: list[Floats], frames: _Frames) -> tuple[Layer, ...]:
    """The layers, with the normalisation of the features folded into the first."""
    mean, spread = np.tile(frames.mean, len(OFFSETS)), np.tile(frames.spread, len(OFFSETS))
    weights, biases = list(parameters[0::2]), list(parameters[1::2])
    weights[0] = weights[0] / spread[:, None]
    biases[0] = np.asarray(biases[0] - mean @ weights[0], np.float32)
    return tuple(Layer(weight.T, bias) for weight, bias in zip(weights, biases, strict=True))


def _priors(frames: _Frames) -> Floats:
    seen = np.full(len(frames.phones.all), 1e-4)
    seen += frames.targets(np.arange(len(frames.classes))).mean(0)
    return np.asarray(seen / seen.sum(), np.float32)
