"""What the learner takes: microseconds a lead and an outcome, seconds and memory for a whole log."""

import json
import os
import subprocess

from common.servers import Missing

LIMITS = {
    "predict_explain_us": ("predict and explain a lead of 20 fields", "µs", 20),
    "predict_explain_p99_us": ("predict and explain, 99 of 100 take less than", "µs", 100),
    "update_us": ("learn from an outcome", "µs", 20),
    "paired_predict_explain_us": ("predict and explain a lead of 16 fields and their pairs", "µs", 20),
    "paired_predict_explain_p99_us": ("the same, 99 of 100 take less than", "µs", 100),
    "paired_update_us": ("learn from an outcome of 16 fields and their pairs", "µs", 20),
    "replay_s": ("replay of 100,000 outcomes", "s", 5),
    "memory_mib": ("memory with 14,000 values learnt", "MiB", 64),
    "regression_s": ("regression on 36,000 rows of 16 columns", "s", 1.5),
}


class Speed:
    """The executable scorecard-bench, which measures in process."""

    def __init__(self, binaries, directory, quick, say):
        self.program = os.path.join(binaries, "scorecard-bench")
        self.rounds = 1 if quick else 3
        self.say, self.details, self.void = say, {}, []

    def measure(self):
        runs = []
        for _ in range(self.rounds):
            run = subprocess.run([self.program], capture_output=True, text=True, check=False)
            if run.returncode != 0:
                raise Missing(f"scorecard-bench: {run.stderr.strip()[-300:]}")
            runs.append(json.loads(run.stdout))
            self.say(json.dumps(runs[-1]))
        self.details = runs
        for key, (what, unit, limit) in LIMITS.items():
            values = sorted(run[key] for run in runs)
            yield ((what, values[len(values) // 2], unit), {"direction": "min", "limit": limit})
