"""Turn a trained accurate tagger into the files that the package ships: whole-number weights in ONNX, and the field.

    python tools/export_attribution_encoder.py CHECKPOINT POLNEAR [--out FOLDER]

CHECKPOINT comes from tools/train_attribution_encoder.py. Articles of the training split say how large numbers get. The
confidence is fitted to the mean of this tagger and of the fast one in the package: train that one first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from attribution_calibration import fit_confidence
from attribution_data import read_polnear
from encoders import open_encoder
from export_encoder import Graph, measure_reach
from safetensors.numpy import load_file, save_file
from safetensors.torch import load_file as load_torch
from train_attribution_encoder import Reading, make_reader

from framing.annotation.attribution.passages import LONGEST, read_passages
from framing.annotation.attribution.tagger_weights import CONFIDENCE

MODELS = Path(__file__).parents[1] / "src" / "framing" / "models"
SAMPLE = 40  # articles that say how large numbers get


def build(state: dict[str, np.ndarray], reach: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Put the network together.

    In: `pieces`, shape (1, length); `signs`, what is added to each piece, shape (1, length, signs); `heads`, the first
    piece of each token. Out: `scores` of the labels of each token, shape (1, tokens, labels).
    """
    graph = Graph({name.removeprefix("encoder."): value for name, value in state.items()}, reach)
    hidden = graph.layers(graph.begin(LONGEST), "heads")
    product = graph.step("MatMul", [hidden, graph.constant("label.weight", graph.state["label.weight"].T)], "product")
    graph.step("Add", [product, graph.constant("label.bias", graph.state["label.bias"])], "scores")
    width, labels = graph.state["signs.weight"].shape[1], len(graph.state["label.bias"])
    return graph.model(
        {"pieces": [1, "length"], "signs": [1, "length", width], "heads": ["tokens"]}, {"scores": [1, "tokens", labels]}
    )


def main() -> None:
    """Read the arguments, measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--out", type=Path, default=MODELS / "attribution-encoder")
    args = parser.parse_args()
    encoder, cutter = open_encoder()
    model = Reading(encoder)
    model.load_state_dict(load_torch(args.checkpoint))
    reader = make_reader(model, read_polnear(args.polnear, "train")[:SAMPLE], cutter)
    bounds = reader.tokens.segment_tokens
    reach = measure_reach(model, lambda: reader.probabilities(bounds[:-1], bounds[1:]))
    state = load_file(args.checkpoint)
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "tagger.onnx"
    onnx.save(build(state, {name.removeprefix("encoder."): value for name, value in reach.items()}), path)
    field = {"transitions": np.ascontiguousarray(state["transitions"]), "confidence": np.zeros(CONFIDENCE, np.float32)}
    save_file(field, args.out / "field.safetensors")
    field["confidence"] = fit_confidence(read_polnear(args.polnear, "dev"), read_passages)
    save_file(field, args.out / "field.safetensors")
    print(path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
