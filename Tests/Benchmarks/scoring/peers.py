"""What the learner stands beside, fitted anew for each block: the rate, Odoo's naive Bayes as its source describes it,
a binned logistic regression and LightGBM. On the same rows, with labels as late."""

import csv
import json

import numpy

BLOCKS = 20


def split_hash(seed, count):
    """SplitMix64 of each row's place, in 0 … 1."""
    mask = (1 << 64) - 1
    base = numpy.uint64(seed * 0x9E3779B97F4A7C15 & mask)
    with numpy.errstate(over="ignore"):
        z = base + numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(11)).astype(float) / float(1 << 53)


class Data:
    """A file as `scoring evaluate` reads it: columns of words or of numbers, labels, the order of time."""

    def __init__(self, path, spec_path):
        with open(spec_path, encoding="utf-8") as file:
            spec = json.load(file)
        with open(path, encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file, delimiter=spec.get("delimiter", ","))
        if spec.get("dedup"):
            rows = [list(row) for row in dict.fromkeys(map(tuple, rows))]
        target, order = spec["target"], spec.get("order")
        self.won = numpy.array([row[head.index(target["column"])] in target["positive"] for row in rows], dtype=int)
        left_out = {target["column"], *spec.get("drop", []), (order or {}).get("column")}
        self.columns = [
            self._column([row[place] for row in rows]) for place, name in enumerate(head) if name not in left_out
        ]
        if order is None:
            self.order = numpy.argsort(split_hash(1613, len(rows)), kind="stable")
        elif order.get("column"):
            times = numpy.array([row[head.index(order["column"])] for row in rows])
            self.order = numpy.argsort(times, kind="stable")
        else:
            self.order = numpy.arange(len(rows))

    @staticmethod
    def _column(texts):
        try:
            return numpy.array([float(text) if text else numpy.nan for text in texts])
        except ValueError:
            return numpy.array(texts, dtype=object)

    def splits(self):
        """(protocol, [(train, test), …]): at random, and twenty blocks each foretold from those before the last."""
        dice = split_hash(1610, len(self.won))
        yield "random", [(numpy.flatnonzero(dice >= 0.2), numpy.flatnonzero(dice < 0.2))]
        block = numpy.arange(len(self.order)) * BLOCKS // len(self.order)
        yield "prequential", [
            (self.order[block < number], self.order[block == number]) for number in range(1, BLOCKS)
        ]


def rate(data, train, test):
    return numpy.full(len(test), data.won[train].mean())


def _bins(column, train, count):
    known = column[train][~numpy.isnan(column[train])]
    if not len(known):
        return numpy.array([])
    return numpy.unique(numpy.quantile(known, numpy.linspace(0, 1, count + 1)[1:-1]))


def naive_bayes(data, train, test):
    """Counts of won and lost for each value, 0.1 more of each; what is not known or was never seen is left out."""
    won = data.won[train]
    odds = numpy.full(len(test), numpy.log((won.sum() + 0.1) / ((1 - won).sum() + 0.1)))
    for column in data.columns:
        if column.dtype == object:
            words = numpy.where(column == "", None, column)
        else:
            cut = numpy.searchsorted(_bins(column, train, 5), numpy.nan_to_num(column), side="right")
            words = numpy.where(numpy.isnan(column), None, cut.astype(object))
        weights = {}
        values = {word for word in words[train] if word is not None}
        wins = {value: won[words[train] == value].sum() + 0.1 for value in values}
        losses = {value: (1 - won)[words[train] == value].sum() + 0.1 for value in values}
        for value in values:
            weights[value] = numpy.log(wins[value] / sum(wins.values())) - numpy.log(
                losses[value] / sum(losses.values())
            )
        odds += numpy.array([weights.get(word, 0.0) if word is not None else 0.0 for word in words[test]])
    return numpy.clip(1 / (1 + numpy.exp(-odds)), 1e-4, 1 - 1e-4)


