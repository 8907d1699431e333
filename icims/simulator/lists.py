"""The lists of a simulated tenant: nodes with ids, to which list fields point."""

from collections.abc import Iterable
from typing import Any

# Ids that begin with D are shipped by iCIMS; those beginning with C are made by the customer and differ per tenant.
STANDARD_LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "lists.phone_type": (("D83001", "Home"), ("D83002", "Work"), ("D83003", "Mobile"), ("D83005", "Pager")),
    "lists.address_type": (("D84001", "Work"), ("D84002", "Home")),
    "lists.person.folders": (
        ("D32006", "Cand:Unreviewed"),
        ("D32011", "HM:Active"),
        ("D32012", "HM:Inactive"),
        ("D32013", "Emp:Current"),
        ("D32018", "Emp:Former"),
    ),
    "lists.job.folders": (("D31001", "Approved"), ("D31002", "Pending"), ("D31003", "Filled"), ("D31004", "Closed")),
    "lists.company.folders": (("D33001", "Active"),),
    "lists.submittal.status": (
        ("D10100", "New Submissions - External Portal"),
        ("C12295", "Under Review"),
        ("C12296", "Phone Screen"),
        ("C12297", "Hiring Manager Review"),
        ("C12298", "Interview"),
        ("D10103", "Offer"),
        ("D10105", "Hired"),
        ("C22001", "Not Selected"),
    ),
    "lists.assessment.status": (
        ("D37002019001", "Complete"),
        ("D37002019002", "Incomplete"),
        ("D37002019003", "In-Progress"),
        ("D37002019004", "Sent"),
    ),
    "lists.assessment.name": (),
    "lists.assessment.type": (),
    "lists.license_status": (("D41", "Active"), ("D42", "Expired")),
    "lists.skills": (),
    "lists.sources": (),
    "lists.notes.rejection": (),
    "lists.customfields_lists": (),
}

COMPLETE = "D37002019001"
IN_PROGRESS = "D37002019003"
NEW_SUBMISSION = "D10100"
UNDER_REVIEW = "C12295"


class Lists:
    """Lists by name. ``node`` finds by id or by value; ``add`` makes a customer node."""

    def __init__(self, standard: dict[str, tuple[tuple[str, str], ...]] = STANDARD_LISTS) -> None:
        self._values: dict[str, dict[str, str]] = {name: dict(nodes) for name, nodes in standard.items()}
        self._ids: dict[str, dict[str, str]] = {
            name: {value: node_id for node_id, value in nodes} for name, nodes in standard.items()
        }
        self._next = 31000

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def nodes(self, name: str) -> list[dict[str, str]] | None:
        values = self._values.get(name)
        return None if values is None else [_node(node_id, value) for node_id, value in values.items()]

    def find(self, name: str, wanted: dict[str, Any]) -> dict[str, str] | None:
        """The node that ``wanted`` names by ``id`` (preferred) or ``value``; None when the list has none."""
        values = self._values.get(name, {})
        if "id" in wanted:
            node_id = str(wanted["id"])
            return _node(node_id, values[node_id]) if node_id in values else None
        value = str(wanted.get("value", ""))
        found = self._ids.get(name, {}).get(value)
        return None if found is None else _node(found, value)

    def add(self, name: str, value: str, node_id: str = "") -> dict[str, str]:
        if not node_id:
            self._next += 1
            node_id = f"C{self._next}"
        self._values.setdefault(name, {})[node_id] = value
        self._ids.setdefault(name, {})[value] = node_id
        return _node(node_id, value)

    def remove(self, name: str) -> None:
        """As if the integration user were not allowed to see the list."""
        del self._values[name], self._ids[name]

    def extend(self, name: str, nodes: Iterable[tuple[str, str]]) -> None:
        for node_id, value in nodes:
            self.add(name, value, node_id)


def _node(node_id: str, value: str) -> dict[str, str]:
    return {"id": node_id, "value": value, "formattedvalue": value}
