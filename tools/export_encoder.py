"""Turn a trained encoder into the file that the package ships: whole-number weights, a smaller vocabulary, ONNX.

    python tools/export_encoder.py CHECKPOINT NEWSMTSC OUT --texts FILE [FILE ...] [--pieces 20000]

CHECKPOINT comes from tools/train_encoder.py; sentences of NEWSMTSC's training set say how large numbers get; --texts are files of English news (.csv with a column `text`, or NewsMTSC
.jsonl) that decide which word pieces are kept. Needs onnx, safetensors and the pretrained vocabulary.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pandas as pd
import torch
from encoders import pretrained_folder
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from safetensors.torch import load_file as load_torch
from train_encoder import Encoder, load_sets, predict

from framing.annotation.inference.wordpiece import WORD, WordPieces

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused1]", "[unused2]")
HEADS = 12
EVENED = ("query_key_value", "inner")
# Beyond this reach, each row of the input of the second feed-forward matrix gets its own scale.
OUTLIER = 10.0


def keep_pieces(vocabulary: list[str], texts: list[str], size: int) -> list[int]:
    """Numbers of the pieces to keep: special ones, single letters and marks, and those that news uses most."""
    cutter = WordPieces(vocabulary)
    counts: Counter[int] = Counter()
    for word, n in Counter(match.group() for text in texts for match in WORD.finditer(text)).items():
        for piece in cutter.cut(word):
            counts[piece] += n
    always = {i for i, piece in enumerate(vocabulary) if piece in SPECIAL or len(piece.removeprefix("##")) == 1}
    usual = [piece for piece, _ in counts.most_common() if piece not in always]
    return sorted(always | set(usual[: max(0, size - len(always))]))


def whole_numbers(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights as int8 with a scale for each row or column."""
    scale = np.abs(values).max(axis=axis, keepdims=True) / 127
    return np.rint(values / scale).astype(np.int8), scale.astype(np.float32)


def measure_reach(model: torch.nn.Module, read: Callable[[], object]) -> dict[str, np.ndarray]:
    """Largest input that each column of each matrix meets while some text is read."""
    reach: dict[str, np.ndarray] = {}

    def note(name: str):
        def hook(_module, inputs):
            now = inputs[0].detach().abs().flatten(0, -2).amax(0).float().numpy()
            reach[name] = np.maximum(reach.get(name, now), now)

        return hook

    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(note(name))
    read()
    return reach


