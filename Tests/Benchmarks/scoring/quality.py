"""How well outcomes of others are foretold: bars B1 … B6 of the ml-anchors, beside four peers on the same splits."""

import csv
import json
import os
import subprocess

import datasets
from common import peer
from common.servers import CHECKOUT, Missing

HERE = os.path.dirname(os.path.realpath(__file__))
# Log-loss at most, AUC at least, foretelling block after block with late labels (B2, B3).
STREAMS = {
    "bank_add": (0.307, 0.752), "bank_full": (0.324, 0.750), "salvirt": (0.530, 0.815), "maven": (0.680, None),
}
# Calibration error at most, slope within, on a random split (B6).
CALIBRATION = {"bank_add": 0.020, "bank_full": 0.020}
SLOPES = (0.85, 1.20)
# Mean distance from the reference's own predictions, at most (B1).
PARITY = 0.005
# Above this the naive Bayes is counted as badly calibrated, and ours must err half as much at most (B4).
ODDS_ERR = 0.05
PREDICTIONS = os.path.join(CHECKOUT, "..", "shared", "reference", "ml", "predictions")


class Quality:
    """`scoring evaluate` on each data set that is there."""

    def __init__(self, binaries, directory, quick, say):
        self.scoring = os.path.join(binaries, "scoring")
        self.directory, self.quick, self.say = os.path.join(directory, "scoring"), quick, say
        self.details, self.void = {}, []

    def measure(self):
        names = datasets.write(self.directory)
        if not names:
            raise Missing("there is no ../shared/datasets")
        python = peer.install(self._path("venv"), os.path.join(HERE, "requirements.txt"))
        rows, beaten, errors = [], [], []
        for name in names:
            ours = self._ours(name)
            peers = self._theirs(python, name)
            self.details[name] = {"ours": ours, "peers": peers}
            self._tell(name, ours, peers)
            rows += self._rows(name, ours, peers)
            odds = peers["prequential"]["naive Bayes (Odoo)"]
            beaten.append(1 - ours["prequential"]["logloss"] / odds["logloss"])
            if odds["ece10"] > ODDS_ERR:
                errors.append((ours["prequential"]["ece10"] / odds["ece10"], name))
        rows.append((
            ("log-loss spared against Odoo's naive Bayes, least of the streams", min(beaten), "share"),
            {"direction": "max", "limit": 0.03, "beside": ("mean", sum(beaten) / len(beaten), "share")},
        ))
        rows.append((
            ("log-loss spared against Odoo's naive Bayes, mean", sum(beaten) / len(beaten), "share"),
            {"direction": "max", "limit": 0.10},
        ))
        if errors:
            share, name = max(errors)
            rows.append((
                (f"calibration error against Odoo's naive Bayes, most of the streams where it errs ({name})", share, "share"),
                {"direction": "min", "limit": 0.5},
            ))
        return rows

    def _path(self, name):
        return os.path.join(self.directory, name)

    def _ours(self, name):
        out = self._path(f"{name}.out")
        command = [self.scoring, "evaluate", "--data", self._path(f"{name}.csv"), "--spec", self._path(f"{name}.json")]
        run = subprocess.run([*command, "--out", out], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise Missing(f"scoring evaluate on {name}: {run.stderr.strip()}")
        with open(os.path.join(out, "metrics.json"), encoding="utf-8") as file:
            measures = json.load(file)
        distance = self._distance(name, os.path.join(out, "predictions.csv"))
        if distance is not None:
            measures["random"]["distance_from_reference"] = distance
        return measures

    @staticmethod
    def _distance(name, path):
        reference = os.path.join(PREDICTIONS, f"pred_{name}_rand.csv")
        if not os.path.exists(reference):
            return None
        with open(reference, encoding="utf-8") as file:
            known = {row["row"]: float(row["LRB10"]) for row in csv.DictReader(file)}
        with open(path, encoding="utf-8") as file:
            found = {row["row"]: float(row["p"]) for row in csv.DictReader(file) if row["protocol"] == "random"}
        if known.keys() != found.keys():
            return 1.0
        return sum(abs(known[row] - found[row]) for row in known) / len(known)

    def _theirs(self, python, name):
        command = [python, os.path.join(HERE, "peers.py"), self._path(f"{name}.csv"), self._path(f"{name}.json")]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise Missing(f"peers on {name}: {run.stderr.strip()[-300:]}")
        return json.loads(run.stdout.strip().splitlines()[-1])

    def _tell(self, name, ours, peers):
        for protocol, theirs in peers.items():
            table = {"ours": ours[protocol]} | theirs
            for who, one in table.items():
                self.say(
                    f"{name:9} {protocol:11} {who:20} AUC {one['auc']:.3f}  log-loss {one['logloss']:.4f}  "
                    f"ECE {one['ece10']:.3f}"
                )

    @staticmethod
    def _rows(name, ours, peers):
        loss, auc = STREAMS[name]
        stream, split, theirs = ours["prequential"], ours["random"], peers["prequential"]
        best = min(theirs, key=lambda peer: theirs[peer]["logloss"])
        yield ((f"{name}: log-loss, block after block", stream["logloss"], "nats"), {
            "direction": "min", "limit": loss, "beside": (f"best peer, {best}", theirs[best]["logloss"], "nats"),
        })
        if auc:
            yield ((f"{name}: AUC, block after block", stream["auc"], ""), {
                "direction": "max", "limit": auc, "beside": (f"{best}", theirs[best]["auc"], ""),
            })
        if name in CALIBRATION:
            yield ((f"{name}: calibration error, random split", split["ece10"], ""), {
                "direction": "min", "limit": CALIBRATION[name],
                "beside": ("chance alone", split["ece10_noise_floor"], ""),
            })
            yield ((f"{name}: calibration slope's distance from 1", abs(split["slope"] - 1), ""), {
                "direction": "min", "limit": 1 - SLOPES[0],
            })
        if "distance_from_reference" in split:
            yield ((f"{name}: distance from the reference's regression", split["distance_from_reference"], ""), {
                "direction": "min", "limit": PARITY,
            })
