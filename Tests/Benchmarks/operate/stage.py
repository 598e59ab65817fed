"""The stage of the messaging benchmark, lent to parts of this area."""

from contextlib import contextmanager

from common.broker import Broker
from common.servers import Servers

import programs
from scene import Scene
from stages import Stages


@contextmanager
def stage():
    """A prepared scene and its measurements; removed afterwards."""
    servers = Servers()
    ceilings = programs.compile_ceilings(f"{servers.directory}/messaging")
    scene = Scene(servers, Broker(servers), programs.build_ours(), ceilings)
    scene.prepare()
    try:
        yield scene, Stages(scene)
    finally:
        scene.remove()