def _one_hot(data, train, rows):
    blocks = []
    for column in data.columns:
        if column.dtype == object:
            values, counts = numpy.unique(column[train].astype(str), return_counts=True)
            places = {value: place for place, value in enumerate(values[counts >= 10])}
            place = numpy.array([places.get(value, len(places)) for value in column[rows].astype(str)])
            width = len(places) + 1
        else:
            cuts = _bins(column, train, 10)
            place = numpy.searchsorted(cuts, numpy.nan_to_num(column[rows]), side="right")
            place = numpy.where(numpy.isnan(column[rows]), len(cuts) + 1, place)
            width = len(cuts) + 2
        blocks.append(numpy.eye(width)[place])
    return numpy.hstack(blocks)


def regression(data, train, test):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=2000).fit(_one_hot(data, train, train), data.won[train])
    return model.predict_proba(_one_hot(data, train, test))[:, 1]


def boosting(data, train, test):
    """Trees, with their number by early stopping on 15 % of what may be learned from."""
    import lightgbm

    columns = []
    for column in data.columns:
        if column.dtype == object:
            known = {value: place for place, value in enumerate(sorted(set(column[train].astype(str))))}
            columns.append(numpy.array([known.get(value, -1) for value in column.astype(str)], dtype=float))
        else:
            columns.append(column)
    matrix = numpy.column_stack(columns)
    words = [place for place, column in enumerate(data.columns) if column.dtype == object]
    settings = {
        "objective": "binary", "learning_rate": 0.05, "num_leaves": 31, "min_data_in_leaf": 20, "bagging_fraction": 0.8,
        "bagging_freq": 1, "feature_fraction": 0.8, "lambda_l2": 1.0, "seed": 1610, "deterministic": True,
        "num_threads": 2, "verbose": -1,
    }

    def rows(some):
        return lightgbm.Dataset(matrix[some], data.won[some], categorical_feature=words)

    held = split_hash(1611, len(train)) < 0.15
    rounds = 50
    if held.sum() > 20 and 0 < data.won[train[held]].sum() < held.sum():
        stop = lightgbm.early_stopping(50, verbose=False)
        tried = lightgbm.train(settings, rows(train[~held]), 1000, [rows(train[held])], callbacks=[stop])
        rounds = max(10, tried.best_iteration)
    return lightgbm.train(settings, rows(train), rounds).predict(matrix[test])


PEERS = {"rate": rate, "naive Bayes (Odoo)": naive_bayes, "binned regression": regression, "LightGBM": boosting}


def quality(won, foretold):
    """AUC, log-loss and calibration error of ten bins."""
    foretold = numpy.clip(foretold, 1e-6, 1 - 1e-6)
    order = numpy.argsort(foretold, kind="stable")
    ranks = numpy.empty(len(won))
    values, inverse, counts = numpy.unique(foretold[order], return_inverse=True, return_counts=True)
    last = numpy.cumsum(counts)
    ranks[order] = (last - (counts - 1) / 2)[inverse]
    wins, losses = won.sum(), (1 - won).sum()
    auc = (ranks[won == 1].sum() - wins * (wins + 1) / 2) / (wins * losses) if wins and losses else float("nan")
    loss = -numpy.mean(numpy.where(won == 1, numpy.log(foretold), numpy.log(1 - foretold)))
    place = numpy.minimum((foretold * 10).astype(int), 9)
    error = sum(
        abs(foretold[place == one].mean() - won[place == one].mean()) * (place == one).mean() for one in set(place)
    )
    return {"auc": float(auc), "logloss": float(loss), "ece10": float(error)}


def measured(data):
    """{protocol: {peer: quality}}"""
    made = {}
    for protocol, parts in data.splits():
        made[protocol] = {}
        for name, peer in PEERS.items():
            foretold = numpy.concatenate([peer(data, train, test) for train, test in parts])
            made[protocol][name] = quality(data.won[numpy.concatenate([test for _, test in parts])], foretold)
    return made


if __name__ == "__main__":
    import sys

    print(json.dumps(measured(Data(sys.argv[1], sys.argv[2]))))
