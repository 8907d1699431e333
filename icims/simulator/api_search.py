"""Search: ids of records, a thousand at most, from a cache that may be minutes old."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Response, request

from icims.simulator.api import api, base_url, caller, faults, json_answer, json_object, state, tenant
from icims.simulator.errors import ApiError, Problem, invalid, not_found
from icims.simulator.form_search import search_forms
from icims.simulator.search import search
from icims.simulator.tenant import Tenant

DEFAULT_STALENESS_MINUTES = 15


@api.post("/search/<profile_type>")
def search_by_body(profile_type: str) -> Response:
    return _answer(profile_type, json_object())


@api.get("/search/<profile_type>")
def search_by_parameter(profile_type: str) -> Response:
    try:
        query = json.loads(request.args.get("searchJson", ""))
    except ValueError:
        raise invalid("searchJson is not valid JSON.") from None
    return _answer(profile_type, query)


def _answer(profile_type: str, query: Any) -> Response:
    if profile_type not in tenant().profiles and profile_type != "forms":
        raise not_found(profile_type)
    # Without the group Integration User nothing comes back.
    ids = _cached(tenant(), profile_type, query) if caller().integration else []
    results = [{"id": number, "self": f"{base_url()}/{profile_type}/{number}"} for number in ids]
    # An empty result is met both as [] and as a missing key.
    leave_out = not results and any(True for _ in faults("missing_results_key"))
    return json_answer({} if leave_out else {"searchResults": results})


def _cached(tenant: Tenant, profile_type: str, query: Any) -> list[int]:
    stale = next(iter(faults("stale_search")), None)
    staleness = _staleness()
    key = (tenant.customer_id, profile_type, json.dumps(query, sort_keys=True))
    cached = None if stale else state().searches.get(key, staleness)
    if cached is not None:
        return cached
    if profile_type == "forms":
        ids = search_forms(tenant, query)
    else:
        before = state().clock() - timedelta(minutes=stale.minutes) if stale else None
        ids = search(tenant, profile_type, query, before)
    if not stale:
        state().searches.put(key, ids)
    return ids


def _staleness() -> timedelta:
    """How old an answer the caller takes; 0 asks past the cache, which only a third party reports."""
    given = request.args.get("staleness", str(DEFAULT_STALENESS_MINUTES))
    if not given.isdigit():
        raise ApiError(HTTPStatus.BAD_REQUEST, Problem(1, "staleness must be a number of minutes.", "staleness"))
    return timedelta(minutes=int(given))
