"""Searching completed iForms by form and by person."""

from typing import Any

from icims.simulator.errors import invalid
from icims.simulator.forms import Submission
from icims.simulator.search import PAGE_SIZE
from icims.simulator.tenant import Tenant


def search_forms(tenant: Tenant, query: Any) -> list[int]:
    """Ids of completed forms that meet every filter. Raises ApiError for a filter that is not known."""
    filters = query.get("filters") if isinstance(query, dict) else None
    if not filters:
        raise invalid("A search needs at least one filter.")
    tests = [_parse(each) for each in filters]
    found = (s.id for s in tenant.forms.submissions.values() if all(_holds(s, *test) for test in tests))
    return sorted(found)[:PAGE_SIZE]


def _parse(each: Any) -> tuple[str, frozenset[str], str]:
    if not isinstance(each, dict):
        raise invalid("A filter needs a name.")
    name, sign, given = each.get("name", ""), each.get("operator", "="), each.get("value", [])
    # formdata.workflow.id is our guess for forms that belong to a workflow [I].
    if name not in ("formdata.formid", "formdata.id", "formdata.person.id", "formdata.workflow.id"):
        raise invalid("Unknown filter.", str(name))
    if sign not in ("=", ">") or not given:
        raise invalid("The operator of a form filter must be = or > with a value.", name)
    return name, frozenset(str(value) for value in (given if isinstance(given, list) else [given])), sign


def _holds(submission: Submission, name: str, wanted: frozenset[str], sign: str) -> bool:
    if name == "formdata.formid":
        actual = submission.form.id
    elif name == "formdata.id":
        actual = submission.id
    else:
        owner = "Person" if name == "formdata.person.id" else "Recruiting Workflow"
        if submission.form.type != owner:
            return False
        actual = submission.owner_id
    if sign == ">":
        return all(value.isdigit() and actual > int(value) for value in wanted)
    return str(actual) in wanted
