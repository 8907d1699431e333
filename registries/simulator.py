"""A registry of credentials on this machine, with entries, latency and faults that are set over HTTP."""

import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Literal

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from werkzeug.serving import WSGIRequestHandler, make_server

from registries.lookup import PATH, Answer, Holder, Question, State
from scoring.credential_numbers import KINDS

EXTENSION = "credential_registry"
LONGEST_BODY = 1_000_000


class Entry(BaseModel):
    """One credential of an invented person. ``state`` is what the board decided; a date that has passed expires it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential: Literal["nursing", "cpa", "pmi", "aws", "driving"]
    number: str = Field(min_length=1, max_length=60)
    given: str
    family: str
    state: Literal["active", "suspended"] = "active"
    expires: date | None = None


class Fault(BaseModel):
    """``status`` answers with that status, ``slow`` after ``seconds``; the others answer 200 with a page instead of
    JSON, with a state that nobody knows, or with a megabyte. ``times`` limits how often."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["status", "slow", "malformed", "strange_state", "oversized"]
    status: int = Field(default=500, ge=400, le=599)
    retry_after: int | None = Field(default=None, ge=0)
    seconds: float = Field(default=0.0, ge=0, le=600)
    times: int | None = Field(default=None, ge=1)


ENTRIES, FAULTS = TypeAdapter(list[Entry]), TypeAdapter(list[Fault])
INVENTED = ENTRIES.validate_python(
    [
        {"credential": "nursing", "number": "RN-555012", "given": "Ida", "family": "Sample", "expires": "2030-03-31"},
        {"credential": "nursing", "number": "RN-555013", "given": "Ben", "family": "Sample", "state": "suspended"},
        {"credential": "cpa", "number": "CPA-55501", "given": "Eve", "family": "Sample", "expires": "2020-01-31"},
        {"credential": "pmi", "number": "5550123", "given": "Ida", "family": "Sample"},
    ]
)


class RegistryState:
    """Everything that a running simulator knows; shared by its request threads."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._entries: dict[tuple[str, str], Entry] = {}
        self._faults: list[Fault] = []
        self._lookups = 0
        self.put_entries(INVENTED)

    @property
    def lookups(self) -> int:
        """How many look-ups were asked for, those that a fault answered included."""
        return self._lookups

    def put_entries(self, entries: Iterable[Entry]) -> None:
        with self._lock:
            self._entries = {(entry.credential, _bare(entry.number)): entry for entry in entries}

    def put_faults(self, faults: Iterable[Fault]) -> None:
        with self._lock:
            self._faults = list(faults)

    def faults(self) -> list[Fault]:
        with self._lock:
            return list(self._faults)

    def next_fault(self) -> Fault | None:
        """Count a look-up; the fault that strikes it, if any."""
        with self._lock:
            self._lookups += 1
            for fault in self._faults:
                if fault.times is None:
                    return fault
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
            return None

    def answer(self, question: Question) -> Answer:
        """Names are compared here, so that the answer need not hold one."""
        if question.credential not in KINDS:
            return Answer(state=State.NOT_COVERED)
        with self._lock:
            entry = self._entries.get((question.credential, _bare(question.number)))
        if entry is None:
            return Answer(state=State.UNKNOWN)
        if question.holder is not None and not _same_person(entry, question.holder):
            return Answer(state=State.NAME_MISMATCH)
        expired = entry.expires is not None and entry.expires < date.today()  # noqa: DTZ011  boards print local dates
        state = State.EXPIRED if expired and entry.state == "active" else State(entry.state)
        return Answer(state=state, expires=entry.expires)


registry = Blueprint("credential_registry", __name__)


def create_registry(state: RegistryState) -> Flask:
    """The application around this state."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.extensions[EXTENSION] = state
    app.register_blueprint(registry)
    app.register_error_handler(ValidationError, _refused)
    return app


@registry.post(PATH)
def look_up() -> Response | tuple[Response, int]:
    state = _state()
    if state.token and request.headers.get("Authorization") != f"Bearer {state.token}":
        return jsonify(error="unauthorized"), 401
    if (fault := state.next_fault()) is not None:
        if fault.kind != "slow":
            return _fault(fault)
        state.stopping.wait(fault.seconds)
    question = Question.model_validate_json(request.get_data())
    return jsonify(state.answer(question).model_dump(mode="json", exclude_none=True))


@registry.put("/_simulator/entries")
def put_entries() -> Response:
    entries = ENTRIES.validate_json(request.get_data())
    _state().put_entries(entries)
    return jsonify(entries=len(entries))


@registry.route("/_simulator/faults", methods=["GET", "PUT", "DELETE"])
def faults() -> Response:
    if request.method != "GET":
        _state().put_faults(FAULTS.validate_json(request.get_data()) if request.method == "PUT" else [])
    return jsonify(faults=[fault.model_dump() for fault in _state().faults()])


@registry.get("/_simulator/state")
def counted() -> Response:
    return jsonify(lookups=_state().lookups)


@contextmanager
def serve_registry(state: RegistryState, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The simulator on a real socket for the life of the block; gives its base URL. Port 0 takes a free one."""
    server = make_server(host, port, create_registry(state), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        state.stopping.set()
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: a line a look-up would drown what the operator looks for."""


def _fault(fault: Fault) -> Response | tuple[Response, int]:
    if fault.kind == "status":
        response = jsonify(error="simulated fault")
        if fault.retry_after is not None:
            response.headers["Retry-After"] = str(fault.retry_after)
        return response, fault.status
    if fault.kind == "oversized":
        return Response(b" " * LONGEST_BODY, content_type="application/json")
    if fault.kind == "strange_state":
        return jsonify(state="perhaps")
    return Response("<html><body>Scheduled maintenance</body></html>", content_type="text/html")


def _refused(error: ValidationError) -> tuple[Response, int]:
    problem = error.errors(include_input=False, include_url=False)[0]
    return jsonify(error=f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"), 400


def _state() -> RegistryState:
    state: RegistryState = current_app.extensions[EXTENSION]
    return state


def _same_person(entry: Entry, holder: Holder) -> bool:
    """The same family name, and given names of which one begins with the other ("Ida" and "Ida Maria")."""
    if _plain(entry.family) != _plain(holder.family):
        return False
    one, other = _plain(entry.given).split(), _plain(holder.given).split()
    return bool(one and other) and one[0] == other[0]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


def _bare(number: str) -> str:
    return "".join(letter for letter in number.casefold() if letter.isalnum())
