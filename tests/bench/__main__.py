"""Run benchmarks: `python -m tests.bench [NAME …]`, all of them without a name.

Each module tests/bench/bench_NAME.py offers `main() -> None` and prints its figures as ratios against a peer
measured in the same run, or against a stated limit.
"""

import importlib.util
import sys
from pathlib import Path

import tracker  # noqa: F401 - as its command does, before numpy: it says how many threads that takes

HERE = Path(__file__).parent


def run(name: str) -> None:
    path = HERE / f"bench_{name}.py"
    spec = importlib.util.spec_from_file_location(f"tests.bench.bench_{name}", path)
    if spec is None or spec.loader is None or not path.exists():
        sys.exit(f"no benchmark {name!r}; there are: {', '.join(known())}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    print(f"== {name}", flush=True)
    module.main()


def known() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


if __name__ == "__main__":
    for each in sys.argv[1:] or known():
        run(each)
