"""Everything that a running simulator knows: tenants, tokens, faults, calls and events sent."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from icims.simulator.event_sender import EventSender
from icims.simulator.faults import FaultBook
from icims.simulator.search import SearchCache
from icims.simulator.tenant import Tenant
from icims.simulator.tokens import TokenBook
from icims.simulator.usage import Usage


class SimulatorState:
    """Shared by all request threads. ``base_url`` is where the simulator is reached: links in events begin with it."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        self.base_url = "https://api.icims.com"
        self.lock = threading.Lock()
        self.faults = FaultBook()
        self.tenants: dict[str, Tenant] = {}
        self._clear()

    def _clear(self) -> None:
        self.tenants = {}
        self.usages: dict[str, Usage] = {}
        self.strangers = Usage()  # calls that belong to no tenant: tokens, unknown customers
        self.tokens = TokenBook(self.clock)
        self.searches = SearchCache(self.clock)
        self.events = EventSender()

    def reset(self) -> None:
        """Forget everything: tenants, tokens, faults, counters; events that are still being sent are broken off."""
        self.events.close()
        with self.lock:
            self._clear()
            self.faults.remove()

    def add_tenant(self, customer_id: str) -> Tenant:
        """The tenant of this customer id, made when there is none."""
        with self.lock:
            if customer_id not in self.tenants:
                self.tenants[customer_id] = Tenant(customer_id, self.clock)
                self.usages[customer_id] = Usage()
            return self.tenants[customer_id]

    def customer_url(self, tenant: Tenant) -> str:
        return f"{self.base_url}/customers/{tenant.customer_id}"
