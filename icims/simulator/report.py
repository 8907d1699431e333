"""What was written to a simulated tenant, as JSON: the other side of every test of the write-back."""

from collections import Counter
from typing import Any

from icims.simulator.fields import PEOPLE, WORKFLOWS, Field
from icims.simulator.lists import COMPLETE
from icims.simulator.profile import Profile
from icims.simulator.state import SimulatorState
from icims.simulator.tenant import Tenant
from icims.simulator.usage import seconds_to_midnight

RESULTS = "assessmentresults"


def tenant_report(state: SimulatorState, tenant: Tenant, *, applications: bool) -> dict[str, Any]:
    """Counts of a tenant, with every application where asked for. Built under the lock, so that the counts agree."""
    calls, sensitive, today = state.usages[tenant.customer_id].snapshot()
    sent, lost, answers = state.events.outcomes(tenant.customer_id)
    with tenant.lock:
        workflows = list(tenant.profiles[WORKFLOWS].values())
        report = {
            **_counts(workflows),
            "jobs": sorted(str(job.id) for job in tenant.profiles["jobs"].values()),
            "calls": calls,
            "calls_today": today,
            "limit_resets_in": seconds_to_midnight(state.clock()),
            "tokens_issued": state.tokens.issued[tenant.customer_id],
            "sensitive_fields_asked": sensitive,
            "events": {"sent": sent, "lost": lost, "answers": dict(answers)},
        }
        if applications:
            report["applications"] = {str(workflow.id): _application(workflow) for workflow in workflows}
    return report


def application_report(state: SimulatorState, tenant: Tenant, workflow: Profile) -> dict[str, Any]:
    """One application in full: also the history of writes, what was written to the person, and events sent."""
    with tenant.lock:
        person = tenant.profiles[PEOPLE].get(workflow.fields["associatedprofile"])
        history = [
            {"at": write.at.isoformat(), "call": write.call, "fields": list(write.fields), "changed": write.changed}
            for write in workflow.history
        ]
        report = {
            **_application(workflow),
            "history": history,
            "labels": {field.id: field.label for field in custom_fields(tenant, WORKFLOWS)},
            "person_fields": _custom_values(person) if person else {},
        }
    report["events"] = [
        {"event": each.event_type, "answer": each.outcome, "location": each.location, "seconds": each.seconds}
        for each in state.events.deliveries(tenant.customer_id, workflow.id)
    ]
    return report


def custom_fields(tenant: Tenant, profile_type: str) -> list[Field]:
    return [field for field in tenant.catalogue.of(profile_type) if field.custom]


def doubled_results(workflow: Profile) -> int:
    """How many result entries there are beyond one for each assessment name."""
    names = Counter(entry.get("assessmentname", {}).get("value", "") for entry in workflow.entries(RESULTS))
    return sum(number - 1 for number in names.values())


def _counts(workflows: list[Profile]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for workflow in workflows:
        entries = workflow.entries(RESULTS)
        counts["with_results"] += bool(entries)
        counts["result_entries"] += len(entries)
        counts["complete_results"] += sum(entry.get("assessmentstatus", {}).get("id") == COMPLETE for entry in entries)
        counts["doubled_results"] += doubled_results(workflow)
        counts["duplicate_writes"] += workflow.duplicate_writes
        counts["written_to"] += bool(workflow.writes)
    names = ("written_to", "with_results", "result_entries", "complete_results", "doubled_results", "duplicate_writes")
    return {"application_count": len(workflows), **{name: counts[name] for name in names}}


def _application(workflow: Profile) -> dict[str, Any]:
    fields = workflow.fields
    return {
        "workflow": workflow.id,
        "job": fields["baseprofile"],
        "person": fields["associatedprofile"],
        "status": fields.get("status"),
        RESULTS: list(workflow.entries(RESULTS)),
        "fields": _custom_values(workflow),
        "writes": dict(workflow.writes),
        "duplicate_writes": workflow.duplicate_writes,
    }


def _custom_values(profile: Profile) -> dict[str, Any]:
    return {name: value for name, value in profile.fields.items() if name.startswith("field")}
