"""The switches of the simulator under /_control, and its page. Not part of the Messages API."""

import json
from html import escape
from typing import Any

from flask import Blueprint, Response, request

from claude.simulator.clock import rfc3339
from claude.simulator.errors import ApiError, invalid, not_found
from claude.simulator.exchange import json_response, state
from claude.simulator.faults import KINDS, FaultRule
from claude.simulator.options import ATTACK_STYLES, BEHAVIOURS, Options

control = Blueprint("claude_control", __name__, url_prefix="/_control")
pages = Blueprint("claude_pages", __name__)


@control.errorhandler(ApiError)
def unreadable(error: ApiError) -> Response:
    return json_response({"error": error.answer.message}, error.answer.status)


@control.get("")
def overview() -> Response:
    """Everything that can be switched."""
    return json_response(
        {
            "simulated": True,
            "options": state().options.as_json(),
            "behaviours": BEHAVIOURS,
            "attack_styles": ATTACK_STYLES,
            "fault_kinds": KINDS,
            "paths": ["options", "faults", "canaries", "clock", "cache", "journal", "report", "reset"],
        }
    )


@control.get("/options")
def options() -> Response:
    return json_response(state().options.as_json())


@control.patch("/options")
def change_options() -> Response:
    """Change the options that the body names."""
    state().options = state().options.changed(_parsed())
    return options()


@control.put("/options")
def replace_options() -> Response:
    """The options of the body; all others as by default."""
    state().options = Options().changed(_parsed())
    return options()


@control.get("/faults")
def faults() -> Response:
    return json_response({"faults": state().faults.as_json()})


@control.put("/faults")
def replace_faults() -> Response:
    state().faults.put(_rules())
    return faults()


@control.patch("/faults")
def add_faults() -> Response:
    state().faults.add(_rules())
    return faults()


@control.delete("/faults")
@control.delete("/faults/<fault_id>")
def remove_faults(fault_id: str = "") -> Response:
    if not state().faults.remove(fault_id):
        raise not_found(f"there is no fault {fault_id}")
    return faults()


@control.get("/canaries")
def canaries() -> Response:
    summary = state().journal.summary()
    found = {name: summary[name] for name in ("canary_hits", "canary_requests")}
    return json_response({"registered": len(state().canaries), **found})


@control.put("/canaries")
def replace_canaries() -> Response:
    strings = _strings()
    state().canaries.clear()
    state().canaries.add(strings)
    return canaries()


@control.patch("/canaries")
def add_canaries() -> Response:
    state().canaries.add(_strings())
    return canaries()


@control.delete("/canaries")
def remove_canaries() -> Response:
    state().canaries.clear()
    return canaries()


@control.get("/clock")
def clock() -> Response:
    return json_response({"now": rfc3339(state().clock())})


@control.post("/clock")
def advance_clock() -> Response:
    """{"advance_seconds": n}: caches, limits and batches grow older."""
    body = _parsed()
    seconds = body.get("advance_seconds") if isinstance(body, dict) else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
        raise invalid('the body is {"advance_seconds": n} with n from 0 on')
    state().clock.advance(seconds)
    return clock()


@control.delete("/cache")
def clear_cache() -> Response:
    state().cache.clear()
    return json_response({"cleared": True})


@control.get("/journal")
def journal() -> Response:
    """The calls one by one, oldest first; ?last=n gives the last ones."""
    return json_response({"calls": state().journal.entries(request.args.get("last", 0, type=int))})


@control.get("/report")
def report() -> Response:
    return json_response({"simulated": True, **state().journal.summary(), "batches": len(state().batches)})


@control.post("/reset")
def reset() -> Response:
    state().reset()
    return json_response({"reset": True})


@pages.get("/")
def home() -> Response:
    """For people who follow the address."""
    summary = escape(json.dumps(state().journal.summary() | {"options": state().options.as_json()}, indent=2))
    body = (
        "<!doctype html><html lang=en><title>Simulated Messages API</title>"
        "<h1>Simulated Messages API</h1><p><strong>Everything here is simulated.</strong> No language model answers: "
        "ratings come from the local assessor.</p><p>Switches: <a href=/_control>/_control</a></p>"
        f"<pre>{summary}</pre>"
    )
    return Response(body, content_type="text/html; charset=utf-8")


def _rules() -> list[FaultRule]:
    body = _parsed()
    listed = body.get("faults") if isinstance(body, dict) and "kind" not in body else body
    return [FaultRule.parse(each) for each in (listed if isinstance(listed, list) else [listed])]


def _strings() -> list[str]:
    body = _parsed()
    strings = body.get("strings") if isinstance(body, dict) else None
    if not isinstance(strings, list) or not all(isinstance(each, str) and each.strip() for each in strings):
        raise invalid('the body is {"strings": [text, ...]}, none of them empty')
    return strings


def _parsed() -> Any:
    try:
        return json.loads(request.get_data() or b"{}")
    except ValueError:
        raise invalid("the body is not valid JSON") from None
