"""A Messages API on this machine: the real wire format, limits, faults and prices, without a model."""

from claude.simulator.application import create_simulator, serve
from claude.simulator.faults import FaultRule
from claude.simulator.options import Options
from claude.simulator.state import SimulatorState

__all__ = ["FaultRule", "Options", "SimulatorState", "create_simulator", "serve"]
