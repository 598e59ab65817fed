"""First pages of filtered searches over the universe, as the tool and the console ask ingest for them."""

import http.client
import json
import random
import time
import urllib.parse

from common.percentiles import percentile, summary
from common.servers import Missing
from stock import BANDS, DEPARTEMENTS, FAMILY, FORMS, TRADES, WORDS
from universe import Universe

P95_MILLISECONDS = 50
SETS = 200
TOKEN = "a token of the benchmark"


def filters(seed):
    """One set of conditions: mostly a trade, often a place, then size, form, age or part of a name."""
    dice = random.Random(seed)
    trades = [trade[0] for trade in TRADES]
    weighted = [trade[1] for trade in TRADES]
    while True:
        chosen = {}
        code = dice.choices(trades, weighted)[0] if dice.random() < 0.5 else dice.choice(trades)
        match dice.randrange(20):
            case 0 | 1 | 2 | 3 | 4: chosen["naf"] = code
            case 5 | 6: chosen["naf"] = code[:5]
            case 7 | 8: chosen["naf"] = code[:4]
            case 9 | 10 | 11 | 12: chosen["naf"] = code[:2]
            case 13 | 14: chosen["naf"] = dice.choice("ACFGHIJKLMNPQRS")
            case 15: chosen["naf"] = ",".join(dice.sample(trades, 5))
            case 16: chosen["naf25"] = dice.choice(TRADES)[2]
        if dice.random() < 0.6:
            chosen["departement"] = ",".join(place for place, _ in dice.sample(DEPARTEMENTS, dice.choice([1, 1, 1, 2, 5])))
        if dice.random() < 0.35:
            chosen["workforce"] = ",".join(band for band, _ in dice.sample(BANDS[1:], dice.choice([1, 2, 3])))
        if dice.random() < 0.2:
            chosen["legal_form"] = dice.choice([form for form, _ in FORMS] + ["5", "57", "54", "92"])
        if dice.random() < 0.25:
            chosen["max_age" if dice.random() < 0.6 else "min_age"] = str(dice.choice([1, 2, 3, 5, 10, 20, 40]))
        if dice.random() < 0.08:
            chosen["category"] = dice.choice(["PME", "PME", "ETI", "GE"])
        if dice.random() < 0.15:
            chosen["name"] = dice.choice(WORDS + FAMILY)[:dice.randrange(4, 12)]
        if chosen:
            yield chosen


class Registry:
    def __init__(self, binaries, quick, say):
        self.universe, self.say = Universe(binaries, say), say
        self.rows = 200_000 if quick else 5_000_000
        self.details, self.void = {}, []

    def measure(self):
        self.universe.begin()
        try:
            return self._measure()
        finally:
            self.universe.end()

    def _measure(self):
        installation = self.universe.installation
        self.say(f"a universe of {self.rows:,} units with their places")
        loads = []
        for more in ([], ["--establishments"]):
            report, seconds = self.universe.load_made(self.rows, 1, *more)
            loads.append({"seconds": seconds, **report})
            self.say(f"loaded {report['kind']}: {seconds:.0f} s")
        # As autovacuum does within its minute.
        installation.sql("VACUUM intake.registry", timeout=600)
        installation.sql(f"""INSERT INTO intake.api_tokens (id, hash, name, department_id, source, rate_per_minute)
            VALUES (gen_random_uuid(), sha256('{TOKEN}'), 'bench', 'commercial', 'bench', 1000000)""")
        sets = [one for one, _ in zip(filters(2026), range(SETS))]
        pages, counted = self._ask(sets, {}), self._ask(sets, {"count": "true"})
        found = sum(1 for one in pages if one["units"])
        if found < SETS // 3:
            self.void.append(f"only {found} of {SETS} searches found anything")
        times, with_count = [one["milliseconds"] for one in pages], [one["milliseconds"] for one in counted]
        slowest = sorted(zip(times, sets), key=lambda pair: -pair[0])[:10]
        self.details = {
            "milliseconds": summary(times), "with_count_milliseconds": summary(with_count), "found": found,
            "slowest": slowest, "slowest_with_count": sorted(zip(with_count, sets), key=lambda pair: -pair[0])[:10],
            "loads": loads,
        }
        name = f"filtered search over {self.rows:,} units, {SETS} filter sets, first page"
        return [
            ((f"{name}, p95", percentile(times, 0.95), "ms"), {
                "direction": "min", "limit": P95_MILLISECONDS, "beside": ("p50", percentile(times, 0.5), "ms")}),
            ((f"{name} with its count, p95", percentile(with_count, 0.95), "ms"), {
                "direction": "min", "beside": ("p50", percentile(with_count, 0.5), "ms")}),
        ]

    def _ask(self, sets, more):
        connection = http.client.HTTPConnection("127.0.0.1", self.universe.installation.port("ingest"), timeout=60)
        answers = []
        for one in sets:
            query = urllib.parse.urlencode(one | more, quote_via=urllib.parse.quote)
            begin = time.monotonic()
            connection.request("GET", f"/v1/registry?{query}", headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            body = answer.read()
            milliseconds = 1000 * (time.monotonic() - begin)
            if answer.status != 200:
                raise Missing(f"ingest answers {answer.status} to {query}: {body[:300]!r}")
            answers.append(json.loads(body) | {"milliseconds": milliseconds})
        connection.close()
        return answers
