"""Times the book's networks in PyTorch, ONNX Runtime and LiteRT, as `codelab bench --peers` asks.

Each line of standard input is a request, each line of standard output its answer, both JSON:

    {"peer": "onnxruntime", "model": "digits", "task": "inference", "precision": "float",
     "batch": 1, "threads": 1, "samples": 200, "seconds": 1.0}
    {"samples": [5.9e-05, ...], "setting": "bound inputs and outputs"}
    {"missing": "ONNX Runtime is not installed"}

The first line that is written names the peers and their versions. Tasks are "inference" and
"training"; samples are seconds. At the first request for a case, every setting that a peer offers is
tried, and the fastest is kept. Packages: torch, onnx, onnxruntime, ai-edge-litert, numpy.
"""

import gc
import importlib
import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")
NAMES = {"pytorch": "torch_peer", "onnxruntime": "onnx_peer", "litert": "litert_peer"}


def load():
    """The peers that can be imported, and why the others cannot."""
    found, missing = {}, {}
    for name, module in NAMES.items():
        try:
            found[name] = importlib.import_module(module)
        except ImportError as error:
            missing[name] = f"not installed: {error}"
    return found, missing


def timed(function, samples, seconds):
    """Seconds of single calls: as many as asked, fewer when the time is up, but at least three."""
    times, end = [], time.perf_counter() + seconds
    while len(times) < samples and (len(times) < 3 or time.perf_counter() < end):
        start = time.perf_counter_ns()
        function()
        times.append((time.perf_counter_ns() - start) * 1e-9)
    return times


def fastest(ways):
    """The setting with the smallest 20th percentile after a warm-up: what a busy moment hides least."""
    best = None
    for name, function in ways:
        timed(function, 20, 0.3)
        times = sorted(timed(function, 300, 0.5))
        early = times[len(times) // 5]
        if best is None or early < best[0]:
            best = (early, name, function)
    return best


class Server:
    def __init__(self, peers, missing):
        self.peers, self.missing = peers, missing
        self.case, self.cache = None, {}

    def answer(self, request):
        from networks import network

        peer = request["peer"]
        if peer not in self.peers:
            return {"missing": self.missing.get(peer, "unknown")}
        case = (request["model"], request["task"], request["precision"], request["batch"], request["threads"])
        if case != self.case:
            self.case, self.cache = case, {}
            gc.collect()
        module = self.peers[peer]
        if peer not in self.cache:
            task = getattr(module, request["task"], None)
            if task is None:
                return {"missing": "it does not train here"}
            arguments = [network(request["model"]), request["batch"], request["threads"]]
            if request["task"] == "inference":
                arguments.append(request["precision"])
            self.cache[peer] = fastest(task(*arguments))
        if self.cache[peer] is None:
            return {"missing": "not measured in this precision"}
        if peer == "pytorch":
            module.torch.set_num_threads(request["threads"])
        _, setting, function = self.cache[peer]
        timed(function, 10, 0.05)
        gc.disable()
        samples = timed(function, request["samples"], request["seconds"])
        gc.enable()
        time.sleep(0.02)  # Until the peer's threads have stopped waiting for work.
        return {"samples": samples, "setting": setting}


def main():
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # Libraries may print; only answers go to standard output.
    peers, missing = load()
    out.write(json.dumps({"peers": {n: m.VERSION for n, m in peers.items()}, "missing": missing}) + "\n")
    server = Server(peers, missing)
    for line in sys.stdin:
        try:
            answer = server.answer(json.loads(line))
        except Exception as error:  # One case that fails must not end the others.
            answer = {"missing": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")


main()
