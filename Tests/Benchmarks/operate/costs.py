"""What the journal costs the flow of five hops: with it and without, in turn."""

from common.broker import Broker
from common.percentiles import median
from common.servers import Servers, psql

import programs
from scene import HOPS, Scene
from stages import Stages

JOURNAL_SHARE = 0.15
COUNT = 10_000

# A row that a trigger drops is not written: what is left of its cost is the trigger's own microsecond, by which the
# journal's share comes out too small.
_OFF = """
CREATE OR REPLACE FUNCTION bench.drop_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER bench_off BEFORE INSERT ON {schema}.journal FOR EACH ROW EXECUTE FUNCTION bench.drop_row();
"""
_ON = "DROP TRIGGER IF EXISTS bench_off ON {schema}.journal;"


class JournalCost:
    def __init__(self, binaries, quick, say):
        del binaries
        self.say, self.rounds = say, 1 if quick else 3
        self.count = COUNT if not quick else COUNT // 2
        self.details, self.void = {}, []

    def measure(self):
        servers = Servers()
        scene = Scene(
            servers, Broker(servers), programs.build_ours(), programs.compile_ceilings(f"{servers.directory}/messaging")
        )
        scene.prepare()
        try:
            return [self._share(scene, Stages(scene))]
        finally:
            scene.remove()

    def _share(self, scene, stages):
        used, shares = {"with": [], "without": []}, []
        stages.flow(self.count // 4)  # the first run of a database is the slowest
        for number in range(self.rounds):
            for kind in ("with", "without") if number % 2 == 0 else ("without", "with"):
                for _, schema, *_ in HOPS:
                    psql(scene.url, (_ON if kind == "with" else _ON + _OFF).format(schema=schema))
                one = stages.flow(self.count)
                used[kind].append(sum(one["cpu_us"].values()) / len(HOPS))
                self.say(f"flow {kind} the journal: {one['per_second']:.0f} msg/s, {used[kind][-1]:.0f} CPU-µs a hop")
            shares.append(1 - used["without"][-1] / used["with"][-1])
        self.details = {"cpu_us_per_hop": used, "shares": shares}
        return ("journal's share of the flow's CPU", median(shares), ""), {
            "direction": "min", "limit": JOURNAL_SHARE,
            "beside": ("CPU-µs a hop with it", median(used["with"]), "µs"),
        }