def even_out(reach: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Divisor of each input column, so that a few large ones do not make all others coarse (SmoothQuant)."""
    divisor = np.maximum(reach, 0.01) ** 0.65 / np.maximum(np.abs(weight).max(axis=0), 1e-4) ** 0.35
    return (divisor / np.median(divisor)).astype(np.float32)


class Graph:
    """Nodes and weights of the network while it is put together."""

    def __init__(self, state: dict[str, np.ndarray], reach: dict[str, np.ndarray]) -> None:
        self.state, self.reach, self.nodes, self.weights = state, reach, [], []

    def constant(self, name: str, value: np.ndarray) -> str:
        """Add a constant."""
        self.weights.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def step(self, kind: str, inputs: list[str], output: str, **details: object) -> str:
        """Add an operation."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **details))
        return output

    def linear(self, name: str, given: str, columns: slice = slice(None), part: str = "") -> str:
        """Multiply by int8 weights (some of their columns), the input being made whole numbers on the way."""
        weights, bias = self.state[f"{name}.weight"].T[:, columns], self.state[f"{name}.bias"][columns]
        source, name, kind = name, f"{name}{part}", name.rpartition(".")[2]
        if kind in EVENED:
            even = even_out(self.reach[source], self.state[f"{source}.weight"])
            weights = weights * even[:, None]
            given = self.step("Mul", [given, self.constant(f"{name}.even", 1 / even)], f"{name}.evened")
        by_row = kind == "outer" and self.reach[source].max() > OUTLIER
        if by_row:
            axis = self.constant(f"{name}.axis", np.array([-1], np.int64))
            size = self.step("Abs", [given], f"{name}.abs")
            size = self.step("ReduceMax", [size, axis], f"{name}.size", keepdims=1)
            given = self.step("Div", [given, size], f"{name}.rows")
        numbers, scale = whole_numbers(weights, 0)
        inputs = [
            given,
            self.constant(f"{name}.weight", numbers),
            self.constant(f"{name}.scale", scale.ravel()),
            self.constant(f"{name}.zero", np.zeros(numbers.shape[1], np.int8)),
        ]
        offset = self.constant(f"{name}.bias", bias)
        if not by_row:
            return self.step("DynamicQuantizeMatMul", [*inputs, offset], f"{name}.out", domain="com.microsoft")
        product = self.step("DynamicQuantizeMatMul", inputs, f"{name}.product", domain="com.microsoft")
        return self.step("Add", [self.step("Mul", [product, size], f"{name}.sized"), offset], f"{name}.out")

    def norm(self, name: str, one: str, two: str) -> str:
        """Add two and normalise (not the fused operation, which is six times slower on one core)."""
        both = self.step("Add", [one, two], f"{name}.sum")
        inputs = [both, *(self.constant(f"{name}.{k}", self.state[f"{name}.{k}"]) for k in ("weight", "bias"))]
        return self.step("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=1e-12)

    def embed(self, longest: int) -> str:
        """Look up pieces, positions and segments."""
        side = self.step("Gather", [self.constant("segment.weight", self.state["segment.weight"]), "segments"], "side")
        return self.norm("norm", self.step("Add", [side, self.places(longest)], "where"), self.pieces())

    def pieces(self) -> str:
        """Look up the vectors of pieces."""
        vectors, scale = whole_numbers(self.state["piece.weight"], 1)
        piece = self.step("Gather", [self.constant("piece.weight", vectors), "pieces"], "piece.int")
        size = self.step("Gather", [self.constant("piece.scale", scale), "pieces"], "piece.size")
        return self.step("Mul", [self.step("Cast", [piece], "piece.float", to=TensorProto.FLOAT), size], "piece.out")

    def places(self, longest: int) -> str:
        """Look up the vectors of as many positions as there are pieces."""
        length = self.step(
            "Slice",
            [
                self.step("Shape", ["pieces"], "shape"),
                *(self.constant(f"cut.{k}", np.array([v], np.int64)) for k, v in (("from", 1), ("to", 2))),
            ],
            "length",
        )
        table = self.constant("position.weight", self.state["position.weight"][:longest])
        zero, axis = (self.constant(f"zero.{k}", np.array([0], np.int64)) for k in ("from", "axis"))
        return self.step("Slice", [table, zero, length, axis], "position.out")

    def layer(self, name: str, hidden: str, wanted: str | None = None) -> str:
        """One layer, attention and feed-forward step; only for the `wanted` places if they are given."""
        name_all = f"{name}.query_key_value"
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        width = self.state[f"{name_all}.weight"].shape[1]
        asked = hidden
        if wanted:
            asked = self.step("Gather", [hidden, wanted], f"{name}.asked", axis=1)
            parts[0] = self.linear(name_all, asked, slice(0, width), ".query")
            both, parts_out = self.linear(name_all, hidden, slice(width, None), ".rest"), parts[1:]
        else:
            both, parts_out = self.linear(name_all, hidden), parts
        self.nodes.append(
            helper.make_node("Split", [both], parts_out, axis=2, num_outputs=len(parts_out), name=f"{name}.split")
        )
        mixed = self.step("MultiHeadAttention", parts, f"{name}.mixed", domain="com.microsoft", num_heads=HEADS)
        hidden = self.norm(f"{name}.attended_norm", self.linear(f"{name}.attended", mixed), asked)
        inner = self.step("Gelu", [self.linear(f"{name}.inner", hidden)], f"{name}.gelu", domain="com.microsoft")
        return self.norm(f"{name}.outer_norm", self.linear(f"{name}.outer", inner), hidden)

    def head(self, hidden: str, out: str) -> None:
        """Mean over the target's pieces, beside the first piece, to log odds of the classes that `out` tells apart."""
        bound = [self.constant(f"target.{k}", np.array([v], np.int64)) for k, v in (("from", 1), ("to", 1 << 30))]
        one = self.constant("target.axis", np.array([1], np.int64))
        target = self.step(
            "ReduceMean", [self.step("Slice", [hidden, *bound, one], "target.all"), one], "target", keepdims=0
        )
        first = self.step("Gather", [hidden, self.constant("first", np.array(0, np.int64))], "start", axis=1)
        both = self.step("Concat", [first, target], "both", axis=1)
        for name, done in (("hidden", "hidden.sum"), (out, "log_odds")):
            weights = self.constant(f"head.{name}", self.state[f"{name}.weight"].T)
            product = self.step("MatMul", [both, weights], f"{name}.product")
            both = self.step("Add", [product, self.constant(f"head.{name}.bias", self.state[f"{name}.bias"])], done)
            if name == "hidden":
                both = self.step("Tanh", [both], "hidden.tanh")

    def begin(self, longest: int) -> str:
        """Look up pieces and places; what is known of each piece is added, if the network has been told of it."""
        where = self.step(
            "Add", [self.places(longest), self.constant("side", self.state["segment.weight"][0])], "sided"
        )
        if "signs.weight" in self.state:
            weights = self.constant("signs.weight", self.state["signs.weight"].T)
            where = self.step("Add", [self.step("MatMul", ["signs", weights], "signed"), where], "where")
        return self.norm("norm", where, self.pieces())

    def layers(self, hidden: str, wanted: str, meet: str | None = None) -> str:
        """All layers, the last for the `wanted` places only; what comes before it is called `meet`."""
        last = max(int(name.split(".")[1]) for name in self.state if name.startswith("layers."))
        for number in range(last):
            hidden = self.layer(f"layers.{number}", hidden)
        if meet:
            self.step("Identity", [hidden], meet)
        return self.layer(f"layers.{last}", hidden, wanted)

    def model(self, inputs: dict[str, list], outputs: dict[str, list]) -> onnx.ModelProto:
        """Give the network, of which these are the shapes: signs and what comes out are real numbers, all else whole."""
        real, whole = TensorProto.FLOAT, TensorProto.INT64
        given = [
            helper.make_tensor_value_info(name, real if name == "signs" else whole, shape)
            for name, shape in inputs.items()
        ]
        found = [helper.make_tensor_value_info(name, real, shape) for name, shape in outputs.items()]
        made = helper.make_graph(self.nodes, "framing", given, found, self.weights)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="framing")


def build(state: dict[str, np.ndarray], reach: dict[str, np.ndarray], longest: int = 128) -> onnx.ModelProto:
    """Put the network together.

    In: `pieces`, `segments`, and `read`, the places that the tone is read from (the first piece, then the target's).
    Out: `log_odds`, and `vectors`, one a piece, from below the last layer, which belongs to the tone alone.
    """
    graph = Graph(state, reach)
    graph.head(graph.layers(graph.embed(longest), "read", meet="vectors"), "tone")
    pair, width = ["batch", "length"], state["piece.weight"].shape[1]
    return graph.model(
        {"pieces": pair, "segments": pair, "read": ["places"]}, {"log_odds": ["batch", 3], "vectors": [*pair, width]}
    )


def read_texts(paths: list[Path]) -> list[str]:
    """Texts of .csv files (column `text`) and of NewsMTSC .jsonl files."""
    texts: list[str] = []
    for path in paths:
        if path.suffix == ".csv":
            texts += pd.read_csv(path, encoding_errors="replace", usecols=["text"])["text"].dropna().tolist()
        else:
            texts += [json.loads(line)["sentence_normalized"] for line in path.read_text(encoding="utf8").splitlines()]
    return texts


def main() -> None:
    """Read the arguments, keep pieces, and write model and vocabulary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("newsmtsc", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--pieces", type=int, default=20000)
    args = parser.parse_args()
    state = load_file(args.checkpoint)
    vocabulary = (pretrained_folder() / "vocab.txt").read_text(encoding="utf8").splitlines()
    kept = keep_pieces(vocabulary, read_texts(args.texts), args.pieces)
    state["piece.weight"] = state["piece.weight"][kept]
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "vocabulary.txt").write_text("\n".join(vocabulary[i] for i in kept) + "\n", encoding="utf8")
    model = Encoder()
    model.load_state_dict(load_torch(args.checkpoint))
    rows = load_sets(args.newsmtsc)[0][:300]
    reach = measure_reach(model, lambda: predict(model, rows, WordPieces(vocabulary)))
    onnx.save(build(state, reach), args.out / "encoder.onnx")
    print(len(kept), "pieces,", (args.out / "encoder.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
