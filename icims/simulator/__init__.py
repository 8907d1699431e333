"""An iCIMS over HTTP that can be filled, watched and made to fail: for tests, demos and trying things out."""

from icims.simulator.application import create_simulator, serve
from icims.simulator.faults import FaultRule
from icims.simulator.fields import Field, Kind
from icims.simulator.profile import Profile, StoredFile
from icims.simulator.state import SimulatorState
from icims.simulator.target import EventTarget
from icims.simulator.tenant import Options, Tenant, User

__all__ = [
    "EventTarget",
    "FaultRule",
    "Field",
    "Kind",
    "Options",
    "Profile",
    "SimulatorState",
    "StoredFile",
    "Tenant",
    "User",
    "create_simulator",
    "serve",
]
