"""One simulated customer: its records, lists, custom fields, users and peculiarities."""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from icims.simulator.errors import invalid
from icims.simulator.fields import COMPANIES, JOBS, PEOPLE, TYPES, WORKFLOWS, Catalogue, Field
from icims.simulator.forms import Forms
from icims.simulator.lists import NEW_SUBMISSION, Lists
from icims.simulator.profile import Profile, StoredFile
from icims.simulator.target import EventTarget
from icims.simulator.values import is_empty, stored_value

FIRST_IDS = {PEOPLE: 2001, JOBS: 1001, WORKFLOWS: 10001, COMPANIES: 6}
MANDATORY_LINKS = ("baseprofile", "associatedprofile")
SYSTEM_FIELDS = frozenset(("id", "entry", "links", "createddate", "updateddate"))


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may call the API with Basic or HMAC. ``integration``: in the group without which search is empty."""

    password: str = field(default="", repr=False)
    hmac_key: str = field(default="", repr=False)
    integration: bool = True


@dataclass(slots=True)
class Options:
    """What an administrator of the tenant may have configured, and what the public record leaves open [?]."""

    daily_limit: int = 1_000_000  # 10,000 under the usual licence; high here so that nobody is stopped by accident
    token_seconds: int = 86400
    audience: str = "https://api.icims.com/v1/"
    clock_window_minutes: int = 15
    hidden: dict[str, list[str]] = field(default_factory=dict)  # by profile type: fields the user may not see
    required: dict[str, list[str]] = field(default_factory=dict)  # by profile type: the required-field trap
    refuse_unknown_nodes: bool = False  # an unknown list value is added; True: refused. For assessmentname [?]
    fire_status_events: bool = False  # whether a status PATCH by API fires the tenant's event [?]
    writes_touch_updateddate: bool = True  # documented for status changes only; for other writes [I]
    duplicate_location: bool = False  # whether a swallowed duplicate POST says where its twin is [?]
    portal_host: str = "jobs-example.icims.com"  # where returnUrl and portalUrl of events point
    content_disposition: bool = True  # whether a download names its file [?]


class Tenant:
    """Records by type and id. Every method is safe to call from several threads; hold ``lock`` to read several things.

    ``clock`` gives the time that the tenant believes it is, aware and in UTC.
    """

    def __init__(self, customer_id: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.customer_id = customer_id
        self.clock = clock
        self.lock = threading.RLock()
        self.options = Options()
        self.clients = {"simulator-client": "simulator-secret"}
        self.users = {"integration": User(password="simulator-password", hmac_key="simulator-hmac-key")}  # noqa: S106  a setting of the simulator
        self.user_id = 95  # the person that the integration user is
        self.recruiter_id = 564  # the person who acts in events
        self.event_target: EventTarget | None = None
        self.catalogue = Catalogue()
        self.lists = Lists()
        self.forms = Forms()
        self.profiles: dict[str, dict[int, Profile]] = {profile_type: {} for profile_type in TYPES}
        self._next_ids = dict(FIRST_IDS)
        self._next_entry = 5001
        self._workflows_of_job: dict[int, list[Profile]] = defaultdict(list)

    def add_field(self, profile_type: str, custom: Field) -> None:
        """Give the tenant a custom field, such as ``field51001``; list fields need their list to have nodes."""
        with self.lock:
            self.catalogue.add(profile_type, custom)
            if custom.list_name:
                self.lists.extend(custom.list_name, ())

    def add_person(
        self, firstname: str, lastname: str, email: str, resume: StoredFile | None = None, **values: Any
    ) -> int:
        """A person with an optional resume; ``values`` as an API write would carry them, ``id`` to choose the id."""
        person = self.create(PEOPLE, {"firstname": firstname, "lastname": lastname, "email": email, **values})
        if resume is not None:
            person.files["resume"] = resume
        return person.id

    def add_job(self, jobtitle: str, **values: Any) -> int:
        """A requisition; overview, responsibilities and qualifications are HTML, as in a real tenant."""
        return self.create(JOBS, {"jobtitle": jobtitle, "folder": {"id": "D31001"}, **values}).id

    def add_application(self, person_id: int, job_id: int, status: str = NEW_SUBMISSION, **values: Any) -> int:
        """The applicant workflow of this person for this job. Sends no event: see the event sender for that."""
        links = {"baseprofile": job_id, "associatedprofile": person_id}
        return self.create(WORKFLOWS, {**links, "status": {"id": status}, **values}).id

    def create(self, profile_type: str, values: Mapping[str, Any]) -> Profile:
        """Store a new record from values in the shape of an API write. Raises ApiError for a value it cannot take."""
        with self.lock:
            now = self.clock()
            profile = Profile(profile_type, self._take_id(profile_type, values.get("id")), now, now)
            for name, value in values.items():
                self.set_value(profile, name, value)
            if profile_type == JOBS:
                profile.fields.setdefault("jobid", f"{now.year}-{profile.id}")
            self.profiles[profile_type][profile.id] = profile
            if profile_type == WORKFLOWS:
                self._workflows_of_job[profile.fields["baseprofile"]].append(profile)
            return profile

    def set_value(self, profile: Profile, name: str, value: Any) -> bool:
        """Store one value; True when it changed something. null and "" delete; groups are appended to [I]."""
        if name in SYSTEM_FIELDS:
            return False
        known = self.catalogue.get(profile.type, name)
        if profile.type == WORKFLOWS and name in MANDATORY_LINKS and name in profile.fields:
            # Whether a workflow can be moved to another job or person is not known [?].
            raise invalid("A workflow keeps its job and its person.", name)
        if is_empty(value):
            return profile.fields.pop(name, None) is not None
        stored = stored_value(self, known, name, value)
        if known is not None and known.children:
            added = [self.add_entry(profile, name, entry) for entry in stored]
            return any(entry is not None for entry in added)
        if profile.fields.get(name) == stored:
            return False
        profile.fields[name] = stored
        return True

    def add_entry(self, profile: Profile, group: str, values: dict[str, Any]) -> dict[str, Any] | None:
        """Append an entry of stored values; None when an identical one exists, which is refused silently."""
        if any(same_entry(values, entry) for entry in profile.entries(group)):
            return None
        entry = {"entry": self._next_entry, **values}
        self._next_entry += 1
        profile.fields[group] = [*profile.entries(group), entry]
        return entry

    def merge_people(self, loser: int, winner: int) -> None:
        """Merge two persons: the loser stays readable under a telling first name and keeps its applications [?]."""
        with self.lock:
            lost, kept = self.profiles[PEOPLE][loser], self.profiles[PEOPLE][winner]
            lost.fields = {"firstname": f"Merged with {winner}", "lastname": lost.fields.get("lastname", "")}
            kept.files = {**lost.files, **kept.files}
            lost.files = {}

    def applications(self, job_id: int) -> list[Profile]:
        with self.lock:
            return list(self._workflows_of_job.get(job_id, ()))

    def title(self, profile_type: str, profile_id: int) -> str:
        """What iCIMS shows as the text of a link to this record."""
        profile = self.profiles[profile_type].get(profile_id)
        if profile is None:
            return ""
        if profile_type == PEOPLE:
            return " ".join(filter(None, (profile.fields.get("firstname"), profile.fields.get("lastname"))))
        title: str = profile.fields.get("jobtitle") or profile.fields.get("name") or str(profile.id)
        return title

    def _take_id(self, profile_type: str, wanted: Any) -> int:
        if isinstance(wanted, int):
            if wanted in self.profiles[profile_type]:
                raise invalid("The id is taken.", "id")
            self._next_ids[profile_type] = max(self._next_ids[profile_type], wanted + 1)
            return wanted
        self._next_ids[profile_type] += 1
        return self._next_ids[profile_type] - 1


def same_entry(values: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether two entries say the same, whatever their numbers are."""
    return {k: v for k, v in values.items() if k != "entry"} == {k: v for k, v in entry.items() if k != "entry"}
