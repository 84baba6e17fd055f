"""Speed and size as ratios against named baselines, measured in one run: `python -m evals.benchmarks`."""
